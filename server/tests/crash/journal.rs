//! A record of requests and their answers.

use super::console::Heard;
use super::crew::Caller;
use domain::console::passwords::HandedOut;
use domain::console::purchase::BuyReply;
use domain::console::save::SaveReply;
use domain::ids::{OperationId, OrderId};
use serde_json::Value;
use std::sync::{Mutex, MutexGuard};
use uuid::Uuid;

/// The kind of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Save,
    Undo,
    Buy,
    /// Blocks, deletes, restores or permanently deletes users, and the like.
    Accounts,
    /// Adds or edits users.
    Entries,
}

impl Kind {
    /// The server function for it.
    pub fn function(self) -> &'static str {
        match self {
            Self::Save => "licenses/save",
            Self::Undo => "operations/undo",
            Self::Buy => "purchases/buy",
            Self::Accounts => "accounts/change",
            Self::Entries => "entries/save",
        }
    }
}

/// The result of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    Operation(OperationId),
    Order(OrderId),
    /// The request was refused and wrote nothing.
    Nothing,
    /// The caller may not do this. Nothing was written.
    Denied,
}

impl Became {
    /// Whether something was written.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Operation(_) | Self::Order(_))
    }
}

/// A request with its key.
#[derive(Debug, Clone)]
pub struct Asked {
    pub kind: Kind,
    pub who: Caller,
    pub key: Uuid,
    /// The arguments of the server function, the same each time it is sent.
    pub arguments: Value,
    /// The number of users or seats it names; unknown for an undo.
    pub number: Option<i64>,
    /// The result, once answered.
    pub became: Option<Became>,
}

impl Asked {
    /// The result of a call. `None` while the request is in progress. Only what the caller may not do is denied.
    pub fn hear(&self, heard: Heard) -> Option<Became> {
        assert_eq!(heard == Heard::Denied, !self.who.may(self.kind, &self.arguments), "{heard:?} to {self:?}");
        match heard {
            Heard::Answer(answer) => self.read(answer),
            Heard::Denied => Some(Became::Denied),
        }
    }

    fn read(&self, answer: Value) -> Option<Became> {
        if self.kind == Kind::Buy {
            return match serde_json::from_value(answer).unwrap() {
                BuyReply::Ordered(order) => Some(Became::Order(order.id)),
                BuyReply::InFlight => None,
                BuyReply::NotOwned | BuyReply::KeyReused | BuyReply::ReasonMissing => Some(Became::Nothing),
            };
        }
        match serde_json::from_value(answer).unwrap() {
            SaveReply::Saved(operation) => Some(Became::Operation(operation)),
            SaveReply::InFlight => None,
            _ => Some(Became::Nothing),
        }
    }
}

/// Secrets handed out for the users of an operation.
pub struct Given {
    pub operation: OperationId,
    pub out: HandedOut,
}

/// Every request of all rounds, in the order first sent, and everything handed out.
#[derive(Default)]
pub struct Journal {
    asked: Mutex<Vec<Asked>>,
    given: Mutex<Vec<Given>>,
}

impl Journal {
    /// Records a request before it is sent. Returns its place.
    pub fn ask(&self, asked: Asked) -> usize {
        let mut all = self.all();
        all.push(asked);
        all.len() - 1
    }

    /// Records the result of a request.
    pub fn answer(&self, place: usize, became: Became) {
        self.all()[place].became = Some(became);
    }

    /// Requests without an answer, with their places.
    pub fn unanswered(&self) -> Vec<(usize, Asked)> {
        let all = self.all().clone();
        all.into_iter().enumerate().filter(|(_, asked)| asked.became.is_none()).collect()
    }

    /// All acknowledged operations.
    pub fn operations(&self) -> Vec<OperationId> {
        self.operations_where(|_| true)
    }

    /// Acknowledged operations that add users or reset passwords.
    pub fn operations_giving_passwords(&self) -> Vec<OperationId> {
        self.operations_where(|asked| {
            let request = &asked.arguments["request"];
            match asked.kind {
                Kind::Entries => request["kind"] != "Edit",
                Kind::Accounts => request["change"] == "Reset",
                Kind::Save | Kind::Undo | Kind::Buy => false,
            }
        })
    }

    fn operations_where(&self, is: impl Fn(&Asked) -> bool) -> Vec<OperationId> {
        let operation = |asked: &Asked| match asked.became {
            Some(Became::Operation(id)) => Some(id),
            _ => None,
        };
        self.all().iter().filter(|asked| is(asked)).filter_map(operation).collect()
    }

    /// All requests so far.
    pub fn all(&self) -> MutexGuard<'_, Vec<Asked>> {
        self.asked.lock().unwrap()
    }

    /// Everything handed out so far.
    pub fn given(&self) -> MutexGuard<'_, Vec<Given>> {
        self.given.lock().unwrap()
    }
}
