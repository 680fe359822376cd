//! The commands about a person or an invitation: their words and requests.

use super::sending::Answer;
use crate::api::directory_user::delete_directory_user;
use crate::api::people::{change_person, make_reset_link, renew_invitation, withdraw_invitation};
use crate::error::ApiError;
use crate::text::people as words;
use crate::text::tenants as tenant_words;
use domain::access::identity_provider::ProviderName;
use domain::access::person::{Invitation, Person, PersonChange, PersonForm};
use domain::access::person_refused::PersonRefused;

/// A command about a person or an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonCommand {
    /// Blocks sign-in.
    Block(Person),
    /// Allows sign-in.
    Allow(Person),
    /// Removes the person.
    Remove(Person),
    /// Deletes the user that the person is in a directory; removes the person here too.
    DeleteUser {
        /// The person.
        person: Person,
        /// Whether the person is removed here too.
        here_too: bool,
    },
    /// Makes a link by which the person chooses a new password.
    Reset(Person),
    /// Removes the person's second factor.
    RemoveSecondFactor(Person),
    /// Unlinks the person's account at a provider.
    Unlink(Person, ProviderName),
    /// Sends the invitation again, with another link.
    Resend(Invitation),
    /// Withdraws the invitation.
    Withdraw(Invitation),
}

impl PersonCommand {
    /// The visible text.
    pub fn label(&self) -> String {
        let label = match self {
            Self::Unlink(_, provider) => return words::unlink(&provider.name),
            Self::Block(_) => words::BLOCK,
            Self::Allow(_) => words::ALLOW,
            Self::Remove(_) | Self::DeleteUser { .. } => words::REMOVE,
            Self::Reset(_) => words::RESET,
            Self::RemoveSecondFactor(_) => words::REMOVE_SECOND_FACTOR,
            Self::Resend(_) => words::RESEND,
            Self::Withdraw(_) => words::WITHDRAW,
        };
        label.to_owned()
    }

    /// The accessible name.
    pub fn name(&self) -> String {
        match self {
            Self::Block(person) => words::block_one(&person.name),
            Self::Allow(person) => words::allow_one(&person.name),
            Self::Remove(person) | Self::DeleteUser { person, .. } => words::remove_one(&person.name),
            Self::Reset(person) => words::reset_one(&person.name),
            Self::RemoveSecondFactor(person) => words::remove_second_factor_of(&person.name),
            Self::Unlink(person, provider) => words::unlink_from(&provider.name, &person.name),
            Self::Resend(invitation) => words::resend_to(&invitation.name),
            Self::Withdraw(invitation) => words::withdraw_one(&invitation.name),
        }
    }

    /// The message after success.
    pub fn done(&self) -> String {
        match self {
            Self::Block(person) => words::blocked(&person.name),
            Self::Allow(person) => words::allowed(&person.name),
            Self::Remove(person) => words::removed(&person.name),
            Self::DeleteUser { person, here_too } => tenant_words::user_deleted(&person.name, *here_too),
            Self::Reset(person) => words::reset(&person.name),
            Self::RemoveSecondFactor(person) => words::second_factor_removed(&person.name),
            Self::Unlink(person, provider) => words::unlinked(&provider.name, &person.name),
            Self::Resend(invitation) => words::renewed(&invitation.name),
            Self::Withdraw(invitation) => words::withdrawn(&invitation.name),
        }
    }

    /// Whether a question is asked first.
    pub fn asks(&self) -> bool {
        self.means().is_some()
    }

    /// Its explanation, for the question before it. `None` for a command that doesn't ask first.
    pub fn means(&self) -> Option<String> {
        match self {
            Self::Block(person) => Some(words::block_means(&person.name)),
            Self::Remove(person) | Self::DeleteUser { person, .. } => Some(words::remove_means(&person.name)),
            Self::RemoveSecondFactor(person) => Some(words::remove_second_factor_means(&person.name)),
            Self::Unlink(person, provider) => Some(words::unlink_means(&provider.name, &person.name)),
            Self::Withdraw(invitation) => Some(words::withdraw_means(&invitation.name)),
            Self::Allow(_) | Self::Reset(_) | Self::Resend(_) => None,
        }
    }

    /// Asks the server to carry it out.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn send(self) -> Result<Answer<PersonRefused>, ApiError> {
        match self {
            Self::Block(person) => change_person(person.id, PersonChange::Block).await.map(Answer::from),
            Self::Allow(person) => change_person(person.id, PersonChange::Allow).await.map(Answer::from),
            Self::Remove(person) => change_person(person.id, PersonChange::Remove).await.map(Answer::from),
            Self::DeleteUser { person, here_too } => delete_directory_user(person.id, here_too).await.map(Answer::from),
            Self::Reset(person) => make_reset_link(person.id).await.map(Answer::from),
            Self::RemoveSecondFactor(person) => {
                change_person(person.id, PersonChange::RemoveSecondFactor).await.map(Answer::from)
            }
            Self::Unlink(person, provider) => {
                change_person(person.id, PersonChange::Unlink(provider.id)).await.map(Answer::from)
            }
            Self::Resend(invitation) => renew_invitation(invitation.id).await.map(Answer::from),
            Self::Withdraw(invitation) => withdraw_invitation(invitation.id).await.map(Answer::from),
        }
    }
}

/// The form as it begins when a person is edited.
pub fn form_of(person: &Person) -> PersonForm {
    let (name, sign_in_name) = (person.name.clone(), person.sign_in_name.clone());
    PersonForm { name, sign_in_name, roles: person.roles.clone(), custom: person.custom.clone() }
}
