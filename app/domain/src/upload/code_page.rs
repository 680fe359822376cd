//! Files that are not Unicode: European code pages, guessed from the bytes or chosen by a person.
//!
//! The guess uses chardetng, which browsers use for pages without a stated encoding. Both crates would add tables of
//! all encodings to the browser, so only the server calls this.

use super::error::FileError;
use crate::directory::country::CountryCode;
use crate::directory::one_line::is_no_text;
use chardetng::EncodingDetector;
use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};

/// A code page that Excel and similar programs write in Europe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodePage {
    /// Windows-1252.
    Western,
    /// Windows-1250.
    CentralEuropean,
    /// Windows-1251.
    Cyrillic,
    /// Windows-1253.
    Greek,
    /// Windows-1254.
    Turkish,
    /// Windows-1257.
    Baltic,
    /// ISO 8859-2.
    Iso2,
    /// ISO 8859-5.
    Iso5,
    /// ISO 8859-7.
    Iso7,
    /// ISO 8859-13.
    Iso13,
    /// ISO 8859-15.
    Iso15,
    /// ISO 8859-16.
    Iso16,
    /// KOI8-U, which includes KOI8-R.
    Koi8,
    /// IBM866.
    Dos866,
    /// Mac Roman.
    MacRoman,
    /// Mac Cyrillic.
    MacCyrillic,
}

/// A decoded file that is not Unicode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decoded {
    /// Its code page.
    pub page: CodePage,
    /// Whether the code page was guessed.
    pub guessed: bool,
    /// The text.
    pub text: String,
}

impl CodePage {
    /// All code pages, in the order of the list to choose from.
    pub const ALL: [Self; 16] = [
        Self::Western,
        Self::CentralEuropean,
        Self::Cyrillic,
        Self::Greek,
        Self::Turkish,
        Self::Baltic,
        Self::Iso2,
        Self::Iso5,
        Self::Iso7,
        Self::Iso13,
        Self::Iso15,
        Self::Iso16,
        Self::Koi8,
        Self::Dos866,
        Self::MacRoman,
        Self::MacCyrillic,
    ];

    /// The usual name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Western => "Western European (Windows-1252)",
            Self::CentralEuropean => "Central European (Windows-1250)",
            Self::Cyrillic => "Cyrillic (Windows-1251)",
            Self::Greek => "Greek (Windows-1253)",
            Self::Turkish => "Turkish (Windows-1254)",
            Self::Baltic => "Baltic (Windows-1257)",
            Self::Iso2 => "Central European (ISO 8859-2)",
            Self::Iso5 => "Cyrillic (ISO 8859-5)",
            Self::Iso7 => "Greek (ISO 8859-7)",
            Self::Iso13 => "Baltic (ISO 8859-13)",
            Self::Iso15 => "Western European (ISO 8859-15)",
            Self::Iso16 => "Romanian (ISO 8859-16)",
            Self::Koi8 => "Cyrillic (KOI8)",
            Self::Dos866 => "Cyrillic (DOS 866)",
            Self::MacRoman => "Western European (Mac)",
            Self::MacCyrillic => "Cyrillic (Mac)",
        }
    }

    /// Decodes bytes.
    ///
    /// # Errors
    /// When the bytes are not text.
    pub fn decode(self, bytes: &[u8]) -> Result<String, FileError> {
        let (text, _) = self.encoding().decode_without_bom_handling(bytes);
        if text.contains(is_no_text) {
            return Err(FileError::NotText);
        }
        if text.trim().is_empty() { Err(FileError::Empty) } else { Ok(text.into_owned()) }
    }

    /// Decodes bytes in the chosen code page, or else in the one guessed for a customer of this country.
    ///
    /// # Errors
    /// When the bytes are not text.
    pub fn read(bytes: &[u8], chosen: Option<Self>, country: Option<CountryCode>) -> Result<Decoded, FileError> {
        let page = chosen.unwrap_or_else(|| Self::guess(bytes, country));
        Ok(Decoded { page, guessed: chosen.is_none(), text: page.decode(bytes)? })
    }

    /// Guesses from combinations of letters. If these only suggest Western European, which is also the result for too
    /// few letters, the guess for the customer's country wins.
    fn guess(bytes: &[u8], country: Option<CountryCode>) -> Self {
        let mut detector = EncodingDetector::new();
        detector.feed(bytes, true);
        let by_letters = Self::of(detector.guess(None, false));
        let guessed = match by_letters {
            None | Some(Self::Western) => {
                let domain = country.map(top_level_domain);
                let by_country = domain.and_then(|domain| Self::of(detector.guess(Some(domain.as_bytes()), false)));
                by_country.or(by_letters).unwrap_or(Self::Western)
            }
            Some(page) => page,
        };
        guessed.as_windows_has_it(bytes)
    }

    /// The Windows code page instead of a similar ISO one, if it decodes the bytes equally: people mostly use Windows.
    fn as_windows_has_it(self, bytes: &[u8]) -> Self {
        let windows = match self {
            Self::Iso2 => Self::CentralEuropean,
            Self::Iso7 => Self::Greek,
            Self::Iso13 => Self::Baltic,
            Self::Iso15 => Self::Western,
            other => other,
        };
        if windows.decode(bytes) == self.decode(bytes) { windows } else { self }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Western => encoding_rs::WINDOWS_1252,
            Self::CentralEuropean => encoding_rs::WINDOWS_1250,
            Self::Cyrillic => encoding_rs::WINDOWS_1251,
            Self::Greek => encoding_rs::WINDOWS_1253,
            Self::Turkish => encoding_rs::WINDOWS_1254,
            Self::Baltic => encoding_rs::WINDOWS_1257,
            Self::Iso2 => encoding_rs::ISO_8859_2,
            Self::Iso5 => encoding_rs::ISO_8859_5,
            Self::Iso7 => encoding_rs::ISO_8859_7,
            Self::Iso13 => encoding_rs::ISO_8859_13,
            Self::Iso15 => encoding_rs::ISO_8859_15,
            Self::Iso16 => encoding_rs::ISO_8859_16,
            Self::Koi8 => encoding_rs::KOI8_U,
            Self::Dos866 => encoding_rs::IBM866,
            Self::MacRoman => encoding_rs::MACINTOSH,
            Self::MacCyrillic => encoding_rs::X_MAC_CYRILLIC,
        }
    }

    fn of(encoding: &'static Encoding) -> Option<Self> {
        if encoding == encoding_rs::KOI8_R {
            return Some(Self::Koi8);
        }
        Self::ALL.into_iter().find(|page| page.encoding() == encoding)
    }
}

/// A country's top-level domain: its code in lower case, except for the United Kingdom.
fn top_level_domain(country: CountryCode) -> String {
    let code = country.to_string().to_lowercase();
    if code == "gb" { "uk".to_owned() } else { code }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(page: CodePage, text: &str, country: &str) -> Decoded {
        let (bytes, _, unmappable) = page.encoding().encode(text);
        assert!(!unmappable, "{text} is not in {page:?}");
        CodePage::read(&bytes, None, country.parse().ok()).unwrap()
    }

    #[test]
    fn names_of_europe_are_read_from_their_letters() {
        for (page, text) in [
            (CodePage::CentralEuropean, "Display name;Email\r\nJiří Šmíd;j@x.example\r\nŁukasz Wójcik;l@x.example"),
            (CodePage::CentralEuropean, "Grażyna Błaszczyk;Świętosław Żak"),
            (CodePage::CentralEuropean, "Đorđe Šimić;Ana Kovačević"),
            (CodePage::Cyrillic, "Иван Петров;Отдел продаж"),
            (CodePage::Cyrillic, "Юрій Їжак;Георги Димитров"),
            (CodePage::Greek, "Αλέξης Παπαδόπουλος;Πωλήσεις"),
            (CodePage::Turkish, "İbrahim Yıldız;Ayşe Gündoğdu"),
            (CodePage::Baltic, "Žydrūnas Šarūnas;Jānis Bērziņš;Līga Kalniņa"),
            (CodePage::Iso2, "Jiří Šmíd;Žaneta Ťuhýk;Grażyna Ściąga"),
            (CodePage::Koi8, "Иван Петров;Отдел продаж"),
        ] {
            // The customer's country makes no difference.
            for country in ["IE", "SK", ""] {
                let read = guessed(page, text, country);
                assert_eq!((read.text.as_str(), read.guessed), (text, true), "{page:?} in {country}");
            }
        }
    }

    #[test]
    fn the_country_decides_where_the_letters_are_too_few() {
        for (page, text, country) in [
            (CodePage::CentralEuropean, "Čierny Ľubomír;a@x.com", "SK"),
            (CodePage::CentralEuropean, "Kovács Győző;Nagy Réka Tűzoltó", "HU"),
            (CodePage::Western, "Jürgen Groß;Hélène Lefèvre;José Muñoz;Søren Ærø", "IE"),
            (CodePage::Western, "Jürgen Groß;Hélène Lefèvre;José Muñoz;Søren Ærø", ""),
            (CodePage::Western, "Zoë – café €", "FR"),
            (CodePage::Western, "Åse Bjørn", "GB"),
        ] {
            assert_eq!(guessed(page, text, country).text, text);
        }
    }

    #[test]
    fn a_person_may_choose_another() {
        let (bytes, ..) = encoding_rs::WINDOWS_1250.encode("Jiří");
        let read = CodePage::read(&bytes, Some(CodePage::Western), None).unwrap();
        assert_eq!((read.text.as_str(), read.guessed), ("Jiøí", false));
    }

    #[test]
    fn every_page_is_named_and_known_again() {
        let names: std::collections::BTreeSet<_> = CodePage::ALL.iter().map(|page| page.name()).collect();
        assert_eq!(names.len(), CodePage::ALL.len());
        for page in CodePage::ALL {
            assert_eq!(CodePage::of(page.encoding()), Some(page));
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_none_in_any_page() {
        for page in CodePage::ALL {
            assert_eq!(page.decode(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), Err(FileError::NotText));
            assert_eq!(page.decode(b" \r\n"), Err(FileError::Empty));
        }
    }
}
