//! Requests about people and groups: whether one is under way, and its answer.

use crate::api::people::{LinkReply, MadeLink, PeopleReply};
use crate::error::ApiError;
use domain::access::person::{People, PersonRefused};
use leptos::prelude::*;

/// Whether a request is under way, and why the latest one changed nothing. `Why` is why a person or a group is not
/// changed. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct Sending<Why: Send + Sync + 'static> {
    /// Whether a request is under way.
    pub busy: RwSignal<bool>,
    /// Why the latest request failed.
    pub failed: RwSignal<Option<ApiError>>,
    /// Why the latest request was refused, by the browser or the server.
    pub refused: RwSignal<Option<Why>>,
}

/// A reply of either kind.
pub enum Answer<Why> {
    /// It was done.
    Done {
        /// The people as they are now.
        people: People,
        /// A new link.
        link: Option<MadeLink>,
    },
    /// It was refused.
    Refused(Why),
}

impl<Why: Copy + Send + Sync> Sending<Why> {
    /// Nothing is under way.
    pub fn begin() -> Self {
        Self { busy: RwSignal::new(false), failed: RwSignal::new(None), refused: RwSignal::new(None) }
    }

    /// Forgets why the latest request changed nothing.
    pub fn clear(self) {
        self.failed.set(None);
        self.refused.set(None);
    }
}

impl<Why> From<PeopleReply<Why>> for Answer<Why> {
    fn from(reply: PeopleReply<Why>) -> Self {
        match reply {
            PeopleReply::Done(people) => Self::Done { people, link: None },
            PeopleReply::Refused(refused) => Self::Refused(refused),
        }
    }
}

impl From<LinkReply> for Answer<PersonRefused> {
    fn from(reply: LinkReply) -> Self {
        match reply {
            LinkReply::Made { link, people } => Self::Done { people, link: Some(link) },
            LinkReply::Refused(refused) => Self::Refused(refused),
        }
    }
}
