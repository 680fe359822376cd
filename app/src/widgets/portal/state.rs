//! The portal shown to the partner, the dialogs about its people, and sending changes.

use crate::api::portal::{
    PortalReply, PortalView, TemporaryReply, add_portal_person, change_portal_person, get_portal,
    require_portal_second_factor, reset_portal_person, switch_portal,
};
use crate::error::ApiError;
use crate::text::second_factor::ROLES_SAVED;
use crate::text::{people, portal as words};
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use crate::widgets::people::sending::{self, Replies, Sending};
use domain::access::portal::{PortalChange, PortalForm, PortalPerson, PortalRefused, check_lets_in};
use domain::access::portal_role::PortalRole;
use domain::access::second_factor::RequiredRoles;
use domain::directory::password::Secret;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// The button that adds a person. It gets the focus when a row is gone.
pub const ADD_ID: &str = "add-portal-person";
/// The button that switches the portal.
pub const SWITCH_ID: &str = "switch-portal";

/// A command that asks first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortalCommand {
    /// Switches the portal off.
    SwitchOff,
    /// Keeps a person from signing in.
    Block(PortalPerson),
    /// Removes a person.
    Remove(PortalPerson),
    /// Gives a person another temporary password.
    Reset(PortalPerson),
    /// Removes the second factor of a person who has lost it.
    RemoveSecondFactor(PortalPerson),
}

/// The subject of the form: a person, or somebody new.
pub type FormOf = Option<PortalPerson>;

/// A temporary password, kept only while it is shown.
#[derive(Clone)]
pub struct ShownPassword {
    /// Whose.
    pub sign_in_name: String,
    /// The password.
    pub password: Secret,
    /// Until when it can be used (UTC, epoch milliseconds).
    pub until: i64,
}

/// The portal with the requests about it. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct ManagingPortal {
    /// The customer.
    pub customer: CustomerId,
    /// The portal, as the latest reply says.
    pub view: Memo<PortalView>,
    /// The form of a person.
    pub form: DialogAbout<FormOf>,
    /// The question before a command.
    pub question: DialogAbout<PortalCommand>,
    /// A temporary password.
    pub password: DialogAbout<ShownPassword>,
    /// Sends a request that doesn't ask first.
    pub direct: Sending<PortalRefused>,
    replies: Replies<PortalView>,
}

/// A reply of any kind.
type PortalAnswer = sending::Answer<PortalRefused, PortalView, ShownPassword>;

impl ManagingPortal {
    /// Begins with a loaded portal. No dialog is open.
    pub fn begin(customer: CustomerId, loaded: PortalView) -> Self {
        let replies = Replies::begin();
        Self {
            customer,
            view: replies.shown(Memo::new(move |_| loaded.clone())),
            form: DialogAbout::begin(),
            question: DialogAbout::begin(),
            password: DialogAbout::begin(),
            direct: Sending::begin(),
            replies,
        }
    }

    /// Why the signed-in person can't give this role, or manage people with it.
    pub fn why_not(self, role: PortalRole) -> Option<String> {
        let gives = self.view.with(|view| view.gives.contains(&role));
        (!gives).then(|| PortalRefused::Beyond(role).to_string())
    }

    /// Why the signed-in person can't switch the portal on.
    pub fn why_not_on(self) -> Option<String> {
        self.view
            .with(|view| match view.portal.is_on {
                true => None,
                false => check_lets_in(&view.portal.people, |role| view.gives.contains(&role)).err(),
            })
            .map(|refused| refused.to_string())
    }

    /// Switches the portal on, or asks before switching it off.
    pub fn switch(self) {
        if self.view.with_untracked(|view| view.portal.is_on) {
            self.question.ask(PortalCommand::SwitchOff);
        } else {
            let ask = async move { switch_portal(self.customer, true).await.map(PortalAnswer::from) };
            self.send(self.direct, ask, words::SWITCHED_ON.to_owned(), || focus(SWITCH_ID));
        }
    }

    /// Lets a person sign in again.
    pub fn allow(self, person: PortalPerson) {
        let said = words::changed(&person.name);
        let ask = async move {
            change_portal_person(self.customer, person.id, PortalChange::Allow).await.map(PortalAnswer::from)
        };
        self.send(self.direct, ask, said, || ());
    }

    /// Saves the roles that need a second factor.
    pub fn require_second_factor(self, sending: Sending<PortalRefused>, roles: RequiredRoles<PortalRole>) {
        let ask = async move { require_portal_second_factor(self.customer, roles).await.map(PortalAnswer::from) };
        self.send(sending, ask, ROLES_SAVED.to_owned(), || ());
    }

    /// Carries out a command and closes its question.
    pub fn carry_out(self, sending: Sending<PortalRefused>, command: PortalCommand) {
        let said = match &command {
            PortalCommand::SwitchOff => words::SWITCHED_OFF.to_owned(),
            PortalCommand::Block(person) | PortalCommand::Remove(person) | PortalCommand::Reset(person) => {
                words::changed(&person.name)
            }
            PortalCommand::RemoveSecondFactor(person) => people::second_factor_removed(&person.name),
        };
        // The clicked button is gone then.
        let next = match &command {
            PortalCommand::Remove(_) | PortalCommand::RemoveSecondFactor(_) => Some(ADD_ID),
            _ => None,
        };
        let customer = self.customer;
        let ask = async move {
            match command {
                PortalCommand::SwitchOff => switch_portal(customer, false).await.map(PortalAnswer::from),
                PortalCommand::Block(person) => {
                    change_portal_person(customer, person.id, PortalChange::Block).await.map(PortalAnswer::from)
                }
                PortalCommand::Remove(person) => {
                    change_portal_person(customer, person.id, PortalChange::Remove).await.map(PortalAnswer::from)
                }
                PortalCommand::RemoveSecondFactor(person) => {
                    change_portal_person(customer, person.id, PortalChange::RemoveSecondFactor)
                        .await
                        .map(PortalAnswer::from)
                }
                PortalCommand::Reset(person) => reset_portal_person(customer, person.id).await.map(PortalAnswer::from),
            }
        };
        self.send(sending, ask, said, move || {
            self.question.open.set(false);
            if let Some(next) = next {
                request_animation_frame(move || focus(next));
            }
        });
    }

    /// Saves the form of a person; without one, adds somebody.
    pub fn save(self, sending: Sending<PortalRefused>, person: FormOf, form: PortalForm) {
        let (customer, said) = (self.customer, words::changed(&form.name));
        let ask = async move {
            match person {
                Some(person) => {
                    change_portal_person(customer, person.id, PortalChange::Edit(form)).await.map(PortalAnswer::from)
                }
                None => add_portal_person(customer, form).await.map(PortalAnswer::from),
            }
        };
        self.send(sending, ask, said, move || self.form.open.set(false));
    }

    /// Sends a request, unless one is under way. After success it shows the portal of the reply, and a password.
    fn send(
        self,
        sending: Sending<PortalRefused>,
        ask: impl Future<Output = Result<PortalAnswer, ApiError>> + 'static,
        said: String,
        on_done: impl FnOnce() + 'static,
    ) {
        self.replies.send(sending, ask, get_portal(self.customer), said, move |password| {
            on_done();
            if let Some(password) = password {
                self.password.ask(password);
            }
        });
    }
}

fn done(shown: PortalView) -> PortalAnswer {
    PortalAnswer::Done { shown, made: None }
}

impl From<PortalReply> for PortalAnswer {
    fn from(reply: PortalReply) -> Self {
        match reply {
            PortalReply::Done(view) => done(view),
            PortalReply::Refused(refused) => Self::Refused(refused),
        }
    }
}

impl From<TemporaryReply> for PortalAnswer {
    fn from(reply: TemporaryReply) -> Self {
        match reply {
            TemporaryReply::Made { sign_in_name, password, until, view } => {
                Self::Done { shown: view, made: Some(ShownPassword { sign_in_name, password, until }) }
            }
            TemporaryReply::Refused(refused) => Self::Refused(refused),
        }
    }
}
