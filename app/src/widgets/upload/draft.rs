//! What was read from a file and corrected, and not saved yet. The browser keeps it: a reload or a failed save loses
//! nothing.

use crate::state::storage;
use domain::console::reason::Reason;
use domain::ids::{CustomerId, IdempotencyKey, UserId};
use domain::rules::plan::PlanDigest;
use domain::upload::check::ForOthers;
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
}

impl Draft {
    /// Reads a file.
    ///
    /// # Errors
    /// Why it can't be read; `None` where the browser makes no ids.
    pub fn read(name: String, bytes: &[u8], action: Action) -> Result<Self, Option<FileError>> {
        let file = UploadFile::read(bytes)?;
        let has = |column| file.columns.contains(&column);
        if action == Action::Add && !has(Column::DisplayName) && !has(Column::Action) {
            return Err(Some(FileError::Missing(vec![Column::DisplayName])));
        }
        let fresh = |_: &FileRow| storage::fresh_id()?.parse().ok();
        let ids = file.rows.iter().map(fresh).collect::<Option<Vec<UserId>>>().ok_or(None)?;
        Ok(Self { name, action, file, ids, others: ForOthers::default(), leave_out: false, sent: None })
    }

    /// What identifies a save of this plan: as before if it is the same, else with a fresh key, if there can be one.
    pub fn sending(&self, digest: PlanDigest, reason: Option<Reason>) -> Option<Sent> {
        match &self.sent {
            Some(sent) if sent.digest == digest && sent.reason == reason => Some(sent.clone()),
            _ => Some(Sent { key: storage::fresh_id()?.parse().ok()?, digest, reason }),
        }
    }
}

/// What was kept for a customer.
pub fn kept(customer: CustomerId) -> Option<Draft> {
    storage::load(&key(customer))
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
