//! Addresses and ids as people paste them from mails, address books and exports, with extra characters around them.

/// Schemes before an address in exports and links, in lower case.
const SCHEMES: [&str; 3] = ["smtp:", "mailto:", "sip:"];
/// Characters around an address that are not part of it. A domain never ends with one of them.
const AROUND_START: [char; 8] = ['<', '(', '[', '{', '"', '“', '„', '«'];
const AROUND_END: [char; 16] = ['>', ')', ']', '}', '"', '”', '“', '»', '.', ',', ';', ':', '!', '?', '\'', '’'];

/// Whether a character has no width: zero-width spaces and joiners, direction marks, the soft hyphen, the byte-order
/// mark, and similar.
pub fn has_no_width(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// The text without zero-width characters.
pub fn visible(text: &str) -> String {
    text.chars().filter(|c| !has_no_width(*c)).collect()
}

/// An address or id without pasted extras: zero-width characters, `SMTP:` and `mailto:`, a name before angle brackets,
/// quotation marks around it, and punctuation after it. The rest of a text that is not an address is kept, so a message
/// can quote it.
pub fn bare(text: &str) -> String {
    let text = visible(text);
    let mut rest = in_brackets(&text).unwrap_or(&text).trim();
    loop {
        let before = rest;
        rest = without_scheme(rest.trim_start_matches(AROUND_START).trim_end_matches(AROUND_END).trim());
        rest = unquoted(rest);
        if rest == before {
            return rest.to_owned();
        }
    }
}

/// The key for comparing addresses: bare and in lower case.
pub fn address_key(text: &str) -> String {
    bare(text).to_lowercase()
}

/// Whether mail can be sent to a text: one `@` with something before it and a domain behind it.
pub fn is_mail_address(text: &str) -> bool {
    let text = text.trim();
    let fits = |(before, domain): (&str, &str)| {
        !before.is_empty()
            && !domain.contains('@')
            && domain.split('.').count() > 1
            && domain.split('.').all(|label| !label.is_empty())
    };
    !text.contains(|c: char| c.is_whitespace() || c.is_control()) && text.split_once('@').is_some_and(fits)
}

/// `adele@x.com` of `Adele Vance <adele@x.com>`.
fn in_brackets(text: &str) -> Option<&str> {
    let (_, behind) = text.rsplit_once('<')?;
    let inside = behind.split_once('>').map_or(behind, |(inside, _)| inside);
    inside.contains('@').then_some(inside)
}

/// Removes a scheme such as `SMTP:`, and `?subject=…` after a `mailto:` address.
fn without_scheme(text: &str) -> &str {
    let scheme = SCHEMES
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    match scheme {
        Some("mailto:") => text["mailto:".len()..].split('?').next().unwrap_or_default().trim(),
        Some(scheme) => text[scheme.len()..].trim(),
        None => text,
    }
}

/// Removes an opening apostrophe before an address. A closing one has already been removed as punctuation.
fn unquoted(text: &str) -> &str {
    match text.strip_prefix(['\'', '‘', '’']) {
        Some(rest) if rest.contains('@') && !rest.contains(char::is_whitespace) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_around_an_address_is_taken_off() {
        for pasted in [
            "adele@x.com",
            "\u{200B}adele@x.com",
            "ade\u{AD}le@x.com\u{200B} ",
            "\u{FEFF}\u{202A}adele@x.com\u{202C}",
            "adele@x.com\u{A0}",
            "SMTP:adele@x.com",
            "smtp:adele@x.com",
            "MailTo:adele@x.com?subject=Hi",
            "<adele@x.com>",
            "Adele Vance <adele@x.com>",
            "\"Vance, Adele\" <smtp:adele@x.com>;",
            "<mailto:adele@x.com>,",
            "adele@x.com.",
            "(adele@x.com)",
            "“adele@x.com”",
            "'adele@x.com'",
        ] {
            assert_eq!(bare(pasted), "adele@x.com", "{pasted:?}");
        }
        assert_eq!(address_key("SMTP:Adele@X.com"), "adele@x.com");
    }

    #[test]
    fn what_belongs_to_an_address_stays() {
        for text in ["o'neil@x.com", "anna_y.com#EXT#@x.com", "a b@x.com", ".a@x.com", "nobody", "a@b@x.com", ""] {
            assert_eq!(bare(text), text);
        }
        assert_eq!(bare(" 3f2a-\u{2060}01 "), "3f2a-01");
    }

    #[test]
    fn a_sign_in_name_may_be_an_address() {
        for address in ["anna@partner.example", " a.b+c@x.co.uk "] {
            assert!(is_mail_address(address), "{address}");
        }
        for name in ["anna", "@partner.example", "anna@", "anna@partner", "a@b@c.de", "anna@x..de", "an na@x.de"] {
            assert!(!is_mail_address(name), "{name}");
        }
        assert!(!is_mail_address("a\r\nBcc:b@x.de"));
    }
}
