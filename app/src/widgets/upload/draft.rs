//! The rows of a file as read and corrected, before they are saved. The browser stores them. A reload or a failed save loses
//! nothing.

use crate::state::send_once::Keyed;
use crate::state::storage;
use domain::console::reason::Reason;
use domain::ids::{CustomerId, IdempotencyKey, OperationId, UserId};
use domain::rules::plan::PlanDigest;
use domain::upload::check::ForOthers;
use domain::upload::code_page::CodePage;
use domain::upload::column::UploadColumn;
use domain::upload::error::FileError;
use domain::upload::file::{FileRow, UploadFile};
use domain::upload::row::RowAction;
use serde::{Deserialize, Serialize};

/// A file with all choices for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadDraft {
    /// The file's name.
    pub name: String,
    /// The action for rows that name none.
    pub action: RowAction,
    /// The code page of the file. `None` for a file in Unicode.
    #[serde(default)]
    pub read_as: Option<ReadAs>,
    /// The rows with the corrections.
    pub file: UploadFile,
    /// An id for each row. A new user gets it.
    pub ids: Vec<UserId>,
    /// The choices for rows that leave something open.
    pub others: ForOthers,
    /// Whether rows with errors are left out.
    pub leave_out: bool,
    /// The save that was sent and got no answer (`state/send_once.rs`).
    pub sent: Option<Sent>,
    /// The earlier save that left these rows out, if there was one.
    #[serde(default)]
    pub rest_of: Option<OperationId>,
}

/// The code page that a file was read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAs {
    /// The code page.
    pub page: CodePage,
    /// Whether the server guessed it.
    pub guessed: bool,
}

/// A save that was sent. With the draft it makes the whole request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The key.
    pub key: IdempotencyKey,
    /// The plan that the person saw.
    pub digest: PlanDigest,
    /// The reason, if there is one.
    pub reason: Option<Reason>,
    /// The rows that were left out. All other rows were sent.
    #[serde(default)]
    pub left_out: Vec<usize>,
}

impl UploadDraft {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// The reason why the file can't be read. `None` means that the browser can't make ids.
    pub fn read(
        name: String,
        text: &str,
        read_as: Option<ReadAs>,
        action: RowAction,
    ) -> Result<Self, Option<FileError>> {
        let file = UploadFile::read(text)?;
        let has = |column| file.columns.contains(&column);
        if action == RowAction::Add && !has(UploadColumn::DisplayName) && !has(UploadColumn::Action) {
            return Err(Some(FileError::Missing(vec![UploadColumn::DisplayName])));
        }
        let fresh = |_: &FileRow| storage::fresh_id()?.parse().ok();
        let ids = file.rows.iter().map(fresh).collect::<Option<Vec<UserId>>>().ok_or(None)?;
        let others = ForOthers::default();
        Ok(Self { name, action, read_as, file, ids, others, leave_out: false, sent: None, rest_of: None })
    }

    /// A draft of the rows that a save left out. `None` means that there are none.
    pub fn rest(&self, left_out: &[usize], saved: OperationId) -> Option<Self> {
        let file = UploadFile { rows: those(&self.file.rows, left_out), ..self.file.clone() };
        let ids = those(&self.ids, left_out);
        let rest = Self { file, ids, leave_out: false, sent: None, rest_of: Some(saved), ..self.clone() };
        (!rest.file.rows.is_empty()).then_some(rest)
    }
}

impl Keyed for Sent {
    fn key(&self) -> IdempotencyKey {
        self.key
    }
}

fn those<T: Clone>(all: &[T], places: &[usize]) -> Vec<T> {
    places.iter().filter_map(|at| all.get(*at).cloned()).collect()
}

/// The stored draft of a customer.
pub fn kept(customer: CustomerId) -> Option<UploadDraft> {
    storage::load(&key(customer))
}

/// The number of stored rows that this save left out.
pub fn left_out(customer: CustomerId, saved: OperationId) -> usize {
    kept(customer).filter(|draft| draft.rest_of == Some(saved)).map_or(0, |draft| draft.file.rows.len())
}

/// Stores a draft for a customer, or removes the stored one. False means that the browser has no room for it.
pub fn keep(customer: CustomerId, draft: Option<&UploadDraft>) -> bool {
    match draft {
        Some(draft) if storage::save_if_room(&key(customer), draft) => true,
        Some(_) => {
            // An old draft must not come back in its place.
            storage::forget(&key(customer));
            false
        }
        None => {
            storage::forget(&key(customer));
            true
        }
    }
}

fn key(customer: CustomerId) -> String {
    format!("upload:{customer}")
}
