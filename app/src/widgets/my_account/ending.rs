//! Sessions that are shown, and ending some of them.

use crate::api::my_account::SessionList;
use crate::error::ApiError;
use crate::state::toasts::{Toasts, use_toasts};
use crate::ui::focus::focus;
use domain::access::person_refused::PersonRefused;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the sessions. They get the focus when a row is gone.
pub const SESSIONS_ID: &str = "sessions";

/// The sessions that are shown, and why the latest request changed nothing. All fields are handles, so copying it is
/// cheap.
#[derive(Clone, Copy)]
pub struct Ending {
    /// The sessions, as the latest reply says. `None` before the first.
    pub list: RwSignal<Option<SessionList>>,
    /// Whether a request is under way.
    pub busy: RwSignal<bool>,
    /// Why the latest request failed.
    pub failed: RwSignal<Option<ApiError>>,
    /// Why the latest request was refused.
    pub refused: RwSignal<Option<PersonRefused>>,
    toasts: Toasts,
}

impl Ending {
    /// Begins with sessions, if they are loaded.
    pub fn begin(list: Option<SessionList>) -> Self {
        Self {
            list: RwSignal::new(list),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            refused: RwSignal::new(None),
            toasts: use_toasts(),
        }
    }

    /// Sends a request, unless one is under way, and shows the sessions of the reply. After ending some it says `said`.
    pub fn send(
        self,
        ask: impl Future<Output = Result<Result<SessionList, PersonRefused>, ApiError>> + 'static,
        said: Option<&'static str>,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.failed.set(None);
        self.refused.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let answer = ask.await;
            let is_here = self.busy.try_set(false).is_none();
            match answer {
                Ok(Ok(list)) => {
                    if let Some(said) = said {
                        self.toasts.show(said.to_owned());
                    }
                    if is_here {
                        self.list.set(Some(list));
                        if said.is_some() {
                            // By then the row is gone, and with it the button that had the focus.
                            request_animation_frame(|| focus(SESSIONS_ID));
                        }
                    }
                }
                Ok(Err(refused)) => {
                    self.refused.try_set(Some(refused));
                }
                Err(error) => {
                    self.failed.try_set(Some(error));
                }
            }
        });
    }
}
