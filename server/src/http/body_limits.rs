//! The largest bodies of requests.

/// The largest request. 100,000 emails fit, and 10,000 full rows of a file.
pub const BODY_MAX: usize = 24 * 1024 * 1024;
/// The largest form of a page without scripts.
pub const FORM_MAX: usize = 64 * 1024;
