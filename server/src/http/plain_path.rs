//! Paths that mean the same to everybody. The router of the pages resolves dot segments, encoded ones too, and reads `\` as `/`;
//! the checks of access and the code that keeps tokens out of the log read a path as it stands.

/// Whether a path has no dot segment and no `\`. No browser and no client of the API sends another one.
pub(super) fn is_plain(path: &str) -> bool {
    !path.contains('\\') && !path.split('/').any(is_dots)
}

fn is_dots(segment: &str) -> bool {
    matches!(&*segment.replace("%2e", ".").replace("%2E", "."), "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::routed::routed;

    #[test]
    fn dot_segments_are_seen_however_they_are_written() {
        for path in [
            "/portal/../customers",
            "/portal/./x",
            "/portal/..",
            "/.",
            "/portal/%2e%2e/customers",
            "/portal/%2E%2e/customers",
            "/portal/.%2e/customers",
            "/portal/%2E./customers",
            "/portal/%2e/x",
            "/portal/x\\..\\..\\customers",
        ] {
            assert!(!is_plain(path), "{path}");
            assert_ne!(routed(path).as_deref(), Some(path), "{path}");
        }
        for path in ["/", "/portal", "/customers/...", "/..x/y", "/x..", "/a.b/c", "/%2e%2e%2e", "/x%2f..%2fy", "//x"] {
            assert!(is_plain(path), "{path}");
            assert_eq!(routed(path).as_deref(), Some(path), "{path}");
        }
    }
}
