//! What was asked, and what was answered.

use domain::console::passwords::HandedOut;
use domain::console::purchase::BuyReply;
use domain::console::save::SaveReply;
use domain::ids::{OperationId, OrderId};
use serde_json::Value;
use std::sync::{Mutex, MutexGuard};
use uuid::Uuid;

/// What a request asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Save,
    Undo,
    Buy,
    /// Users are blocked, deleted, restored or deleted permanently.
    Accounts,
    /// Users are added or edited.
    Entries,
}

impl Kind {
    /// The server function that does it.
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

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    Operation(OperationId),
    Order(OrderId),
    /// It was refused, and wrote nothing.
    Nothing,
}

/// A request under its key.
#[derive(Debug, Clone)]
pub struct Asked {
    pub kind: Kind,
    pub key: Uuid,
    /// The arguments of the server function, the same whenever it is sent.
    pub arguments: Value,
    /// How many users or seats it names; of an undo that is not known.
    pub number: Option<i64>,
    /// What was answered.
    pub became: Option<Became>,
}

impl Asked {
    /// What an answer says. Nothing while somebody is still working on it.
    pub fn read(&self, answer: Value) -> Option<Became> {
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

/// What was handed out for the users of an operation.
pub struct Given {
    pub operation: OperationId,
    pub out: HandedOut,
}

/// Every request of all rounds, in the order in which they were first sent, and all that was handed out.
#[derive(Default)]
pub struct Journal {
    asked: Mutex<Vec<Asked>>,
    given: Mutex<Vec<Given>>,
}

impl Journal {
    /// Notes a request before it is sent; gives its place.
    pub fn ask(&self, asked: Asked) -> usize {
        let mut all = self.all();
        all.push(asked);
        all.len() - 1
    }

    /// Notes what was answered.
    pub fn answer(&self, place: usize, became: Became) {
        self.all()[place].became = Some(became);
    }

    /// Requests without an answer, with their places.
    pub fn unanswered(&self) -> Vec<(usize, Asked)> {
        let all = self.all().clone();
        all.into_iter().enumerate().filter(|(_, asked)| asked.became.is_none()).collect()
    }

    /// All operations that were acknowledged.
    pub fn operations(&self) -> Vec<OperationId> {
        self.operations_where(|_| true)
    }

    /// Those that add users or reset passwords.
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

    /// Everything so far.
    pub fn all(&self) -> MutexGuard<'_, Vec<Asked>> {
        self.asked.lock().unwrap()
    }

    /// Everything that was handed out so far.
    pub fn given(&self) -> MutexGuard<'_, Vec<Given>> {
        self.given.lock().unwrap()
    }
}
