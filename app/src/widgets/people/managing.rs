//! The people and groups shown, the dialogs about them, and sending changes.

use super::application_command::ApplicationCommand;
use super::command::{PersonCommand, form_of};
use super::form_subject::{ApplicationFormOf, GroupFormOf};
use super::kept::kept;
use super::link::NewLink;
use super::links::NewLinks;
use super::sending::{Answer, Replies, Sending};
use super::shown_key::ShownKey;
use crate::api::people::{MadeLink, list_people};
use crate::error::ApiError;
use crate::state::session::session_asker;
use crate::text::people as words;
use crate::text::tenants as tenant_words;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use domain::access::Actor;
use domain::access::application::{Application, ApplicationChange, ApplicationForm, ApplicationRefused};
use domain::access::application_key::KeyForm;
use domain::access::application_rules::{check_application_change, check_new_application, check_new_key};
use domain::access::group::{Group, GroupChange, GroupForm, GroupRefused, NOT_YET};
use domain::access::group_rules::check_group_change;
use domain::access::invitation_form::{InvitationForm, InviteRefused, check_invitations};
use domain::access::people::People;
use domain::access::people_rules::{check_change, check_form, check_reset, check_sessions};
use domain::access::person::{Person, PersonChange, PersonForm};
use domain::access::person_refused::PersonRefused;
use domain::access::tenant::deletes_users;
use domain::ids::{ApplicationId, CustomerId, PartnerGroupId, PartnerUserId};
use leptos::prelude::*;

/// The button that invites. It gets the focus when a row is gone.
pub const INVITE_ID: &str = "invite-person";
/// The button that makes a group. It gets the focus when a row is gone.
pub const NEW_GROUP_ID: &str = "new-group";

/// The people shown with the requests about them. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct ManagingPeople {
    /// The people that the signed-in person manages, from the latest reply. They are the input of the rules.
    pub people: Memo<People>,
    /// The tenant whose people are shown; `None` for those who belong to none.
    pub tenant: Memo<Option<CustomerId>>,
    /// The people of this tenant.
    pub shown: Memo<People>,
    /// The signed-in person.
    pub actor: Memo<Option<Actor>>,
    /// The form of a person.
    pub form: DialogAbout<Person>,
    /// The form that invites people.
    pub invite: DialogAbout<()>,
    /// The form that adds users of the directory of a tenant.
    pub existing: DialogAbout<CustomerId>,
    /// The form that creates a user in the directory of a tenant, with access.
    pub create: DialogAbout<CustomerId>,
    /// The question before a command.
    pub question: DialogAbout<PersonCommand>,
    /// A new link.
    pub link: DialogAbout<NewLink>,
    /// The links of several invitations.
    pub links: DialogAbout<NewLinks>,
    /// The sessions of a person.
    pub sessions: DialogAbout<Person>,
    /// The form of a group.
    pub group_form: DialogAbout<GroupFormOf>,
    /// The form that adds a group of the directory of a tenant.
    pub existing_groups: DialogAbout<CustomerId>,
    /// The question before a group is deleted.
    pub deleted_group: DialogAbout<Group>,
    /// The form of an application.
    pub application_form: DialogAbout<ApplicationFormOf>,
    /// The question before a command about an application.
    pub application_question: DialogAbout<ApplicationCommand>,
    /// The keys of an application.
    pub keys: DialogAbout<Application>,
    /// A new key.
    pub shown_key: DialogAbout<ShownKey>,
    /// Sends commands that don't ask first.
    pub direct: Sending<PersonRefused>,
    /// The latest command that didn't ask first.
    pub latest: RwSignal<Option<PersonCommand>>,
    replies: Replies<People>,
    session_asker: Callback<()>,
}

/// The actor with custom permissions. A session does not tell them; here they are among those of all people.
fn with_custom(actor: Memo<Option<Actor>>, people: Memo<People>) -> Memo<Option<Actor>> {
    Memo::new(move |_| {
        let actor = actor.get()?;
        let custom = people.with(|people| people.person(actor.id).map(|person| people.custom_of(person)));
        Some(Actor { custom: custom.unwrap_or_default(), ..actor })
    })
}

impl ManagingPeople {
    /// Begins with loaded people. No dialog is open.
    pub fn begin(loaded: Memo<People>, actor: Memo<Option<Actor>>, tenant: Memo<Option<CustomerId>>) -> Self {
        let replies = Replies::begin();
        let people = replies.shown(loaded);
        Self {
            people,
            tenant,
            shown: Memo::new(move |_| people.with(|people| people.of_tenant(tenant.get()))),
            actor: with_custom(actor, people),
            form: DialogAbout::begin(),
            invite: DialogAbout::begin(),
            existing: DialogAbout::begin(),
            create: DialogAbout::begin(),
            question: DialogAbout::begin(),
            link: DialogAbout::begin(),
            links: DialogAbout::begin(),
            sessions: DialogAbout::begin(),
            group_form: DialogAbout::begin(),
            existing_groups: DialogAbout::begin(),
            deleted_group: DialogAbout::begin(),
            application_form: DialogAbout::begin(),
            application_question: DialogAbout::begin(),
            keys: DialogAbout::begin(),
            shown_key: DialogAbout::begin(),
            direct: Sending::begin(),
            latest: RwSignal::new(None),
            replies,
            session_asker: session_asker(),
        }
    }

    /// Whether this is the signed-in person.
    pub fn is_actor(self, person: PartnerUserId) -> bool {
        self.actor.with(|actor| actor.as_ref().is_some_and(|actor| actor.id == person))
    }

    /// Why a person can't be changed in this way.
    pub fn refuses(self, person: PartnerUserId, change: &PersonChange) -> Option<PersonRefused> {
        self.actor.with(|actor| {
            let actor = actor.as_ref()?;
            self.people.with(|people| check_change(people, actor, person, change).err())
        })
    }

    /// Why no link to a new password can be made for a person.
    pub fn refuses_reset(self, person: PartnerUserId) -> Option<PersonRefused> {
        self.actor.with(|actor| self.people.with(|people| check_reset(people, actor.as_ref()?, person).err()))
    }

    /// Why the sessions of a person can't be seen.
    pub fn refuses_sessions(self, person: PartnerUserId) -> Option<PersonRefused> {
        self.actor.with(|actor| self.people.with(|people| check_sessions(people, actor.as_ref()?, person).err()))
    }

    /// Why a command can't be carried out.
    pub fn why_not(self, command: &PersonCommand) -> Option<PersonRefused> {
        match command {
            PersonCommand::Block(person) => self.refuses(person.id, &PersonChange::Block),
            PersonCommand::Allow(person) => self.refuses(person.id, &PersonChange::Allow),
            PersonCommand::Remove(person) | PersonCommand::DeleteUser { person, .. } => {
                self.refuses(person.id, &PersonChange::Remove)
            }
            PersonCommand::Reset(person) => self.refuses_reset(person.id),
            PersonCommand::RemoveSecondFactor(person) => self.refuses(person.id, &PersonChange::RemoveSecondFactor),
            PersonCommand::Unlink(person, provider) => self.refuses(person.id, &PersonChange::Unlink(provider.id)),
            PersonCommand::Resend(invitation) | PersonCommand::Withdraw(invitation) => {
                let (name, sign_in_name) = (invitation.name.clone(), invitation.sign_in_name.clone());
                let roles = self.people.with(|people| people.roles_of_invitation(invitation));
                let form = PersonForm { name, sign_in_name, roles, custom: None };
                self.refuses_form(&form).filter(|refused| refused.is_about_actor())
            }
        }
    }

    /// Why a person can't be edited. A fault that editing can mend is no reason.
    pub fn why_no_edit(self, person: &Person) -> Option<PersonRefused> {
        self.refuses(person.id, &PersonChange::Edit(form_of(person))).filter(|refused| refused.is_about_actor())
    }

    /// Whether this command is under way without a question.
    pub fn is_under_way(self, command: &PersonCommand) -> bool {
        self.direct.busy.get() && self.latest.with(|latest| latest.as_ref() == Some(command))
    }

    /// Why people can't be invited in this way.
    pub fn refuses_invitations(self, form: &InvitationForm) -> Option<InviteRefused> {
        self.actor.with(|actor| {
            let actor = actor.as_ref()?;
            self.people.with(|people| check_invitations(people, actor, form).err())
        })
    }

    /// The shown tenant, if the account is associated with it.
    pub fn associated(self) -> Memo<Option<CustomerId>> {
        Memo::new(move |_| {
            let shown = self.tenant.get()?;
            let is_associated = |people: &People| people.tenant(shown).is_some_and(|one| one.associated.is_some());
            self.people.with(is_associated).then_some(shown)
        })
    }

    /// Why no user can be created in the directory of a tenant.
    pub fn refuses_creating(self, tenant: CustomerId) -> Option<PersonRefused> {
        self.actor.with(|actor| {
            let actor = actor.as_ref()?;
            self.people.with(|people| people.check_creates(actor, Some(tenant)).err())
        })
    }

    /// Why nobody and nothing new can be made where the shown people belong: a tenant, or none.
    pub fn refuses_new(self) -> Memo<Option<String>> {
        Memo::new(move |_| {
            let refused = self.actor.with(|actor| {
                let tenant = self.tenant.get();
                self.people.with(|people| people.check_creates(actor.as_ref()?, tenant).err())
            });
            refused.map(|refused| refused.to_string())
        })
    }

    /// Why the form can't be saved for any person.
    pub fn refuses_form(self, form: &PersonForm) -> Option<PersonRefused> {
        self.actor.with(|actor| check_form(actor.as_ref()?, form, false).err())
    }

    /// Why a group can't be changed in this way.
    pub fn refuses_group(self, group: PartnerGroupId, change: &GroupChange) -> Option<GroupRefused> {
        self.actor.with(|actor| {
            let actor = actor.as_ref()?;
            self.people.with(|people| check_group_change(people, actor, group, change).err())
        })
    }

    /// Why the form of a group can't be saved; without a group, why none can be added.
    pub fn refuses_group_form(self, group: Option<PartnerGroupId>, form: &GroupForm) -> Option<GroupRefused> {
        match group {
            Some(group) => self.refuses_group(group, &GroupChange::Edit(form.clone())),
            None => self.refuses_group(NOT_YET, &GroupChange::Add(form.clone())),
        }
    }

    /// An application as it is now. One that was removed stays as it was.
    pub fn kept(self, application: Application) -> Memo<Application> {
        let id = application.id;
        kept(application, move || self.people.with(|people| people.application(id).cloned()))
    }

    /// Why an application can't be added in this way.
    pub fn refuses_new_application(
        self,
        form: &ApplicationForm,
        application_id: Option<ApplicationId>,
    ) -> Option<ApplicationRefused> {
        self.actor.with(|actor| {
            let actor = actor.as_ref()?;
            self.people.with(|people| check_new_application(people, actor, form, application_id).err())
        })
    }

    /// Why an application can't be changed in this way.
    pub fn refuses_application(
        self,
        application: PartnerUserId,
        change: &ApplicationChange,
    ) -> Option<ApplicationRefused> {
        self.actor.with(|actor| {
            let actor = actor.as_ref()?;
            self.people.with(|people| check_application_change(people, actor, application, change).err())
        })
    }

    /// Why no key can be made for an application.
    pub fn refuses_key(self, application: PartnerUserId, form: &KeyForm) -> Option<ApplicationRefused> {
        self.actor.with(|actor| {
            let actor = actor.as_ref()?;
            self.people.with(|people| check_new_key(people, actor, application, form).err())
        })
    }

    /// Why a person can't be removed from their directory too.
    pub fn refuses_deleted_user(self, person: &Person) -> Option<&'static str> {
        let deletes = self.actor.with(|actor| match (actor, person.tenant) {
            (Some(actor), Some(tenant)) => deletes_users(actor, tenant),
            _ => true,
        });
        (!deletes).then_some(tenant_words::ONLY_GLOBAL_ADMIN_DELETES)
    }

    /// Asks the question before a command, or carries it out if it doesn't ask first.
    pub fn run(self, command: PersonCommand) {
        if command.asks() {
            self.question.ask(command);
        } else if !self.direct.busy.get_untracked() {
            self.latest.set(Some(command.clone()));
            self.carry_out(self.direct, command);
        }
    }

    /// Carries out a command and closes its question.
    pub fn carry_out(self, sending: Sending<PersonRefused>, command: PersonCommand) {
        let said = command.done();
        self.send(sending, command.clone().send(), said, move |link| {
            self.question.open.set(false);
            match (command, link) {
                (PersonCommand::Resend(invitation), Some(link)) => {
                    self.show_link(words::INVITATION_LINK, &invitation.name, link);
                }
                (PersonCommand::Reset(person), Some(link)) => self.show_link(words::RESET_LINK, &person.name, link),
                (PersonCommand::RemoveSecondFactor(person) | PersonCommand::Unlink(person, _), _) => {
                    // By then the button is gone that had the focus.
                    request_animation_frame(move || focus(&format!("edit-{}", person.id)));
                }
                (PersonCommand::DeleteUser { person, here_too: false }, _) => {
                    request_animation_frame(move || focus(&format!("remove-{}", person.id)));
                }
                (PersonCommand::Remove(_) | PersonCommand::DeleteUser { .. } | PersonCommand::Withdraw(_), _) => {
                    // By then the row is gone, and with it the button that had the focus.
                    request_animation_frame(|| focus(INVITE_ID));
                }
                _ => (),
            }
        });
    }

    /// Sends a request, unless one is under way. After success it shows the people of the reply and says `said`.
    /// `on_done` gets the secret that was made, if the page is still there.
    pub fn send<Why: Send + Sync, Made: 'static>(
        self,
        sending: Sending<Why>,
        ask: impl Future<Output = Result<Answer<Why, People, Made>, ApiError>> + 'static,
        said: String,
        on_done: impl FnOnce(Option<Made>) + 'static,
    ) {
        self.replies.send(sending, ask, list_people(), said, on_done);
    }

    /// Shows a new link, once.
    pub fn show_link(self, title: &'static str, name: &str, link: MadeLink) {
        let MadeLink { path, expires, mailed } = link;
        let (says, address) = (words::send_link(name), NewLink::address_of(&path));
        self.link.ask(NewLink { title, says, note: None, address, expires, mailed });
    }

    /// Loads the session again, if this is the signed-in person.
    pub fn was_edited(self, person: PartnerUserId) {
        if untrack(|| self.is_actor(person)) {
            self.ask_session_again();
        }
    }

    /// Loads the session again: the signed-in person's roles may have changed.
    pub fn ask_session_again(self) {
        self.session_asker.run(());
    }
}
