//! The dialog that invites people: one, or several at once with the same duties.

use super::custom_draft::TypedDuties;
use super::duties::DutiesIds;
use super::fields::{LinesField, TextField};
use super::links::NewLinks;
use super::managing::ManagingPeople;
use super::send_form::{FieldsForm, SendDialog};
use super::sending::{Answer, Sending};
use super::typed::Typed;
use super::typed_invitations::{InvitationDraft, InviteField, NotInvited, TypedInvitations, with_line};
use crate::api::people::{InviteReply, MadeLink, invite_people};
use crate::text::people as words;
use domain::access::invitation_form::InvitationForm;
use domain::access::invited_addresses::{ADDRESSES_MAX, read};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// The ids of the parts for roles and custom permissions.
pub const IDS: DutiesIds = DutiesIds {
    kind: "invite-access",
    roles: InviteField::Roles.id(),
    actions: InviteField::Actions.id(),
    reach: "invite-reach",
    customers: InviteField::Customers.id(),
};

/// The dialog.
#[component]
pub fn InviteDialog(managing: ManagingPeople) -> impl IntoView {
    let sending = Sending::begin();
    let title = |(): &()| words::INVITE_PERSON.to_owned();
    let content = Callback::new(move |()| view! { <Form managing sending/> }.into_any());
    view! { <SendDialog dialog=managing.invite sending title content/> }
}

#[component]
fn Form(managing: ManagingPeople, sending: Sending<NotInvited>) -> impl IntoView {
    let typed = Typed::begin(InvitationDraft::default(), sending);
    let duties = managing.people.with_untracked(|people| TypedDuties::begin(None, &people.customers));
    let on_send = Callback::new(move |()| send(managing, typed, duties));
    view! {
        <FieldsForm open=managing.invite.open sending send=words::INVITE busy=words::INVITING on_send>
            <TextField
                id=InviteField::Name.id()
                label=words::NAME
                value=typed.value(|draft| draft.name.clone())
                on_input=typed.on_change(InviteField::Name.id(), |draft, name| draft.name = name)
                error=sending.error(InviteField::Name.id())
            />
            <LinesField
                id=InviteField::Addresses.id()
                label=words::SIGN_IN_NAMES
                value=typed.value(|draft| draft.addresses.clone())
                on_input=typed
                    .on_change(InviteField::Addresses.id(), |draft, addresses| draft.addresses = addresses)
                error=sending.error(InviteField::Addresses.id())
                hint=words::SIGN_IN_NAMES_HINT
                max=ADDRESSES_MAX
            />
            {typed.duties_field(IDS, duties, "")}
        </FieldsForm>
    }
}

/// Reads the typed values, and invites the people.
fn send(managing: ManagingPeople, typed: TypedInvitations, duties: TypedDuties) {
    managing.invite_if_read(typed.sending, managing.invite.open, || {
        let draft = typed.form.get_untracked();
        let named = read(&draft.name, &draft.addresses)?;
        let (roles, custom) = duties.read(draft.roles)?;
        let all = named.iter().map(with_line).collect();
        let people = named.into_iter().map(|named| named.invitee).collect();
        let tenant = managing.tenant.get_untracked();
        Ok((InvitationForm { people, roles, custom, tenant, ..InvitationForm::default() }, all))
    });
}

/// The answer of the reply. Puts the links where they are shown from.
fn answer(reply: InviteReply, all: &[String], made: &RefCell<Vec<MadeLink>>) -> Answer<NotInvited> {
    match reply {
        InviteReply::Made { links, people } => {
            made.replace(links);
            Answer::Done { shown: people, made: None }
        }
        InviteReply::Refused(refused) => Answer::Refused(NotInvited::of(refused, all)),
    }
}

impl ManagingPeople {
    /// Invites people and closes their dialog, unless the form can't be read or the rule refuses it. `read` also tells how a refusal
    /// names each of them.
    pub fn invite_if_read(
        self,
        sending: Sending<NotInvited>,
        dialog: RwSignal<bool>,
        read: impl FnOnce() -> Result<(InvitationForm, Vec<String>), NotInvited>,
    ) {
        if sending.busy.get_untracked() {
            return;
        }
        sending.clear();
        let (form, all) = match read() {
            Ok(read) => read,
            Err(refused) => return sending.refused.set(Some(refused)),
        };
        match untrack(|| self.refuses_invitations(&form)) {
            Some(refused) => sending.refused.set(Some(NotInvited::of(refused, &all))),
            None => self.send_invitations(sending, dialog, form, all),
        }
    }

    fn send_invitations(
        self,
        sending: Sending<NotInvited>,
        dialog: RwSignal<bool>,
        form: InvitationForm,
        all: Vec<String>,
    ) {
        let names: Vec<String> = form.people.iter().map(|invitee| invitee.name.clone()).collect();
        let said = words::were_invited(&names);
        // The links are secrets: nothing keeps them once they are shown.
        let links = Rc::new(RefCell::new(Vec::new()));
        let made = links.clone();
        let ask = async move { invite_people(form).await.map(|reply| answer(reply, &all, &made)) };
        self.send(sending, ask, said, move |_| {
            dialog.set(false);
            self.show_links(names.into_iter().zip(links.take()).collect());
        });
    }

    /// Shows the links of invitations, once.
    fn show_links(self, mut links: Vec<(String, MadeLink)>) {
        match links.len() {
            0 => (),
            1 => {
                if let Some((name, link)) = links.pop() {
                    self.show_link(words::INVITATION_LINK, &name, link);
                }
            }
            _ => self.links.ask(NewLinks::of(links)),
        }
    }
}
