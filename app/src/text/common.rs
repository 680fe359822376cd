//! Words that many pages share.

/// Closes a dialog.
pub const CLOSE: &str = "Close";
/// Copies to the clipboard.
pub const COPY: &str = "Copy";
/// Prints the page.
pub const PRINT: &str = "Print";
/// Downloads a CSV file.
pub const CSV: &str = "CSV";
/// Heading of the column with the commands of a row.
pub const COMMANDS: &str = "Commands";
/// Leaves without saving.
pub const CANCEL: &str = "Cancel";
/// Placeholder while loading.
pub const LOADING: &str = "Loading…";
/// Exports to a file.
pub const EXPORT: &str = "Export";
/// Tries again after an error.
pub const TRY_AGAIN: &str = "Try again";
/// Searches a list.
pub const SEARCH: &str = "Search";
/// Clears a search or filters.
pub const CLEAR: &str = "Clear";
/// Explains why a command needs a selection.
pub const SELECT_FIRST: &str = "Select at least one user.";
/// Selects the users on the page.
pub const SELECT_PAGE: &str = "Select this page";
/// Shown in place of a page of a list whose users are gone.
pub const PAGE_GONE: &str = "This page no longer has users.";
/// Explains why nothing can be saved without random numbers.
pub const NO_IDS: &str = "This browser can't make the random number a save needs. Open the page over HTTPS.";
/// Explains that the same request is still worked on.
pub const IN_FLIGHT: &str = "The server is still working on this. Try again in a moment; it is applied once.";
