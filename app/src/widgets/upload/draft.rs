//! What was read from a file and corrected, and not saved yet. The browser keeps it: a reload or a failed save loses
//! nothing.

use crate::state::send_once::Keyed;
use crate::state::storage;
use domain::console::reason::Reason;
use domain::ids::{CustomerId, IdempotencyKey, OperationId, UserId};
use domain::rules::plan::PlanDigest;
use domain::upload::check::ForOthers;
use domain::upload::code_page::CodePage;
use domain::upload::error::FileError;
use domain::upload::file::{FileRow, UploadFile};
use domain::upload::layout::Column;
use domain::upload::row::Action;
use serde::{Deserialize, Serialize};

/// A file, read, with all that was chosen for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The file's name.
    pub name: String,
    /// What is done with its users, where a row does not say.
    pub action: Action,
    /// The code page in which it was read; none of a file in Unicode.
    #[serde(default)]
    pub read_as: Option<ReadAs>,
    /// Its rows, as corrected.
    pub file: UploadFile,
    /// An id for each row: that of the user if it is a new one.
    pub ids: Vec<UserId>,
    /// What is done where rows leave it open.
    pub others: ForOthers,
    /// Whether rows with errors are left out.
    pub leave_out: bool,
    /// A save that was sent and got no answer. Sent again as it was, it is done once.
    pub sent: Option<Sent>,
    /// The save that left these rows out, if they are such.
    #[serde(default)]
    pub rest_of: Option<OperationId>,
}

/// In which code page a file was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAs {
    /// The code page.
    pub page: CodePage,
    /// Whether it was guessed and not chosen.
    pub guessed: bool,
}

/// By what a save is known again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Its key.
    pub key: IdempotencyKey,
    /// The plan that the person saw.
    pub digest: PlanDigest,
    /// Why, if it was said.
    pub reason: Option<Reason>,
    /// The rows that it left out: what the others ask is what was sent.
    #[serde(default)]
    pub left_out: Vec<usize>,
}

impl Draft {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// Why it can't be read; `None` where the browser makes no ids.
    pub fn read(name: String, text: &str, read_as: Option<ReadAs>, action: Action) -> Result<Self, Option<FileError>> {
        let file = UploadFile::read(text)?;
        let has = |column| file.columns.contains(&column);
        if action == Action::Add && !has(Column::DisplayName) && !has(Column::Action) {
            return Err(Some(FileError::Missing(vec![Column::DisplayName])));
        }
        let fresh = |_: &FileRow| storage::fresh_id()?.parse().ok();
        let ids = file.rows.iter().map(fresh).collect::<Option<Vec<UserId>>>().ok_or(None)?;
        let others = ForOthers::default();
        Ok(Self { name, action, read_as, file, ids, others, leave_out: false, sent: None, rest_of: None })
    }

    /// The rows that a save left out, to be corrected and saved after it; none if there are none.
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

/// What was kept for a customer.
pub fn kept(customer: CustomerId) -> Option<Draft> {
    storage::load(&key(customer))
}

/// How many rows are kept that this save left out.
pub fn left_out(customer: CustomerId, saved: OperationId) -> usize {
    kept(customer).filter(|draft| draft.rest_of == Some(saved)).map_or(0, |draft| draft.file.rows.len())
}

/// Keeps a draft for a customer, or forgets what was kept. False where the browser has no room for it.
pub fn keep(customer: CustomerId, draft: Option<&Draft>) -> bool {
    match draft {
        Some(draft) if storage::save_if_room(&key(customer), draft) => true,
        Some(_) => {
            // An old one must not come back in its place.
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
