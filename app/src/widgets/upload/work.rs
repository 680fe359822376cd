//! The state of an upload: the file, its errors and the preview.

use super::draft::{self, ReadAs, UploadDraft};
use super::planned::{UploadPreview, UploadPreviewState};
use crate::api;
use crate::error::ApiError;
use crate::state::latest::Asker;
use crate::text::common::NO_IDS;
use crate::text::entries::too_many;
use crate::text::upload as words;
use domain::bounds::TYPED_MAX;
use domain::console::entries::{ENTRIES_MAX, Entries, UpnHolder, UpnList, UserForm};
use domain::directory::address::address_key;
use domain::ids::{CustomerId, OperationId, UserId};
use domain::rules::entries::UserEntry;
use domain::rules::snapshot::Snapshot;
use domain::upload::check::{CheckedRows, ForOthers};
use domain::upload::code_page::{CodePage, Decoded};
use domain::upload::column::UploadColumn;
use domain::upload::products::ProductNames;
use domain::upload::row::{CustomerData, RowAction};
use domain::upload::unicode::{Bytes, decode};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The pause after a change before the preview is asked for, in milliseconds.
const PAUSE_MS: u32 = 300;

/// A problem that leaves nothing to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UploadProblem {
    /// The problem in words.
    Words(String),
    /// The server did not name the holders of the emails.
    Error(ApiError),
    /// The server did not decode the file, with the chosen code page if there was one.
    NotDecoded(ApiError, Option<CodePage>),
}

/// The customer's data, which rarely changes while the page is open.
#[derive(Debug, Clone)]
struct Company {
    domains: BTreeSet<String>,
    products: ProductNames,
    snapshot: Snapshot,
}

/// The upload of a page.
#[derive(Debug, Clone, Copy)]
pub struct UploadWork {
    /// The customer.
    pub customer: CustomerId,
    /// The file that was read.
    pub draft: RwSignal<Option<UploadDraft>>,
    /// The action for the users of the file.
    pub action: RwSignal<RowAction>,
    /// The problem with the file, if there is one.
    pub problem: RwSignal<Option<UploadProblem>>,
    /// The checks of the rows.
    pub checked: RwSignal<CheckedRows>,
    /// Whether the server is decoding a file that is not Unicode.
    pub decoding: RwSignal<bool>,
    /// Whether the server is being asked for the holders of the emails.
    pub looking: RwSignal<bool>,
    /// The preview.
    pub preview: RwSignal<UploadPreviewState>,
    /// Whether the browser has stored the draft.
    pub is_kept: RwSignal<bool>,
    /// Whether the draft dates from before this page was opened.
    pub came_back: RwSignal<bool>,
    /// The number of files that were read. It tells the table about a new file.
    pub file_number: RwSignal<u32>,
    /// The name and bytes of the last file. `None` for a draft that the browser stored.
    bytes: StoredValue<Option<(String, Vec<u8>)>>,
    company: StoredValue<Company>,
    holders: StoredValue<BTreeMap<String, UpnHolder>>,
    asker: Asker,
    decoder: Asker,
    looker: Asker,
}

impl UploadWork {
    /// An upload without a file. The stored draft comes after the first render.
    pub fn begin(customer: CustomerId, form: UserForm) -> Self {
        let UserForm { customer: company, snapshot } = form;
        let domains = [&company.primary_domain].into_iter().chain(&company.domains);
        let domains = domains.map(|domain| domain.to_lowercase()).collect();
        let products = ProductNames::of(&snapshot);
        let work = Self {
            customer,
            draft: RwSignal::new(None),
            action: RwSignal::new(RowAction::Add),
            problem: RwSignal::new(None),
            checked: RwSignal::new(CheckedRows::default()),
            decoding: RwSignal::new(false),
            looking: RwSignal::new(false),
            preview: RwSignal::new(UploadPreviewState::Nothing),
            is_kept: RwSignal::new(true),
            came_back: RwSignal::new(false),
            file_number: RwSignal::new(0),
            bytes: StoredValue::new(None),
            company: StoredValue::new(Company { domains, products, snapshot }),
            holders: StoredValue::new(BTreeMap::new()),
            asker: Asker::begin(),
            decoder: Asker::begin(),
            looker: Asker::begin(),
        };
        Effect::new(move |before: Option<()>| {
            work.draft.track();
            match before {
                None => {
                    let kept = draft::kept(customer);
                    work.came_back.set(kept.as_ref().is_some_and(|draft| draft.rest_of.is_none()));
                    work.take(kept);
                }
                Some(()) => work.is_kept.set(work.draft.with(|draft| draft::keep(customer, draft.as_ref()))),
            }
        });
        work
    }

    /// The customer's products and rules.
    pub fn with_snapshot<T>(self, read: impl FnOnce(&Snapshot) -> T) -> T {
        self.company.with_value(|company| read(&company.snapshot))
    }

    /// Takes over the current products, unless the page is gone.
    pub(super) fn take_snapshot(self, snapshot: Snapshot) {
        self.company.try_update_value(|company| company.snapshot = snapshot);
    }

    /// Reads a file and checks it.
    pub fn read(self, name: String, bytes: Vec<u8>) {
        let decoded = decode(&bytes);
        self.decoder.give_up();
        self.decoding.set(false);
        self.bytes.set_value(Some((name.clone(), bytes)));
        match decoded {
            Ok(Bytes::Unicode(text)) => self.read_text(name, &text, None),
            Ok(Bytes::CodePage) => self.read_in(None),
            Err(error) => self.refuse(&error.to_string()),
        }
    }

    /// Whether the bytes of the file are there. Then it can be read in another code page.
    pub fn has_bytes(self) -> bool {
        self.bytes.with_value(Option::is_some)
    }

    /// Asks the server to decode the file, in this code page or in a guessed one. The latest choice counts.
    pub fn read_in(self, chosen: Option<CodePage>) {
        let Some((name, bytes)) = self.bytes.get_value() else { return };
        self.problem.set(None);
        self.decoding.set(true);
        let decoded = async move {
            let characters = bytes.into_iter().map(char::from).collect();
            api::upload::decode_file(self.customer, characters, chosen).await
        };
        self.decoder.ask(0, decoded, move |found| {
            self.decoding.set(false);
            match found {
                Ok(Ok(Decoded { page, guessed, text })) => self.read_text(name, &text, Some(ReadAs { page, guessed })),
                Ok(Err(error)) => self.refuse(&error.to_string()),
                Err(error) => self.problem.set(Some(UploadProblem::NotDecoded(error, chosen))),
            }
        });
    }

    fn read_text(self, name: String, text: &str, read_as: Option<ReadAs>) {
        match UploadDraft::read(name, text, read_as, self.action.get_untracked()) {
            Ok(draft) => {
                self.came_back.set(false);
                self.take(Some(draft));
            }
            Err(Some(error)) => self.refuse(&error.to_string()),
            Err(None) => self.refuse(NO_IDS),
        }
    }

    /// Shows the reason why a file can't be read. The file before it stays.
    pub fn refuse(self, why: &str) {
        let still = self.draft.with_untracked(|draft| draft.as_ref().map(|draft| words::still_those_of(&draft.name)));
        let words = [why.to_owned()].into_iter().chain(still).collect::<Vec<_>>().join(" ");
        self.problem.set(Some(UploadProblem::Words(words)));
    }

    /// Forgets the problem with a file, because another file replaces it.
    pub fn forgive(self) {
        if self.problem.with_untracked(|problem| matches!(problem, Some(UploadProblem::Words(_)))) {
            self.problem.set(None);
        }
    }

    /// Forgets the file.
    pub fn start_over(self) {
        self.came_back.set(false);
        self.take(None);
    }

    /// Goes on with the rows that a save left out, or with none. False means that the browser has no room for them.
    pub fn go_on(self, left_out: &[usize], saved: OperationId) -> bool {
        let rest = self.draft.with_untracked(|draft| draft.as_ref()?.rest(left_out, saved));
        // The page may be gone before its effects run.
        let is_kept = draft::keep(self.customer, rest.as_ref());
        self.take(rest);
        is_kept
    }

    fn take(self, draft: Option<UploadDraft>) {
        self.problem.set(None);
        self.asker.give_up();
        self.preview.set(UploadPreviewState::Nothing);
        self.checked.set(CheckedRows::default());
        let is_there = draft.is_some();
        if let Some(draft) = &draft {
            self.action.set(draft.action);
        }
        if is_there || self.draft.with_untracked(Option::is_some) {
            self.draft.set(draft);
        }
        self.file_number.update(|number| *number += 1);
        if is_there {
            self.look_up();
        }
    }

    /// Asks for the holders of the file's emails, then checks all rows.
    pub fn look_up(self) {
        self.problem.set(None);
        self.looking.set(true);
        let holders = api::entries::find_upn_holders(self.customer, UpnList(self.emails()));
        self.looker.ask(0, holders, move |found| {
            self.looking.set(false);
            match found {
                Ok(found) => {
                    self.learn(found);
                    self.check();
                }
                Err(error) => self.problem.set(Some(UploadProblem::Error(error))),
            }
        });
    }

    /// Chooses the action for the users of the file.
    pub fn choose_action(self, action: RowAction) {
        self.action.set(action);
        if self.draft.with_untracked(Option::is_some) {
            self.edit(|draft| draft.action = action);
            self.check();
        }
    }

    /// Corrects a cell. `column` counts the file's columns.
    pub fn correct(self, at: usize, column: usize, text: String) {
        let mut email = None;
        self.edit(|draft| {
            if draft.file.columns.get(column) == Some(&UploadColumn::Email) {
                email = Some(address_key(&text));
            }
            if let Some(cell) = draft.file.rows.get_mut(at).and_then(|row| row.cells.get_mut(column)) {
                *cell = text;
            }
        });
        self.check_again(at);
        if let Some(email) = email.filter(|email| !email.is_empty()) {
            spawn_local(async move {
                // Without an answer, the preview and the save find a taken email.
                if let Ok(found) = api::entries::find_upn_holders(self.customer, UpnList(vec![email])).await
                    && !self.looking.is_disposed()
                {
                    self.learn(found);
                    self.check_again(at);
                }
            });
        }
    }

    /// Makes the choices for rows that leave something open.
    pub fn choose_for_others(self, choose: impl FnOnce(&mut ForOthers)) {
        self.edit(|draft| choose(&mut draft.others));
        self.look_ahead();
    }

    /// Sets whether rows with errors are left out. A save that was sent keeps its own list.
    pub fn leave_out(self, leave_out: bool) {
        self.draft.update(|draft| {
            if let Some(draft) = draft {
                draft.leave_out = leave_out;
            }
        });
    }

    /// Asks for the preview after a pause without changes.
    pub fn look_ahead(self) {
        let ask = async move {
            let entries = self.entries(&self.wrong());
            if entries.is_empty() {
                return Ok(None);
            }
            match api::entries::preview_entries(self.customer, Entries::Each(entries.clone())).await? {
                Ok(preview) => Ok(Some(Arc::new(UploadPreview::of(preview, entries)))),
                Err(users) => Err(ApiError::Invalid(too_many(users, ENTRIES_MAX))),
            }
        };
        self.preview.set(UploadPreviewState::Working(None));
        self.asker.ask(PAUSE_MS, ask, move |answer| {
            self.preview.set(match answer {
                Ok(planned) => planned.map_or(UploadPreviewState::Nothing, UploadPreviewState::Ready),
                Err(error) => UploadPreviewState::Failed(error, None),
            });
        });
    }

    /// The user of a row, if it is known.
    pub fn user(self, at: usize) -> Option<UserId> {
        let there = self.checked.with(|checked| checked.user(at));
        there.or_else(|| self.draft.with(|draft| draft.as_ref().and_then(|draft| draft.ids.get(at).copied())))
    }

    /// Changes the draft. The unanswered save is forgotten, because it was about other rows.
    fn edit(self, change: impl FnOnce(&mut UploadDraft)) {
        self.draft.update(|draft| {
            if let Some(draft) = draft {
                draft.sent = None;
                change(draft);
            }
        });
    }

    fn check(self) {
        let action = self.action.get_untracked();
        self.with_known(|draft, known| self.checked.set(CheckedRows::of(&draft.file, action, known)));
        self.look_ahead();
    }

    fn check_again(self, at: usize) {
        let action = self.action.get_untracked();
        self.with_known(|draft, known| {
            self.checked.update(|checked| checked.check_again(at, &draft.file, action, known));
        });
        self.look_ahead();
    }

    fn with_known(self, run: impl FnOnce(&UploadDraft, CustomerData)) {
        self.draft.with_untracked(|draft| {
            let Some(draft) = draft else { return };
            self.company.with_value(|Company { domains, products, .. }| {
                self.holders.with_value(|holders| run(draft, CustomerData { domains, products, holders }));
            });
        });
    }

    fn learn(self, found: Vec<UpnHolder>) {
        self.holders.update_value(|holders| {
            holders.extend(found.into_iter().map(|holder| (holder.upn_key.clone(), holder)));
        });
    }

    fn emails(self) -> Vec<String> {
        self.draft.with_untracked(|draft| {
            let file = draft.as_ref().map(|draft| &draft.file);
            let emails =
                file.into_iter().flat_map(|file| file.rows.iter().map(|row| file.cell(row, UploadColumn::Email)));
            // The check of the row reports a cell that is longer than any email.
            let is_email = |email: &String| !email.is_empty() && email.chars().count() <= TYPED_MAX;
            emails.map(address_key).filter(is_email).collect()
        })
    }

    /// The rows with errors.
    pub fn wrong(self) -> Vec<usize> {
        self.checked.with_untracked(|checked| checked.places(false))
    }

    /// The entries of all rows except these.
    pub fn entries(self, left_out: &[usize]) -> Vec<UserEntry> {
        self.draft.with_untracked(|draft| {
            let asked = |UploadDraft { ids, others, .. }: &UploadDraft| {
                self.checked.with_untracked(|checked| checked.entries_but(left_out, ids, others))
            };
            draft.as_ref().map(asked).unwrap_or_default()
        })
    }
}
