//! The selection as the browser knows it: the server's, and the latest clicks.
//!
//! Clicks show at once and are kept in session storage. The server is told of them after two seconds of quiet, when
//! there are many, and before anything needs the whole set. The URL says which selection it is.

use super::clicks::{Clicks, KnownSelection, StoredClicks, as_lists};
use super::latest::Asker;
use super::storage;
use crate::api::selection::change_selection;
use crate::error::ApiError;
use domain::console::selection::{CLICKS_MAX, SelectionChange, SelectionReply};
use domain::ids::{CustomerId, SelectionId, UserId};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Quiet time after a click before the server is told (milliseconds).
const QUIET_MS: u32 = 2_000;
/// With more clicks than this the server is told at once.
const CLICKS_HELD: usize = 500;
/// How often a request looks whether one before it is done (milliseconds).
const TURN_MS: u32 = 20;

/// The selection of the customer that is open.
#[derive(Debug, Clone, Copy)]
pub struct Selection {
    known: RwSignal<KnownSelection>,
    failed: RwSignal<Option<ApiError>>,
    reload: RwSignal<u32>,
    telling: Asker,
    told: StoredValue<u32>,
    restored: StoredValue<Option<(CustomerId, SelectionId)>>,
    /// Whether a change other than by clicks is on its way.
    changing: RwSignal<bool>,
    /// How many of those have failed.
    refused: StoredValue<u32>,
}

/// Makes [`use_selection`] work; called once, by the app.
pub fn provide_selection() -> Selection {
    let selection = Selection::new();
    provide_context(selection);
    selection
}

/// The selection of the customer that is open.
pub fn use_selection() -> Selection {
    use_context().unwrap_or_else(provide_selection)
}

impl Selection {
    fn new() -> Self {
        Self {
            known: RwSignal::new(KnownSelection::default()),
            failed: RwSignal::new(None),
            reload: RwSignal::new(0),
            telling: Asker::begin(),
            told: StoredValue::new(0),
            restored: StoredValue::new(None),
            changing: RwSignal::new(false),
            refused: StoredValue::new(0),
        }
    }

    /// Its id; `None` until the first click.
    pub fn id(self) -> Option<SelectionId> {
        self.known.with(|known| known.id)
    }

    /// Whether the user is in it.
    pub fn has(self, user: UserId) -> bool {
        self.known.with(|known| known.has(user))
    }

    /// How many users it has.
    pub fn count(self) -> i64 {
        self.known.with(KnownSelection::count)
    }

    /// How many of these users are in it.
    pub fn count_among(self, users: &[UserId]) -> usize {
        self.known.with(|known| known.count_among(users))
    }

    /// Why the server could not be told of the latest clicks; they are kept.
    pub fn failed(self) -> Option<ApiError> {
        self.failed.get()
    }

    /// Changes whenever rows must be asked for again, because the selection changed in other ways than by clicks.
    pub fn reload(self) -> u32 {
        self.reload.get()
    }

    /// Asks for the rows again.
    pub fn reload_rows(self) {
        self.reload.update(|reload| *reload += 1);
    }

    /// How often the server has taken a change: a page of rows asked for before the last one is out of date.
    pub fn told(self) -> u32 {
        self.told.get_value()
    }

    /// Turns to the selection of a page. Clicks on another one are still sent.
    pub fn open(self, customer: CustomerId, id: Option<SelectionId>) {
        let (is_open, before) =
            self.known.with_untracked(|known| ((known.customer, known.id) == (Some(customer), id), known.clone()));
        if is_open {
            return;
        }
        if let (Some(customer), Some(id)) = (before.customer, before.id)
            && !before.delta.is_empty()
        {
            spawn_local(async move {
                let _ = tell(customer, id, &before.delta).await;
            });
        }
        self.known.set(KnownSelection::new(Some(customer), id));
        self.failed.set(None);
    }

    /// Takes over a page's information about the open selection. `told` is [`Selection::told`] from when the page
    /// was asked for.
    pub fn learn(self, shown: &[UserId], selected: &[UserId], count: i64, told: u32) {
        self.known.update(|known| known.learn(shown, selected, count));
        if told < self.told() {
            self.reload_rows();
        }
    }

    /// Takes back the clicks that a reload of the page left in session storage, and sends them.
    pub fn restore(self, shown: &[UserId]) {
        let Some((customer, id)) = self.known.with_untracked(|known| known.customer.zip(known.id)) else { return };
        if self.restored.get_value() == Some((customer, id)) {
            return;
        }
        self.restored.set_value(Some((customer, id)));
        let Some(stored) = storage::load::<StoredClicks>(&key(customer)) else { return };
        self.known.update(|known| known.restore(stored, shown));
        if self.known.with_untracked(KnownSelection::has_unsent) {
            spawn_local(async move {
                if self.flush().await.is_ok() {
                    self.reload_rows();
                }
            });
        }
    }

    /// Selects users who are shown, or takes them out. Gives the id, which is fresh at the first click; `None` only
    /// where there is no browser.
    pub fn click(self, users: &[UserId], selected: bool) -> Option<SelectionId> {
        let id = self.ensure_id()?;
        self.known.update(|known| users.iter().for_each(|user| known.click(*user, selected)));
        self.store();
        let many = self.known.with_untracked(|known| known.delta.len() > CLICKS_HELD);
        self.telling.ask(if many { 0 } else { QUIET_MS }, self.flush(), drop);
        Some(id)
    }

    /// Whether it is being changed in another way than by clicks.
    pub fn is_changing(self) -> bool {
        self.changing.get()
    }

    /// Waits until the server has the whole set. False when it has not; the failure is shown then.
    pub async fn settle(self) -> bool {
        let refused = self.refused.get_value();
        self.flush().await.is_ok() && self.refused.get_value() == refused
    }

    /// Tells the server of all clicks, once other changes that are on their way have come to their end.
    ///
    /// # Errors
    /// [`ApiError`]; the clicks are kept, and [`Selection::failed`] says so.
    pub async fn flush(self) -> Result<(), ApiError> {
        self.unchanging().await;
        let result = self.send_clicks().await;
        self.failed.set(result.clone().err());
        result
    }

    /// Changes the selection in another way than by clicks; those are sent first. A fresh selection gets its id.
    ///
    /// # Errors
    /// [`ApiError`]; nothing is forgotten.
    pub async fn change(self, change: SelectionChange) -> Result<SelectionReply, ApiError> {
        self.unchanging().await;
        self.changing.set(true);
        let reply = self.send_change(change).await;
        self.changing.set(false);
        if reply.is_err() {
            self.refused.update_value(|refused| *refused += 1);
        }
        reply
    }

    async fn send_change(self, change: SelectionChange) -> Result<SelectionReply, ApiError> {
        if change == SelectionChange::Clear {
            self.turn().await;
        } else {
            self.send_clicks().await?;
        }
        let id = self.ensure_id();
        let customer = self.known.with_untracked(|known| known.customer);
        let (Some(customer), Some(id)) = (customer, id) else { return Err(ApiError::Unavailable) };
        let clears = change == SelectionChange::Clear;
        let reply = change_selection(customer, id, change).await?;
        self.update_open(customer, id, |known| {
            known.base_count = reply.count;
            if clears {
                known.delta.clear();
                known.on_page.clear();
            }
        });
        self.reload_rows();
        Ok(reply)
    }

    async fn send_clicks(self) -> Result<(), ApiError> {
        loop {
            self.turn().await;
            let open = self.known.with_untracked(|known| known.customer.zip(known.id));
            let Some((customer, id)) = open else { return Ok(()) };
            if self.known.with_untracked(|known| known.delta.is_empty()) {
                return Ok(());
            }
            let clicks = self.known.try_update(|known| known.start_sending(CLICKS_MAX)).unwrap_or_default();
            match tell(customer, id, &clicks).await {
                Ok(count) => self.update_open(customer, id, |known| known.sent(count)),
                Err(error) => {
                    self.update_open(customer, id, KnownSelection::not_sent);
                    return Err(error);
                }
            }
        }
    }

    /// Waits until no other change is on its way.
    async fn unchanging(self) {
        while self.changing.get_untracked() {
            TimeoutFuture::new(TURN_MS).await;
        }
    }

    /// Waits until no clicks are on their way.
    async fn turn(self) {
        while self.known.with_untracked(|known| !known.sending.is_empty()) {
            TimeoutFuture::new(TURN_MS).await;
        }
    }

    /// Applies an answer of the server, unless another selection has been opened since it was asked.
    fn update_open(self, customer: CustomerId, id: SelectionId, update: impl FnOnce(&mut KnownSelection)) {
        self.told.update_value(|told| *told += 1);
        if self.known.with_untracked(|known| (known.customer, known.id) == (Some(customer), Some(id))) {
            self.known.update(update);
            self.store();
        }
    }

    fn ensure_id(self) -> Option<SelectionId> {
        let (customer, id) = self.known.with_untracked(|known| (known.customer, known.id));
        if id.is_some() {
            return id;
        }
        let fresh: SelectionId = storage::fresh_id()?.parse().ok()?;
        self.restored.set_value(customer.map(|customer| (customer, fresh)));
        self.known.update(|known| known.id = Some(fresh));
        Some(fresh)
    }

    fn store(self) {
        self.known.with_untracked(|known| {
            if let Some(customer) = known.customer {
                match known.stored() {
                    Some(stored) => storage::save(&key(customer), &stored),
                    None => storage::forget(&key(customer)),
                }
            }
        });
    }
}

/// Tells the server of clicks, in as many requests as it takes; gives how many users the selection then has.
async fn tell(customer: CustomerId, id: SelectionId, clicks: &Clicks) -> Result<i64, ApiError> {
    let mut count = 0;
    let all: Vec<_> = clicks.iter().map(|(user, click)| (*user, *click)).collect();
    for chunk in all.chunks(CLICKS_MAX) {
        let (add, remove) = as_lists(&chunk.iter().copied().collect());
        count = change_selection(customer, id, SelectionChange::Clicks { add, remove }).await?.count;
    }
    Ok(count)
}

/// Where the clicks of a customer are kept in session storage.
fn key(customer: CustomerId) -> String {
    format!("selection:{customer}")
}
