//! Words for saves that the server refused.

use super::common;
use super::{accounts, entries, licenses, operations, upload};
use domain::console::save::SaveReply;

/// The kind of save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// Licenses of selected users.
    Licenses,
    /// Adding or editing users.
    Entries,
    /// A file of users.
    Upload,
    /// A change of accounts.
    Accounts,
    /// An undo.
    Undo,
}

/// The reason why nothing was saved. `None` means that it was saved. `at_most` is the limit of users in one request.
pub fn not_saved(what: Saving, reply: &SaveReply, at_most: usize) -> Option<String> {
    let why = match (reply, what) {
        (SaveReply::Saved(_), _) => return None,
        (SaveReply::TooMany(users), Saving::Licenses) => return Some(licenses::too_many(*users)),
        (SaveReply::TooMany(users), _) => return Some(entries::too_many(*users, at_most)),
        (SaveReply::SeatsShort(_), Saving::Licenses) => licenses::SHORT_SINCE,
        (SaveReply::NothingToDo, Saving::Licenses) => licenses::NOTHING_TO_DO,
        (SaveReply::NothingToDo, Saving::Entries) => accounts::NOBODY_CHANGES,
        (SaveReply::NobodySelected, Saving::Licenses | Saving::Entries) => licenses::NO_SELECTION,
        (SaveReply::NothingToDo | SaveReply::NobodySelected, Saving::Upload) => upload::NOBODY_CHANGES,
        (SaveReply::KeyReused, _) => licenses::KEY_REUSED,
        (SaveReply::InFlight, _) => common::IN_FLIGHT,
        (SaveReply::StillRunning, _) => operations::STILL_RUNNING,
        (SaveReply::ReasonMissing, _) => operations::REASON_REQUIRED,
        // These two dialogs show the new preview below the words, even if nobody would change.
        (_, Saving::Accounts) => accounts::CHANGED_SINCE,
        (_, Saving::Undo) => operations::UNDO_CHANGED,
        (_, Saving::Licenses | Saving::Entries | Saving::Upload) => licenses::CHANGED_SINCE,
    };
    Some(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::console::save::SAVE_USERS_MAX;

    const ALL: [Saving; 5] = [Saving::Licenses, Saving::Entries, Saving::Upload, Saving::Accounts, Saving::Undo];

    #[test]
    fn what_was_saved_needs_no_excuse() {
        let saved = SaveReply::Saved("6fd2c87f-b296-42f0-b197-1e91e994b900".parse().unwrap());
        assert!(ALL.into_iter().all(|what| not_saved(what, &saved, SAVE_USERS_MAX).is_none()));
    }

    #[test]
    fn a_change_meanwhile_is_told_in_the_words_of_what_was_to_be_saved() {
        let said = |what| not_saved(what, &SaveReply::NothingToDo, SAVE_USERS_MAX);
        assert_eq!(said(Saving::Licenses).as_deref(), Some(licenses::NOTHING_TO_DO));
        assert_eq!(said(Saving::Accounts).as_deref(), Some(accounts::CHANGED_SINCE));
        assert_eq!(said(Saving::Undo).as_deref(), Some(operations::UNDO_CHANGED));
    }

    #[test]
    fn too_many_users_are_told_with_the_most_that_one_request_takes() {
        let said = |what| not_saved(what, &SaveReply::TooMany(10_001), 10_000).unwrap();
        assert_eq!(said(Saving::Upload), "10,001 users to change. At most 10,000 can be changed at once.");
        assert!(said(Saving::Licenses).contains("250,000"));
    }
}
