//! Names of downloaded files: customer, content and day.

use super::export_refusal::ExportRefusal;
use super::state::AppState;
use domain::access::CustomerScope;
use domain::directory::day::Day;
use domain::directory::fold::fold;
use std::fmt::Write;

/// The most characters of a customer's name in a file name. File systems allow 255 bytes in all.
const CUSTOMER_MAX: usize = 60;

/// The header `Content-Disposition` of a file about a customer: `Fabrikam users 2026-11-28.csv`.
pub(super) async fn of_customer(state: &AppState, scope: CustomerScope, what: &str) -> Result<String, ExportRefusal> {
    let customer = state.services.store.customer(scope).await?.name;
    Ok(disposition(Some(&customer), what, (state.services.now)()))
}

/// Like [`of_customer`], for a file about one customer or all.
pub(super) fn disposition(customer: Option<&str>, what: &str, now: i64) -> String {
    let customer = customer.map(safe).filter(|name| !name.is_empty());
    let day = Day::of(now).map(|day| day.to_string());
    let parts: Vec<String> = customer.into_iter().chain([what.to_owned()]).chain(day).collect();
    let name = format!("{}.csv", parts.join(" "));
    format!("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain(&name), percent_encoded(&name))
}

/// A name without characters that file systems (also on Windows) or headers don't accept.
fn safe(name: &str) -> String {
    let kept = name.chars().map(|c| if c.is_control() || "\\/:*?\"<>|%;".contains(c) { ' ' } else { c });
    let kept: String = kept.filter(|c| !domain::directory::address::has_no_width(*c)).take(CUSTOMER_MAX).collect();
    let words = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_matches(['.', ' ']).to_owned()
}

/// The name for programs that don't know `filename*`: letters lose their accents, and an underscore replaces those
/// without a plain form.
fn plain(name: &str) -> String {
    let letter = |c: char| match c {
        c if c.is_ascii() => c.to_string(),
        c => {
            let folded = fold(&c.to_string());
            let folded = if c.is_uppercase() { folded.to_uppercase() } else { folded };
            if folded.is_ascii() { folded } else { "_".to_owned() }
        }
    };
    name.chars().map(letter).collect()
}

/// Percent-encodes a name as in RFC 8187.
fn percent_encoded(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a string never fails.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 28 November 2026.
    const NOW: i64 = 1_795_824_000_000;

    #[test]
    fn a_file_is_named_by_customer_what_and_day() {
        assert_eq!(
            disposition(Some("Fabrikam, Inc."), "users", NOW),
            "attachment; filename=\"Fabrikam, Inc users 2026-11-28.csv\"; \
             filename*=UTF-8''Fabrikam%2C%20Inc%20users%202026-11-28.csv"
        );
        assert_eq!(
            disposition(None, "activity", NOW),
            "attachment; filename=\"activity 2026-11-28.csv\"; filename*=UTF-8''activity%202026-11-28.csv"
        );
    }

    #[test]
    fn names_are_safe_for_headers_and_file_systems() {
        let named = |name: &str| disposition(Some(name), "users", NOW);
        assert!(named("Žluťoučký kůň s.r.o.").contains("filename=\"Zlutoucky kun s.r.o users 2026-11-28.csv\""));
        assert!(
            named("李静").contains("filename=\"__ users 2026-11-28.csv\"; filename*=UTF-8''%E6%9D%8E%E9%9D%99%20users")
        );
        assert!(named("../a\\b:c\"d\r\ne\u{202e}").contains("filename=\"a b c d e users 2026-11-28.csv\""));
        assert!(named("...").contains("filename=\"users 2026-11-28.csv\""));
        assert!(named(&"x".repeat(500)).len() < 300);
    }
}
