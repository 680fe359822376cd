//! The relationships shown, the dialogs about them, and sending changes.

use super::command::RelationshipCommand;
use crate::api::relationships::{AskReply, RelationshipsReply, ResellerReply, list_relationships};
use crate::error::ApiError;
use crate::state::session::denied;
use crate::state::toasts::{Toasts, use_toasts};
use crate::text::relationships as words;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use crate::widgets::people::link::NewLink;
use domain::access::permission::Permission;
use domain::access::relationship::{CustomerRelationships, Relationship};
use domain::ids::{CustomerId, RelationshipId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The relationships with a customer and what is done with them. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct Managing {
    /// The customer.
    pub customer: CustomerId,
    /// The relationships, as the latest reply says.
    pub shown: Memo<CustomerRelationships>,
    /// Why the signed-in person can't change them.
    pub denied: Memo<Option<String>>,
    /// The form for a new relationship.
    pub form: RwSignal<bool>,
    /// The form for an assignment.
    pub assign: DialogAbout<Relationship>,
    /// The question before a command.
    pub question: DialogAbout<RelationshipCommand>,
    /// The link for the customer.
    pub link: DialogAbout<NewLink>,
    /// Whether a request is under way.
    pub busy: RwSignal<bool>,
    /// Why the latest request failed.
    pub failed: RwSignal<Option<ApiError>>,
    /// Why the latest request was refused, by the browser or the server.
    pub refused: RwSignal<Option<Refused>>,
    changed: RwSignal<Option<CustomerRelationships>>,
    toasts: Toasts,
}

/// Why a change was refused, in words that a person can act on, and the field it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The words.
    pub words: String,
    /// The id of the field, if it is about one.
    pub field: Option<&'static str>,
}

/// A reply of any kind.
pub enum Answer {
    /// It was done.
    Done {
        /// The relationships as they are now.
        relationships: CustomerRelationships,
        /// The path of a new link, and its expiry.
        link: Option<(String, i64)>,
    },
    /// It was refused.
    Refused(Refused),
}

impl Managing {
    /// Begins with loaded relationships. No dialog is open.
    pub fn begin(customer: CustomerId, loaded: Memo<CustomerRelationships>) -> Self {
        let changed = RwSignal::new(None::<CustomerRelationships>);
        Self {
            customer,
            shown: Memo::new(move |_| changed.get().unwrap_or_else(|| loaded.get())),
            denied: denied(Permission::ManageRelationships),
            form: RwSignal::new(false),
            assign: DialogAbout::begin(),
            question: DialogAbout::begin(),
            link: DialogAbout::begin(),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            refused: RwSignal::new(None),
            changed,
            toasts: use_toasts(),
        }
    }

    /// A relationship, as it is now.
    pub fn one(self, id: RelationshipId) -> Option<Relationship> {
        self.shown.with(|shown| shown.relationships.iter().find(|one| one.id == id).cloned())
    }

    /// Forgets why the latest request changed nothing.
    pub fn clear(self) {
        self.failed.set(None);
        self.refused.set(None);
    }

    /// Asks the question before a command, or carries it out if it doesn't ask first.
    pub fn run(self, command: RelationshipCommand) {
        self.clear();
        if command.asks() { self.question.ask(command) } else { self.carry_out(command) }
    }

    /// Carries out a command and closes its question.
    pub fn carry_out(self, command: RelationshipCommand) {
        let (said, next) = (command.done(), command.focus_after());
        let name = command.relationship_name();
        self.send(command.send(self.customer), said, move |link| {
            self.question.open.set(false);
            if let Some(next) = next {
                request_animation_frame(move || focus(&next));
            }
            if let (Some(name), Some(link)) = (name, link) {
                self.show_link(&name, link);
            }
        });
    }

    /// Sends a request, unless one is under way. After success it shows the relationships of the reply and says `said`.
    /// `on_done` gets a new link, if the page is still there.
    pub fn send(
        self,
        ask: impl Future<Output = Result<Answer, ApiError>> + 'static,
        said: String,
        on_done: impl FnOnce(Option<(String, i64)>) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.clear();
        self.busy.set(true);
        spawn_local(async move {
            let answer = ask.await;
            let is_here = self.busy.try_set(false).is_none();
            match answer {
                Ok(Answer::Done { relationships, link }) => {
                    self.toasts.show(said);
                    if is_here {
                        on_done(link);
                        self.changed.set(Some(relationships));
                    }
                }
                Ok(Answer::Refused(refused)) => {
                    self.refused.try_set(Some(refused));
                    // The browser had allowed it, so somebody changed something meanwhile.
                    if let Ok(now) = list_relationships(self.customer).await {
                        self.changed.try_set(Some(now));
                    }
                }
                Err(error) => {
                    self.failed.try_set(Some(error));
                }
            }
        });
    }

    /// Shows the link of a request, once.
    pub fn show_link(self, name: &str, (path, expires): (String, i64)) {
        self.link.ask(NewLink {
            title: words::LINK_TITLE,
            says: words::send_link(name),
            note: Some(words::RECORDED_HERE),
            address: NewLink::address_of(&path),
            expires,
            mailed: false,
        });
    }
}

impl From<RelationshipsReply> for Answer {
    fn from(reply: RelationshipsReply) -> Self {
        match reply {
            RelationshipsReply::Done(relationships) => Self::Done { relationships, link: None },
            RelationshipsReply::Refused(refused) => Self::Refused(refused.into()),
        }
    }
}

impl From<ResellerReply> for Answer {
    fn from(reply: ResellerReply) -> Self {
        match reply {
            ResellerReply::Done(relationships) => Self::Done { relationships, link: None },
            ResellerReply::Refused(refused) => Self::Refused(Refused { words: refused.to_string(), field: None }),
        }
    }
}

impl From<AskReply> for Answer {
    fn from(reply: AskReply) -> Self {
        match reply {
            AskReply::Asked { path, expires, relationships } => {
                Self::Done { relationships, link: Some((path, expires)) }
            }
            AskReply::Refused(refused) => Self::Refused(refused.into()),
        }
    }
}
