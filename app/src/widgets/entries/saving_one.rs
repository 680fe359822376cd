//! Saves one user. It first loads the preview and checks whether somebody else changed the user.

use crate::api::entries::preview_entries;
use crate::api::users::get_user;
use crate::error::ApiError;
use crate::state::edited::EditedUser;
use crate::state::session::reason_policy;
use crate::text::entries as words;
use crate::widgets::entries::edit_draft::EditDraft;
use crate::widgets::entries::form::ProfileForm;
use crate::widgets::entries::names::FieldErrors;
use crate::widgets::entries::sending::{EntriesAnswered, EntriesSending, SeenSave};
use domain::console::entries::{ENTRIES_MAX, Entries, EntriesPreview, EntryEnd};
use domain::console::operation_kind::EntriesKind;
use domain::console::reason::{Reason, ReasonError, ReasonPolicy};
use domain::ids::OperationId;
use domain::rules::change::Change;
use domain::rules::entries::{EntryAction, UserEntry};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Saves one user. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct SavingOne {
    edited: EditedUser,
    draft: RwSignal<EditDraft>,
    errors: Memo<FieldErrors>,
    policy: Memo<ReasonPolicy>,
    checking: RwSignal<bool>,
    /// Sends the save and holds the answer.
    pub sending: EntriesSending,
    /// The preview, if only a part can be saved.
    pub rest: RwSignal<Option<Box<EntriesPreview>>>,
    /// Saves.
    pub save: Callback<()>,
}

impl SavingOne {
    /// A saver for this form.
    pub fn begin(edited: EditedUser, draft: RwSignal<EditDraft>, errors: Memo<FieldErrors>) -> Self {
        let mut saving = Self {
            edited,
            draft,
            errors,
            policy: reason_policy(),
            checking: RwSignal::new(false),
            sending: EntriesSending::begin(edited.customer),
            rest: RwSignal::new(None),
            save: Callback::new(|()| {}),
        };
        let copy = saving;
        saving.save = Callback::new(move |()| copy.check());
        // The preview of an earlier form says nothing about this form.
        Effect::new(move |before: Option<ProfileForm>| {
            let now = draft.with(|draft| draft.form.clone());
            if before.is_some_and(|before| before != now) {
                copy.rest.set(None);
                copy.sending.answer.set(None);
            }
            now
        });
        saving
    }

    /// Whether a check or a save is under way.
    pub fn is_busy(self) -> bool {
        self.checking.get() || self.sending.once.busy.get()
    }

    /// The reason why nothing can be saved yet, if there is one.
    pub fn why_not(self) -> Option<String> {
        if self.draft.with(|draft| draft.changed().is_empty()) {
            return Some(words::NOTHING_CHANGED.into());
        }
        if self.draft.with(|draft| draft.form.permissions.lack_a_role()) {
            return Some(words::CHOOSE_A_PERMISSION.into());
        }
        if self.errors.with(|errors| !errors.is_empty()) {
            return Some(words::MEND_FIELDS.into());
        }
        self.reason().err().map(|error| error.to_string())
    }

    fn reason(self) -> Result<Option<Reason>, ReasonError> {
        self.draft.with(|draft| self.policy.get().read(&draft.reason))
    }

    /// The entries to save, and the version of the user that the form began with.
    fn asked(self) -> Option<(Entries, ProfileForm)> {
        self.draft.with_untracked(|draft| {
            let base = draft.base.clone()?;
            let asked = EntryAction::Edit(draft.form.changes(&base));
            let entry = UserEntry { user: self.edited.user, asked, licenses: Change::default() };
            Some((Entries::Each(vec![entry]), base))
        })
    }

    fn check(self) {
        if untrack(|| self.is_busy() || self.why_not().is_some()) {
            return;
        }
        let Some((entries, base)) = self.asked() else { return };
        self.rest.set(None);
        // An unanswered save may have changed the user already. That is no change by somebody else.
        let unanswered = untrack(|| self.sending.unanswered(EntriesKind::Edit, &entries));
        if self.sending.is_sent_again(unanswered, self.on_saved(), self.on_stale()) {
            return;
        }
        self.checking.set(true);
        spawn_local(async move {
            // The order matters. If the user changes between the two requests, saving answers that the plan is stale.
            let foreseen = preview_entries(self.edited.customer, entries).await;
            let now = get_user(self.edited.customer, self.edited.user).await;
            if self.checking.try_set(false).is_some() {
                return;
            }
            match (foreseen, now) {
                (Ok(Ok(preview)), Ok(now)) => self.decide(preview, ProfileForm::of(&now.detail), &base),
                (Ok(Err(users)), _) => self.refuse(words::too_many(users, ENTRIES_MAX)),
                (_, Err(ApiError::Missing)) => self.refuse(words::USER_GONE.into()),
                (Err(error), _) | (_, Err(error)) => self.sending.answer.set(Some(EntriesAnswered::Error(error))),
            }
        });
    }

    fn decide(self, preview: EntriesPreview, now: ProfileForm, base: &ProfileForm) {
        if now != *base {
            let mut is_open = false;
            self.draft.update(|draft| is_open = draft.meet(now));
            if !is_open {
                self.check();
            }
            return;
        }
        let Some(line) = preview.lines.first().cloned() else { return };
        match line.end {
            EntryEnd::Whole => self.send(preview),
            EntryEnd::WithoutLicenses(_) | EntryEnd::WithoutProfile(_) => self.rest.set(Some(Box::new(preview))),
            EntryEnd::Failed(_) | EntryEnd::Unchanged => self.refuse(line.words),
        }
    }

    /// Sends the save with the preview that the person saw.
    pub fn send(self, seen: EntriesPreview) {
        let (Some((entries, _)), Ok(reason)) = (self.asked(), untrack(|| self.reason())) else { return };
        self.rest.set(None);
        let asking = SeenSave { kind: EntriesKind::Edit, entries, seen, reason };
        self.sending.save(asking, self.on_saved(), self.on_stale());
    }

    fn refuse(self, words: String) {
        self.sending.answer.set(Some(EntriesAnswered::Refused(words)));
    }

    fn on_saved(self) -> Callback<OperationId> {
        Callback::new(move |operation| {
            self.draft.set(EditDraft::default());
            self.edited.on_saved.run(operation);
        })
    }

    /// Loads the user again to find the changes by somebody else.
    fn on_stale(self) -> Callback<()> {
        Callback::new(move |()| {
            spawn_local(async move {
                if let Ok(now) = get_user(self.edited.customer, self.edited.user).await {
                    let now = ProfileForm::of(&now.detail);
                    self.draft.try_update(|draft| draft.meet(now));
                }
            });
        })
    }
}
