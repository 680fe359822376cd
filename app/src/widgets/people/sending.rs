//! Requests from the dialogs of a page: whether one is under way, its answer, and the content of the page after it.

use crate::api::people::{LinkReply, MadeLink, PeopleReply};
use crate::error::ApiError;
use crate::state::toasts::{Toasts, use_toasts};
use crate::ui::focus::focus;
use domain::access::people::People;
use domain::access::person_refused::PersonRefused;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::fmt::Display;

/// Why a request is refused, in words that a person can act on.
pub trait FieldRefusal: Clone + Display + Send + Sync + 'static {
    /// The id of the field it is about. `None` if it is about none, or about the whole form.
    fn field(&self) -> Option<&'static str>;
}

/// Whether a request is under way, and why the latest one changed nothing. All fields are handles, so copying it is cheap.
pub struct Sending<Why: Send + Sync + 'static> {
    /// Whether a request is under way.
    pub busy: RwSignal<bool>,
    /// Why the latest request failed.
    pub failed: RwSignal<Option<ApiError>>,
    /// Why the latest request was refused, by the browser or the server.
    pub refused: RwSignal<Option<Why>>,
}

impl<Why: Send + Sync> Clone for Sending<Why> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Why: Send + Sync> Copy for Sending<Why> {}

impl<Why: Send + Sync> Sending<Why> {
    /// Nothing is under way.
    pub fn begin() -> Self {
        Self { busy: RwSignal::new(false), failed: RwSignal::new(None), refused: RwSignal::new(None) }
    }

    /// Forgets why the latest request changed nothing.
    pub fn clear(self) {
        self.failed.set(None);
        self.refused.set(None);
    }
}

impl<Why: FieldRefusal> Sending<Why> {
    /// The words of a refusal that is about a field.
    pub fn error(self, field: &'static str) -> Signal<Option<String>> {
        self.words(move |refused| refused.field() == Some(field))
    }

    /// The words of a refusal that no field shows.
    pub fn notice(self) -> Signal<Option<String>> {
        self.words(|refused| refused.field().is_none())
    }

    /// The words of any refusal, where there are no fields.
    pub fn refusal(self) -> Signal<Option<String>> {
        self.words(|_| true)
    }

    fn words(self, is_meant: impl Fn(&Why) -> bool + Send + Sync + 'static) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.refused.with(|refused| refused.as_ref().filter(|refused| is_meant(refused)).map(Why::to_string))
        })
    }

    /// Forgets a refusal that is about a field, because the field is changed.
    pub fn forgive(self, field: &'static str) {
        if self.refused.with_untracked(|refused| refused.as_ref().and_then(Why::field)) == Some(field) {
            self.refused.set(None);
        }
    }

    /// Moves the focus to the field of every later refusal.
    pub fn focus_refused(self) {
        Effect::new(move |_| {
            if let Some(field) = self.refused.with(|refused| refused.as_ref().and_then(Why::field)) {
                focus(field);
            }
        });
    }
}

/// The answer of a reply.
pub enum Answer<Why, Shown = People, Made = MadeLink> {
    /// It was done.
    Done {
        /// The content of the page now.
        shown: Shown,
        /// The secret that was made, and is shown once: a link, a key or a temporary password.
        made: Option<Made>,
    },
    /// It was refused.
    Refused(Why),
}

/// The content of a page: as it was loaded, then as the latest reply says. All fields are handles, so copying it is cheap.
pub struct Replies<Shown: Send + Sync + 'static> {
    changed: RwSignal<Option<Shown>>,
    toasts: Toasts,
}

impl<Shown: Send + Sync> Clone for Replies<Shown> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Shown: Send + Sync> Copy for Replies<Shown> {}

impl<Shown: Clone + PartialEq + Send + Sync + 'static> Replies<Shown> {
    /// No reply yet.
    pub fn begin() -> Self {
        Self { changed: RwSignal::new(None), toasts: use_toasts() }
    }

    /// The content to show: the loaded one, or that of the latest reply.
    pub fn shown(self, loaded: Memo<Shown>) -> Memo<Shown> {
        Memo::new(move |_| self.changed.get().unwrap_or_else(|| loaded.get()))
    }

    /// Sends a request, unless one is under way. After success it shows the content of the reply and the message `said`.
    /// `on_done` gets the secret that was made, if the page is still there. After a refusal it shows the content that `again` loads: the browser had
    /// allowed the request, so somebody changed something meanwhile.
    pub fn send<Why: Send + Sync, Made: 'static>(
        self,
        sending: Sending<Why>,
        ask: impl Future<Output = Result<Answer<Why, Shown, Made>, ApiError>> + 'static,
        again: impl Future<Output = Result<Shown, ApiError>> + 'static,
        said: String,
        on_done: impl FnOnce(Option<Made>) + 'static,
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
                Ok(Answer::Done { shown, made }) => {
                    self.toasts.show(said);
                    if is_here {
                        on_done(made);
                        self.changed.set(Some(shown));
                    }
                }
                Ok(Answer::Refused(refused)) => {
                    sending.refused.try_set(Some(refused));
                    if let Ok(now) = again.await {
                        self.changed.try_set(Some(now));
                    }
                }
                Err(error) => {
                    sending.failed.try_set(Some(error));
                }
            }
        });
    }
}

impl<Why> From<PeopleReply<Why>> for Answer<Why> {
    fn from(reply: PeopleReply<Why>) -> Self {
        match reply {
            PeopleReply::Done(shown) => Self::Done { shown, made: None },
            PeopleReply::Refused(refused) => Self::Refused(refused),
        }
    }
}

impl From<LinkReply> for Answer<PersonRefused> {
    fn from(reply: LinkReply) -> Self {
        match reply {
            LinkReply::Made { link, people } => Self::Done { shown: people, made: Some(link) },
            LinkReply::Refused(refused) => Self::Refused(refused),
        }
    }
}
