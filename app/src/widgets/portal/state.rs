//! The portal shown to the partner, the dialogs about its people, and sending changes.

use crate::api::portal::{
    PortalReply, PortalView, TemporaryReply, add_portal_person, change_portal_person, get_portal, reset_portal_person,
    switch_portal,
};
use crate::error::ApiError;
use crate::state::toasts::{Toasts, use_toasts};
use crate::text::portal as words;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use crate::widgets::people::sending::Sending;
use domain::access::portal::{PortalChange, PortalForm, PortalPerson, PortalRefused, PortalRole};
use domain::directory::password::Secret;
use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos::task::spawn_local;

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
}

/// Whom the form is about: somebody new, or a person.
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

/// The portal and what is done with it. All fields are handles, so copying it is cheap.
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
    /// Sends what doesn't ask first.
    pub direct: Sending<PortalRefused>,
    changed: RwSignal<Option<PortalView>>,
    toasts: Toasts,
}

/// A reply of any kind.
pub enum Answer {
    /// It was done.
    Done(PortalView),
    /// It was done, and there is a password.
    Password(PortalView, ShownPassword),
    /// It was refused.
    Refused(PortalRefused),
}

impl ManagingPortal {
    /// Begins with a loaded portal. No dialog is open.
    pub fn begin(customer: CustomerId, loaded: PortalView) -> Self {
        let changed = RwSignal::new(None::<PortalView>);
        Self {
            customer,
            view: Memo::new(move |_| changed.get().unwrap_or_else(|| loaded.clone())),
            form: DialogAbout::begin(),
            question: DialogAbout::begin(),
            password: DialogAbout::begin(),
            direct: Sending::begin(),
            changed,
            toasts: use_toasts(),
        }
    }

    /// Why the signed-in person can't give this role, or manage who has it.
    pub fn why_not(self, role: PortalRole) -> Option<String> {
        let gives = self.view.with(|view| view.gives.contains(&role));
        (!gives).then(|| PortalRefused::Beyond(role).to_string())
    }

    /// Switches the portal on, or asks before switching it off.
    pub fn switch(self) {
        if self.view.with_untracked(|view| view.portal.is_on) {
            self.question.ask(PortalCommand::SwitchOff);
        } else {
            let ask = async move { switch_portal(self.customer, true).await.map(Answer::Done) };
            self.send(self.direct, ask, words::SWITCHED_ON.to_owned(), || focus(SWITCH_ID));
        }
    }

    /// Lets a person sign in again.
    pub fn allow(self, person: PortalPerson) {
        let said = words::changed(&person.name);
        let ask =
            async move { change_portal_person(self.customer, person.id, PortalChange::Allow).await.map(Answer::from) };
        self.send(self.direct, ask, said, || ());
    }

    /// Carries out a command and closes its question.
    pub fn carry_out(self, sending: Sending<PortalRefused>, command: PortalCommand) {
        let said = match &command {
            PortalCommand::SwitchOff => words::SWITCHED_OFF.to_owned(),
            PortalCommand::Block(person) | PortalCommand::Remove(person) | PortalCommand::Reset(person) => {
                words::changed(&person.name)
            }
        };
        let next = match &command {
            PortalCommand::Remove(_) => Some(ADD_ID),
            _ => None,
        };
        let customer = self.customer;
        let ask = async move {
            match command {
                PortalCommand::SwitchOff => switch_portal(customer, false).await.map(Answer::Done),
                PortalCommand::Block(person) => {
                    change_portal_person(customer, person.id, PortalChange::Block).await.map(Answer::from)
                }
                PortalCommand::Remove(person) => {
                    change_portal_person(customer, person.id, PortalChange::Remove).await.map(Answer::from)
                }
                PortalCommand::Reset(person) => reset_portal_person(customer, person.id).await.map(Answer::from),
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
                    change_portal_person(customer, person.id, PortalChange::Edit(form)).await.map(Answer::from)
                }
                None => add_portal_person(customer, form).await.map(Answer::from),
            }
        };
        self.send(sending, ask, said, move || self.form.open.set(false));
    }

    /// Sends a request, unless one is under way. After success it shows the portal of the reply, and a password.
    fn send(
        self,
        sending: Sending<PortalRefused>,
        ask: impl Future<Output = Result<Answer, ApiError>> + 'static,
        said: String,
        on_done: impl FnOnce() + 'static,
    ) {
        if sending.busy.get_untracked() {
            return;
        }
        sending.clear();
        sending.busy.set(true);
        spawn_local(async move {
            let answer = ask.await;
            let is_here = sending.busy.try_set(false).is_none();
            let (view, password) = match answer {
                Ok(Answer::Done(view)) => (view, None),
                Ok(Answer::Password(view, password)) => (view, Some(password)),
                Ok(Answer::Refused(refused)) => {
                    sending.refused.try_set(Some(refused));
                    if let Ok(view) = get_portal(self.customer).await {
                        self.changed.try_set(Some(view));
                    }
                    return;
                }
                Err(error) => {
                    sending.failed.try_set(Some(error));
                    return;
                }
            };
            self.toasts.show(said);
            if is_here {
                self.changed.set(Some(view));
                on_done();
                if let Some(password) = password {
                    self.password.ask(password);
                }
            }
        });
    }
}

impl From<PortalReply> for Answer {
    fn from(reply: PortalReply) -> Self {
        match reply {
            PortalReply::Done(view) => Self::Done(view),
            PortalReply::Refused(refused) => Self::Refused(refused),
        }
    }
}

impl From<TemporaryReply> for Answer {
    fn from(reply: TemporaryReply) -> Self {
        match reply {
            TemporaryReply::Made { sign_in_name, password, until, view } => {
                Self::Password(view, ShownPassword { sign_in_name, password, until })
            }
            TemporaryReply::Refused(refused) => Self::Refused(refused),
        }
    }
}
