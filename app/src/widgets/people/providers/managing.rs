//! The sign-in settings shown, the dialogs about them, and sending changes.

use super::super::sending::Sending;
use crate::api::portal_providers::{check_portal_provider, remove_portal_provider, save_portal_provider};
use crate::api::providers::{
    SettingsReply, ShownProvider, SignInSettings, check_provider, remove_provider, save_provider,
};
use crate::error::ApiError;
use crate::state::toasts::{Toasts, use_toasts};
use crate::text::providers as words;
use crate::ui::dialog_about::DialogAbout;
use domain::access::identity_provider::{ProviderForm, ProviderRefused};
use domain::ids::{CustomerId, IdentityProviderId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The button that adds a provider. It gets the focus when a row is gone.
pub const ADD_ID: &str = "add-identity-provider";

/// The settings shown with the requests about them. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct ManagingProviders {
    /// The settings, as the latest reply says.
    pub settings: Memo<SignInSettings>,
    /// The customer whose portal the providers sign people in to; none for those of the partner.
    pub portal: Option<CustomerId>,
    /// The form of a provider; of a new one without a provider.
    pub form: DialogAbout<Option<ShownProvider>>,
    /// The question before a provider is removed.
    pub removed: DialogAbout<ShownProvider>,
    /// Switches passwords.
    pub switching: Sending<ProviderRefused>,
    /// Whether a provider is being asked.
    pub checking: RwSignal<bool>,
    /// The result of the latest check.
    pub checked: RwSignal<Option<String>>,
    changed: RwSignal<Option<SignInSettings>>,
    toasts: Toasts,
}

impl ManagingProviders {
    /// Begins with loaded settings of the partner, or of the portal of a customer. No dialog is open.
    pub fn begin(loaded: Memo<SignInSettings>, portal: Option<CustomerId>) -> Self {
        let changed = RwSignal::new(None::<SignInSettings>);
        Self {
            settings: Memo::new(move |_| changed.get().unwrap_or_else(|| loaded.get())),
            portal,
            form: DialogAbout::begin(),
            removed: DialogAbout::begin(),
            switching: Sending::begin(),
            checking: RwSignal::new(false),
            checked: RwSignal::new(None),
            changed,
            toasts: use_toasts(),
        }
    }

    /// Why the signed-in person can't change anything.
    pub fn why_not(self) -> Memo<Option<String>> {
        Memo::new(move |_| self.settings.with(|settings| settings.why_not.as_ref().map(ToString::to_string)))
    }

    /// Opens the form of a provider; without one, of a new one. Does nothing if the person can't change anything.
    pub fn ask_for(self, shown: Option<ShownProvider>) {
        if self.settings.with_untracked(|settings| settings.why_not.is_none()) {
            self.form.ask(shown);
        }
    }

    /// Saves the form of a provider; without an id, adds one. The form closes then.
    pub fn save(self, sending: Sending<ProviderRefused>, id: Option<IdentityProviderId>, form: ProviderForm) {
        let said = words::saved(&form.settings.name);
        let ask = async move {
            match self.portal {
                Some(customer) => save_portal_provider(customer, id, form).await,
                None => save_provider(id, form).await,
            }
        };
        self.send(sending, ask, said, move || self.form.open.set(false));
    }

    /// Removes a provider.
    pub fn remove(
        self,
        sending: Sending<ProviderRefused>,
        (id, name): (IdentityProviderId, &str),
        on_done: impl FnOnce() + 'static,
    ) {
        let ask = async move {
            match self.portal {
                Some(customer) => remove_portal_provider(customer, id).await,
                None => remove_provider(id).await,
            }
        };
        self.send(sending, ask, words::removed(name), on_done);
    }

    /// Sends a request, unless one is under way. After success it shows the settings of the reply and says `said`.
    pub fn send(
        self,
        sending: Sending<ProviderRefused>,
        ask: impl Future<Output = Result<SettingsReply, ApiError>> + 'static,
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
            match answer {
                Ok(SettingsReply::Done(settings)) => {
                    self.toasts.show(said);
                    if is_here {
                        on_done();
                        self.changed.set(Some(settings));
                    }
                }
                Ok(SettingsReply::Refused(refused)) => {
                    sending.refused.try_set(Some(refused));
                }
                Err(error) => {
                    sending.failed.try_set(Some(error));
                }
            }
        });
    }

    /// Asks a provider, unless one is being asked, and shows the result.
    pub fn check(self, shown: ShownProvider) {
        if self.checking.get_untracked() {
            return;
        }
        self.checking.set(true);
        self.checked.set(None);
        spawn_local(async move {
            let name = shown.provider.settings.name;
            let id = shown.provider.id;
            let answer = match self.portal {
                Some(customer) => check_portal_provider(customer, id).await,
                None => check_provider(id).await,
            };
            let said = match answer {
                Ok(problem) => words::checked(&name, problem),
                Err(error) => error.to_string(),
            };
            self.checking.try_set(false);
            self.checked.try_set(Some(said));
        });
    }
}
