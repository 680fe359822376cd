//! Reading whether users may sign in, from columns that block and columns that allow, in several languages.
//!
//! The same word means opposite things under opposite headings, so the whole heading decides. An uncertain heading is
//! refused by name and never guessed: a wrong guess would block everybody in a file.

use super::column::UploadColumn;
use super::error::CellError;
use crate::directory::fold::fold;

/// Headings of columns in which `Yes` blocks, folded and without spaces and signs.
const BLOCK: [&str; 21] = [
    "blocksignin",
    "blocksignon",
    "blocklogin",
    "blockcredential",
    "blockcredentials",
    "blockaccount",
    "blockuser",
    "blocked",
    "isblocked",
    "issigninblocked",
    "isloginblocked",
    "isaccountblocked",
    "signinblocked",
    "signonblocked",
    "loginblocked",
    "accountblocked",
    "userblocked",
    "credentialblocked",
    "accountdisabled",
    "isdisabled",
    "disabled",
];

/// Headings of columns in which `Yes` allows.
const ENABLED: [&str; 17] = [
    "accountenabled",
    "isaccountenabled",
    "accountisenabled",
    "userenabled",
    "enabled",
    "isenabled",
    "signinenabled",
    "loginenabled",
    "signinallowed",
    "issigninallowed",
    "signonallowed",
    "loginallowed",
    "allowsignin",
    "allowsignon",
    "allowlogin",
    "accountactive",
    "isactive",
];

/// Headings of columns with `Allowed` or `Blocked`.
const STATUS: [&str; 7] =
    ["signinstatus", "signonstatus", "signin", "loginstatus", "accountstatus", "accountstate", "signinstate"];

/// The beginnings of words for blocking in the languages of Entra's form, folded.
const BLOCKING: [&str; 12] =
    ["block", "blok", "bloqu", "bloc", "letilt", "tiltas", "esta", "sperr", "zablok", "engel", "φραγη", "блок"];

/// The beginnings of words for enabling in the same languages.
const ENABLING: [&str; 14] = [
    "enabled",
    "aktiv",
    "activ",
    "povol",
    "zulass",
    "autoris",
    "habilit",
    "abilit",
    "wlacz",
    "engedely",
    "ingeschakeld",
    "ενεργ",
    "включ",
    "etkin",
];

/// Words for yes, folded, including truth values of spreadsheets and programs.
const YES: [&str; 35] = [
    "yes",
    "y",
    "true",
    "t",
    "1",
    "ja",
    "oui",
    "si",
    "sim",
    "ano",
    "tak",
    "da",
    "igen",
    "kylla",
    "jah",
    "taip",
    "evet",
    "ναι",
    "да",
    "так",
    "wahr",
    "vrai",
    "verdadero",
    "verdadeiro",
    "vero",
    "pravda",
    "prawda",
    "waar",
    "sand",
    "sann",
    "sant",
    "tosi",
    "igaz",
    "adevarat",
    "истина",
];

/// Words for no.
const NO: [&str; 41] = [
    "no",
    "n",
    "false",
    "f",
    "0",
    "nein",
    "non",
    "nao",
    "ne",
    "nie",
    "nee",
    "nej",
    "nei",
    "ei",
    "nem",
    "nu",
    "hayir",
    "οχι",
    "нет",
    "ні",
    "не",
    "falsch",
    "faux",
    "falso",
    "nepravda",
    "falsz",
    "onwaar",
    "falsk",
    "falskt",
    "usann",
    "usant",
    "epatosi",
    "hamis",
    "fals",
    "yanlis",
    "ложь",
    "хибність",
    "ошибка",
    "neteisinga",
    "vale",
    "aplams",
];

/// Words for a user who may sign in.
const ALLOWED: [&str; 9] =
    ["allowed", "enabled", "active", "unblocked", "notblocked", "signinallowed", "povolene", "erlaubt", "zugelassen"];

/// Words for a user who may not sign in.
const BLOCKED: [&str; 9] =
    ["blocked", "disabled", "inactive", "notallowed", "signinblocked", "blokovane", "blockiert", "gesperrt", "bloque"];

/// The meaning of a heading for sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// It is not about sign-in.
    Nothing,
    /// It is this column.
    Column(UploadColumn),
    /// It is about sign-in, but which of two opposite things is not certain.
    Unclear,
}

/// Reads a heading about sign-in. `words` is the heading without a property's name in brackets.
pub(super) fn heading(words: &str, property: Option<&str>) -> Said {
    let whole = without_hint(words);
    let word = letters(whole);
    let is = |headings: &[&str]| headings.contains(&word.as_str());
    if is(&BLOCK) {
        return Said::Column(UploadColumn::BlockSignIn);
    }
    if is(&ENABLED) {
        return Said::Column(UploadColumn::AccountEnabled);
    }
    if is(&STATUS) {
        return Said::Column(UploadColumn::SignIn);
    }
    // Entra's heading has the property `accountEnabled` but asks the opposite, in the language of the portal.
    if property.map(letters).as_deref() != Some("accountenabled") {
        return Said::Nothing;
    }
    let folded = fold(whole);
    let says = |beginnings: &[&str]| {
        folded.split(|c: char| !c.is_alphanumeric()).any(|word| beginnings.iter().any(|start| word.starts_with(start)))
    };
    match (word.is_empty(), says(&BLOCKING), says(&ENABLING)) {
        (true, ..) | (false, false, true) => Said::Column(UploadColumn::AccountEnabled),
        (false, true, false) => Said::Column(UploadColumn::BlockSignIn),
        (false, ..) => Said::Unclear,
    }
}

/// Whether a cell in such a column allows sign-in; `None` if it is empty.
///
/// # Errors
/// When the word's meaning in this column is not certain.
pub(super) fn allowed(column: UploadColumn, text: &str) -> Result<Option<bool>, CellError> {
    let word = letters(text);
    let is = |words: &[&str]| words.contains(&word.as_str());
    let neither = |one, other| Err(CellError::Neither(text.to_owned(), one, other));
    match column {
        _ if text.is_empty() => Ok(None),
        UploadColumn::BlockSignIn if is(&YES) => Ok(Some(false)),
        UploadColumn::BlockSignIn if is(&NO) => Ok(Some(true)),
        UploadColumn::BlockSignIn => neither("Yes", "No"),
        UploadColumn::AccountEnabled if is(&YES) => Ok(Some(true)),
        UploadColumn::AccountEnabled if is(&NO) => Ok(Some(false)),
        _ if is(&ALLOWED) => Ok(Some(true)),
        _ if is(&BLOCKED) => Ok(Some(false)),
        UploadColumn::AccountEnabled => neither("Yes", "No"),
        _ => neither("Allowed", "Blocked"),
    }
}

/// The heading without a hint in parentheses, such as `(Yes/No)`.
fn without_hint(heading: &str) -> &str {
    heading.split('(').next().unwrap_or_default()
}

/// The folded letters and digits of a text.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_heading_says_in_which_direction_a_column_reads() {
        let [block, enabled, status] =
            [UploadColumn::BlockSignIn, UploadColumn::AccountEnabled, UploadColumn::SignIn].map(Said::Column);
        for (words, property, said) in [
            ("accountEnabled", None, enabled),
            ("AccountEnabled", None, enabled),
            ("Account enabled", None, enabled),
            ("Enabled", None, enabled),
            ("Sign-in allowed", None, enabled),
            ("Block sign in", None, block),
            ("Block sign-in (Yes/No)", None, block),
            ("Block credential", None, block),
            ("BlockCredential", None, block),
            ("Sign-in blocked", None, block),
            ("Sign-in status", None, status),
            ("Block sign in (Yes/No)", Some("accountEnabled"), block),
            ("Anmeldung blockieren (Ja/Nein)", Some("accountEnabled"), block),
            ("Blokovat přihlášení (Ano/Ne)", Some("accountEnabled"), block),
            ("Zablokuj logowanie", Some("accountEnabled"), block),
            ("Bloquear inicio de sesión", Some("accountEnabled"), block),
            ("Account enabled", Some("accountEnabled"), enabled),
            ("Konto aktiviert", Some("accountEnabled"), enabled),
            ("", Some("accountEnabled"), enabled),
            ("Kirjautuminen", Some("accountEnabled"), Said::Unclear),
            ("Unblock sign in", None, Said::Nothing),
            ("Not blocked", None, Said::Nothing),
            ("Last sign-in", None, Said::Nothing),
        ] {
            assert_eq!(heading(words, property), said, "{words} {property:?}");
        }
    }

    #[test]
    fn cells_are_read_where_they_are_certain() {
        let [block, enabled, status] = [UploadColumn::BlockSignIn, UploadColumn::AccountEnabled, UploadColumn::SignIn];
        for (text, is_yes) in [
            ("Yes", true),
            ("TRUE", true),
            ("1", true),
            ("Áno", true),
            ("Ja", true),
            ("WAHR", true),
            ("Kyllä", true),
            ("no", false),
            ("False", false),
            ("0", false),
            ("Não", false),
            ("FAŁSZ", false),
            ("Hayır", false),
        ] {
            assert_eq!(allowed(enabled, text), Ok(Some(is_yes)), "{text}");
            assert_eq!(allowed(block, text), Ok(Some(!is_yes)), "{text}");
            assert!(allowed(status, text).is_err(), "{text}");
        }
        for (text, may) in [("Allowed", true), ("blocked", false), ("Enabled", true), ("Disabled", false)] {
            assert_eq!(allowed(status, text), Ok(Some(may)), "{text}");
            assert_eq!(allowed(enabled, text), Ok(Some(may)), "{text}");
            assert!(allowed(block, text).is_err(), "{text}");
        }
        for column in [block, enabled, status] {
            assert_eq!(allowed(column, ""), Ok(None));
            let error = allowed(column, "2").unwrap_err().to_string();
            assert!(error.starts_with("“2” is neither"), "{error}");
        }
    }
}
