//! The relationships shown, the dialogs about them, and sending changes.

use super::answer::{Refused, RelationshipAnswer};
use super::command::RelationshipCommand;
use crate::api::people::MadeLink;
use crate::api::relationships::list_relationships;
use crate::error::ApiError;
use crate::state::session::denied;
use crate::text::relationships as words;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use crate::widgets::people::link::NewLink;
use crate::widgets::people::sending::{Replies, Sending};
use domain::access::permission::Permission;
use domain::access::relationship::{CustomerRelationships, Relationship};
use domain::ids::{CustomerId, RelationshipId};
use leptos::prelude::*;

/// The relationships with a customer with the requests about them. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct ManagingRelationships {
    /// The customer.
    pub customer: CustomerId,
    /// The relationships, as the latest reply says.
    pub shown: Memo<CustomerRelationships>,
    /// Why the signed-in person can't change them.
    pub denied: Memo<Option<String>>,
    /// The form for a new relationship.
    pub form: DialogAbout<()>,
    /// The form for an assignment.
    pub assign: DialogAbout<Relationship>,
    /// The question before a command.
    pub question: DialogAbout<RelationshipCommand>,
    /// The link for the customer.
    pub link: DialogAbout<NewLink>,
    /// Sends all requests of the page.
    pub sending: Sending<Refused>,
    replies: Replies<CustomerRelationships>,
}

impl ManagingRelationships {
    /// Begins with loaded relationships. No dialog is open.
    pub fn begin(customer: CustomerId, loaded: Memo<CustomerRelationships>) -> Self {
        let replies = Replies::begin();
        Self {
            customer,
            shown: replies.shown(loaded),
            denied: denied(Permission::ManageRelationships),
            form: DialogAbout::begin(),
            assign: DialogAbout::begin(),
            question: DialogAbout::begin(),
            link: DialogAbout::begin(),
            sending: Sending::begin(),
            replies,
        }
    }

    /// A relationship, as it is now.
    pub fn one(self, id: RelationshipId) -> Option<Relationship> {
        self.shown.with(|shown| shown.relationships.iter().find(|one| one.id == id).cloned())
    }

    /// Forgets why the latest request changed nothing.
    pub fn clear(self) {
        self.sending.clear();
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
        ask: impl Future<Output = Result<RelationshipAnswer, ApiError>> + 'static,
        said: String,
        on_done: impl FnOnce(Option<MadeLink>) + 'static,
    ) {
        self.replies.send(self.sending, ask, list_relationships(self.customer), said, on_done);
    }

    /// Shows the link of a request, once.
    pub fn show_link(self, name: &str, link: MadeLink) {
        let MadeLink { path, expires, mailed } = link;
        self.link.ask(NewLink {
            title: words::LINK_TITLE,
            says: words::send_link(name),
            note: Some(words::RECORDED_HERE),
            address: NewLink::address_of(&path),
            expires,
            mailed,
        });
    }
}
