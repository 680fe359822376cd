//! Paths that contain a token. An unused token is as good as a password.

/// The log's replacement of a path with a token.
pub fn without_token(path: &str) -> Option<&'static str> {
    let begins = |with: &str| path.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    if begins("/setup/") {
        Some("/setup/…")
    } else if begins("/invitation/") {
        Some("/invitation/…")
    } else if begins("/reset/") {
        Some("/reset/…")
    } else if begins("/relationship/") {
        Some("/relationship/…")
    } else if begins("/password/") {
        Some("/password/…")
    } else {
        None
    }
}
