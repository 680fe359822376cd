//! The browser's knowledge of a selection, as plain data: the server's last word, clicks that it has not yet been
//! told, and clicks that are on their way to it.

use domain::ids::{CustomerId, SelectionId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A click that the server may not know yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Click {
    /// Whether the user is to be in the selection.
    pub selected: bool,
    /// Whether the user was in the selection, as far as it was known then.
    pub had: bool,
}

impl Click {
    fn adds(self) -> i64 {
        i64::from(self.selected) - i64::from(self.had)
    }
}

/// Clicks by user.
pub type Clicks = BTreeMap<UserId, Click>;

/// Clicks as they survive a reload of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredClicks {
    /// The selection that they are of.
    pub selection: SelectionId,
    /// The clicks.
    pub clicks: Clicks,
}

/// A selection as the browser knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownSelection {
    /// The customer of the users.
    pub customer: Option<CustomerId>,
    /// Its id; `None` until the first click.
    pub id: Option<SelectionId>,
    /// How many users it has by the server's last word.
    pub base_count: i64,
    /// Which of the rows shown are in it by the server's last word.
    pub on_page: BTreeSet<UserId>,
    /// Clicks since then.
    pub delta: Clicks,
    /// Clicks that are on their way.
    pub sending: Clicks,
}

impl KnownSelection {
    /// A selection of which nothing is known but its id.
    pub fn new(customer: Option<CustomerId>, id: Option<SelectionId>) -> Self {
        Self { customer, id, ..Self::default() }
    }

    /// Whether the user is in the selection, latest clicks included.
    pub fn has(&self, user: UserId) -> bool {
        self.delta.get(&user).map_or_else(|| self.had(user), |click| click.selected)
    }

    /// How many users it has, latest clicks included.
    pub fn count(&self) -> i64 {
        let clicked: i64 = self.delta.values().chain(self.sending.values()).map(|click| click.adds()).sum();
        (self.base_count + clicked).max(0)
    }

    /// How many of these users are in it.
    pub fn count_among(&self, users: &[UserId]) -> usize {
        users.iter().filter(|user| self.has(**user)).count()
    }

    /// Whether there are clicks that the server may not know.
    pub fn has_unsent(&self) -> bool {
        !self.delta.is_empty() || !self.sending.is_empty()
    }

    /// Selects a user who is shown, or takes the user out.
    pub fn click(&mut self, user: UserId, selected: bool) {
        let had = self.had(user);
        if selected == had {
            self.delta.remove(&user);
        } else {
            self.delta.insert(user, Click { selected, had });
        }
    }

    /// Takes over the server's answer about the shown rows and the whole selection.
    pub fn learn(&mut self, shown: &[UserId], selected: &[UserId], count: i64) {
        self.base_count = count;
        self.on_page = selected.iter().copied().collect();
        for user in shown {
            let on_server = self.on_page.contains(user);
            if let Some(click) = self.sending.get_mut(user) {
                click.had = on_server;
            } else if let Some(click) = self.delta.get_mut(user) {
                click.had = on_server;
            }
        }
        self.delta.retain(|_, click| click.selected != click.had);
    }

    /// Takes up to `most` clicks to send them.
    pub fn start_sending(&mut self, most: usize) -> Clicks {
        let users: Vec<UserId> = self.delta.keys().copied().take(most).collect();
        self.sending = users.into_iter().filter_map(|user| self.delta.remove_entry(&user)).collect();
        self.sending.clone()
    }

    /// The server has taken the clicks and has now so many users.
    pub fn sent(&mut self, count: i64) {
        for (user, click) in std::mem::take(&mut self.sending) {
            if click.selected {
                self.on_page.insert(user);
            } else {
                self.on_page.remove(&user);
            }
        }
        self.base_count = count;
    }

    /// The server was not reached or refused: the clicks wait again, later ones win.
    pub fn not_sent(&mut self) {
        for (user, click) in std::mem::take(&mut self.sending) {
            let later = self.delta.get(&user).map_or(click.selected, |later| later.selected);
            self.delta.insert(user, Click { selected: later, had: click.had });
        }
        self.delta.retain(|_, click| click.selected != click.had);
    }

    /// The part that must survive a reload; `None` when there is nothing.
    pub fn stored(&self) -> Option<StoredClicks> {
        let mut all = self.clone();
        all.not_sent();
        let clicks = all.delta;
        self.id.filter(|_| !clicks.is_empty()).map(|selection| StoredClicks { selection, clicks })
    }

    /// Takes back the clicks that survived a reload; later clicks win.
    pub fn restore(&mut self, stored: StoredClicks, shown: &[UserId]) {
        if self.id != Some(stored.selection) {
            return;
        }
        for (user, click) in stored.clicks {
            if self.delta.contains_key(&user) || self.sending.contains_key(&user) {
                continue;
            }
            let had = if shown.contains(&user) { self.on_page.contains(&user) } else { click.had };
            if had != click.selected {
                self.delta.insert(user, Click { selected: click.selected, had });
            }
        }
    }

    /// The server's knowledge, or the knowledge it will have once the clicks on their way have arrived.
    fn had(&self, user: UserId) -> bool {
        self.sending.get(&user).map_or_else(|| self.on_page.contains(&user), |click| click.selected)
    }
}

/// Clicks as the two lists that the server takes: in, and out.
pub fn as_lists(clicks: &Clicks) -> (Vec<UserId>, Vec<UserId>) {
    let (add, remove): (Vec<_>, Vec<_>) = clicks.iter().partition(|(_, click)| click.selected);
    let users = |clicks: Vec<(&UserId, &Click)>| clicks.into_iter().map(|(user, _)| *user).collect();
    (users(add), users(remove))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(number: u8) -> UserId {
        format!("00000000-0000-4000-8000-0000000000{number:02x}").parse().unwrap()
    }

    fn users(numbers: &[u8]) -> Vec<UserId> {
        numbers.iter().map(|number| user(*number)).collect()
    }

    /// Rows 1 to 4 are shown, 1 and 2 are selected, and three more are on other pages.
    fn known() -> KnownSelection {
        let mut known = KnownSelection::new(None, "6fd2c87f-b296-42f0-b197-1e91e994b900".parse().ok());
        known.learn(&users(&[1, 2, 3, 4]), &users(&[1, 2]), 5);
        known
    }

    #[test]
    fn a_click_counts_at_once_and_a_second_takes_it_back() {
        let mut known = known();
        known.click(user(3), true);
        assert_eq!((known.count(), known.has(user(3)), known.has_unsent()), (6, true, true));
        known.click(user(3), false);
        assert_eq!((known.count(), known.has(user(3)), known.has_unsent()), (5, false, false));
    }

    #[test]
    fn taking_out_counts_down() {
        let mut known = known();
        known.click(user(1), false);
        known.click(user(2), false);
        assert_eq!((known.count(), known.count_among(&users(&[1, 2, 3, 4]))), (3, 0));
    }

    #[test]
    fn clicks_survive_another_page() {
        let mut known = known();
        known.click(user(3), true);
        known.learn(&users(&[5, 6]), &[], 5);
        assert_eq!((known.count(), known.has(user(3)), known.count_among(&users(&[5, 6]))), (6, true, 0));
    }

    #[test]
    fn a_page_that_already_has_the_click_does_not_count_it_twice() {
        let mut known = known();
        known.click(user(3), true);
        known.learn(&users(&[1, 2, 3, 4]), &users(&[1, 2, 3]), 6);
        assert_eq!((known.count(), known.has_unsent()), (6, false));
    }

    #[test]
    fn sent_clicks_become_what_the_server_has() {
        let mut known = known();
        known.click(user(3), true);
        known.click(user(1), false);
        assert_eq!(as_lists(&known.start_sending(10)), (users(&[3]), users(&[1])));
        assert_eq!(known.count(), 5);
        known.sent(5);
        assert_eq!(
            (known.count(), known.has(user(3)), known.has(user(1)), known.has_unsent()),
            (5, true, false, false)
        );
    }

    #[test]
    fn a_click_taken_back_while_it_is_sent_is_sent_again() {
        let mut known = known();
        known.click(user(3), true);
        known.start_sending(10);
        known.click(user(3), false);
        assert_eq!((known.count(), known.has(user(3))), (5, false));
        known.sent(6);
        assert_eq!((known.count(), known.has(user(3))), (5, false));
        assert_eq!(as_lists(&known.start_sending(10)), (Vec::new(), users(&[3])));
    }

    #[test]
    fn a_failed_sending_loses_nothing() {
        let mut known = known();
        known.click(user(3), true);
        known.click(user(4), true);
        known.start_sending(10);
        known.click(user(4), false);
        known.not_sent();
        assert_eq!((known.count(), known.has(user(3)), known.has(user(4))), (6, true, false));
        assert_eq!(as_lists(&known.start_sending(10)).0, users(&[3]));
    }

    #[test]
    fn no_more_are_sent_than_may() {
        let mut known = known();
        known.click(user(3), true);
        known.click(user(4), true);
        assert_eq!((known.start_sending(1).len(), known.count()), (1, 7));
    }

    #[test]
    fn a_page_that_arrives_while_clicks_are_sent_counts_them_once() {
        let mut known = known();
        known.click(user(3), true);
        known.start_sending(10);
        known.learn(&users(&[1, 2, 3, 4]), &users(&[1, 2, 3]), 6);
        assert_eq!(known.count(), 6);
        known.sent(6);
        assert_eq!((known.count(), known.has(user(3))), (6, true));
    }

    #[test]
    fn a_reload_brings_clicks_back_also_those_on_their_way() {
        let mut before = known();
        before.click(user(3), true);
        before.start_sending(10);
        before.click(user(4), true);
        let mut after = known();
        after.restore(before.stored().unwrap(), &users(&[1, 2, 3, 4]));
        assert_eq!((after.count(), after.has(user(3)), after.has(user(4))), (7, true, true));
    }

    #[test]
    fn clicks_of_another_selection_are_not_restored() {
        let mut other = known();
        other.click(user(3), true);
        let mut stored = other.stored().unwrap();
        stored.selection = "11111111-b296-42f0-b197-1e91e994b900".parse().unwrap();
        let mut known = known();
        known.restore(stored, &[]);
        assert!(!known.has_unsent());
    }

    #[test]
    fn nothing_clicked_stores_nothing() {
        assert_eq!(known().stored(), None);
    }
}
