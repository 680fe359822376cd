//! The commands about an application or one of its keys.

use crate::text::applications as words;
use domain::access::application::{Application, ApplicationChange};
use domain::access::application_key::ApplicationKey;

/// The button that adds an application. It gets the focus when a row is gone.
pub const NEW_APPLICATION_ID: &str = "new-application";
/// The table of keys. It gets the focus when a key is revoked.
pub const KEYS_ID: &str = "application-keys";

/// A command about an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationCommand {
    /// Keeps its keys from working.
    Block(Application),
    /// Lets its keys work again.
    Allow(Application),
    /// Removes it.
    Remove(Application),
    /// Revokes one of its keys.
    Revoke(Application, ApplicationKey),
}

impl ApplicationCommand {
    /// The application.
    pub fn application(&self) -> &Application {
        match self {
            Self::Block(application)
            | Self::Allow(application)
            | Self::Remove(application)
            | Self::Revoke(application, _) => application,
        }
    }

    /// The change that it asks for.
    pub fn change(&self) -> ApplicationChange {
        match self {
            Self::Block(_) => ApplicationChange::Block,
            Self::Allow(_) => ApplicationChange::Allow,
            Self::Remove(_) => ApplicationChange::Remove,
            Self::Revoke(_, key) => ApplicationChange::Revoke(key.id),
        }
    }

    /// The visible text.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Block(_) => words::BLOCK,
            Self::Allow(_) => words::ALLOW,
            Self::Remove(_) => words::REMOVE,
            Self::Revoke(..) => words::REVOKE,
        }
    }

    /// The accessible name.
    pub fn name(&self) -> String {
        match self {
            Self::Block(application) => words::block_one(&application.name),
            Self::Allow(application) => words::allow_one(&application.name),
            Self::Remove(application) => words::remove_one(&application.name),
            Self::Revoke(_, key) => words::revoke_one(&key.description),
        }
    }

    /// Its explanation, for the question before it.
    pub fn means(&self) -> String {
        let name = &self.application().name;
        match self {
            Self::Block(_) => words::block_means(name),
            Self::Allow(_) => words::allow_means(name),
            Self::Remove(_) => words::remove_means(name),
            Self::Revoke(..) => words::revoke_means(name),
        }
    }

    /// The message after success.
    pub fn done(&self) -> String {
        match self {
            Self::Block(application) => words::blocked(&application.name),
            Self::Allow(application) => words::allowed(&application.name),
            Self::Remove(application) => words::removed(&application.name),
            Self::Revoke(_, key) => words::revoked(&key.description),
        }
    }

    /// The element that gets the focus because the button that had it is gone.
    pub fn focus_after(&self) -> Option<&'static str> {
        match self {
            Self::Remove(_) => Some(NEW_APPLICATION_ID),
            Self::Revoke(..) => Some(KEYS_ID),
            Self::Block(_) | Self::Allow(_) => None,
        }
    }
}
