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
/// Loads further rows of a list.
pub const SHOW_MORE: &str = "Show more";
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
/// Edits something.
pub const EDIT: &str = "Edit";
/// Field and column: the name of something.
pub const NAME: &str = "Name";
/// Field and column: status.
pub const STATUS: &str = "Status";
/// Somebody who can't sign in.
pub const BLOCKED: &str = "Blocked";
/// Resets a password.
pub const RESET_PASSWORD: &str = "Reset password";
/// Downloads a file.
pub const DOWNLOAD: &str = "Download";
/// Saves.
pub const SAVE: &str = "Save";
/// The button while something is saved.
pub const SAVING: &str = "Saving…";
/// Removes something.
pub const REMOVE: &str = "Remove";
/// Deletes something.
pub const DELETE: &str = "Delete";
/// A filter without a choice.
pub const ANY: &str = "Any";
/// Leaves the results.
pub const FINISH: &str = "Finish";
/// The first page of a list.
pub const FIRST: &str = "First";
/// The page before.
pub const PREVIOUS: &str = "Previous";
/// The next page of a list, or the next step.
pub const NEXT: &str = "Next";
/// The last page of a list.
pub const LAST: &str = "Last";
/// Blocks somebody.
pub const BLOCK: &str = "Block";
/// Allows somebody to sign in.
pub const ALLOW: &str = "Allow";
/// Column: the end of something.
pub const EXPIRES: &str = "Expires";
/// Column: last used.
pub const LAST_USED: &str = "Last used";
/// Column and tab: licenses.
pub const LICENSES: &str = "Licenses";
/// Restores deleted users.
pub const RESTORE: &str = "Restore";
/// Shows the rows that the filters choose.
pub const SHOW: &str = "Show";
/// Applies filters.
pub const APPLY: &str = "Apply";
/// Something is on.
pub const ON: &str = "On";
/// Something is off.
pub const OFF: &str = "Off";
/// The button while something is checked.
pub const CHECKING: &str = "Checking…";
/// The button while something is created.
pub const CREATING: &str = "Creating…";
/// Explains that one may leave while it is saved.
pub const GOES_ON: &str = "You can leave this page; saving continues.";
/// Back to the list of users.
pub const BACK_TO_USERS: &str = "Back to users";
/// Heading of a preview.
pub const BEFORE_YOU_SAVE: &str = "Before you save";
/// Names the list of steps.
pub const STEPS: &str = "Steps";
/// There is no selection.
pub const NOBODY_SELECTED: &str = "No users are selected.";
/// Field and title: a temporary password.
pub const TEMPORARY_PASSWORD: &str = "Temporary password";
/// Field: the code of a second factor.
pub const CODE: &str = "Code";
pub const KEEP_AS_IS: &str = "Keep as is";
/// Blocks sign-in for the selected users.
pub const BLOCK_SIGN_IN: &str = "Block sign-in";
/// Title of the dialog.
pub const CONFIRM_IDENTITY: &str = "Confirm that it is you";
