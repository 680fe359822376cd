//! Changes of accounts by a client, and handing out passwords and links.

use super::client::{Client, digest};
use super::journal::{Given, Kind};
use super::numbers::new_id;
use super::site::{USERS, user_id};
use domain::directory::day::Day;
use domain::ids::UserId;
use serde_json::{Value, json};

/// Users up to this one are never permanently deleted, so that users remain in every round.
const LASTING: u64 = 50;

/// A day accepted for a planned deletion.
fn in_a_month() -> Option<Day> {
    Day::of(server::time::now())?.after(30)
}

impl Client<'_> {
    /// Blocks, allows, deletes, restores, resets or offboards some users, cancels their planned deletions, or
    /// permanently deletes the deleted ones after [`LASTING`].
    pub fn change_accounts(&mut self) -> Option<()> {
        let restore = json!({ "Restore": { "upns": {} } });
        let offboard =
            |delete: Value| json!({ "Offboard": { "block": true, "revoke": "All", "reset": true, "delete": delete } });
        let change = self.numbers.pick(&[
            json!("Block"),
            json!("Allow"),
            json!("Allow"),
            json!("Delete"),
            json!("Reset"),
            json!("Keep"),
            json!("Erase"),
            restore.clone(),
            restore.clone(),
            restore,
            offboard(json!("Now")),
            offboard(json!("Never")),
            offboard(json!({ "On": in_a_month() })),
        ]);
        if change == "Erase" {
            return self.change((LASTING + 1..=USERS).map(user_id).collect(), &change);
        }
        let count = self.numbers.between(1, 6);
        let first = self.numbers.between(1, USERS - count + 1);
        self.change((first..first + count).map(user_id).collect(), &change)
    }

    /// Adds a user, then deletes the user, at last permanently.
    pub fn come_and_go(&mut self) -> Option<()> {
        let user = new_id();
        let email = format!("{}@fabrikam.com", user.simple());
        let profile = json!({ "display_name": "Guest", "email": email, "location": "US" });
        self.enter_each("Add", vec![json!({ "user": user, "asked": { "Add": profile } })])?;
        self.change(vec![UserId::new(user)], &json!("Delete"))?;
        self.change(vec![UserId::new(user)], &json!("Erase"))
    }

    /// Hands out passwords or links. Such a request has no key: without an answer the client asks again and gets new
    /// ones. It is refused if the operation added or reset nobody, and denied to who may not do it.
    pub fn hand_out(&mut self) -> Option<()> {
        let operations = self.journal.operations_giving_passwords();
        if operations.is_empty() {
            return Some(());
        }
        let operation = self.numbers.pick(&operations);
        let how = self.numbers.pick(&["Passwords", "Links"]);
        let answer = self.call("passwords/create", json!({ "operation": operation, "how": how }));
        if let Some(answer) = answer.filter(|answer| !answer.is_null()) {
            let out = serde_json::from_value(answer).unwrap();
            self.journal.given().push(Given { operation, out });
        }
        Some(())
    }

    fn change(&self, users: Vec<UserId>, change: &Value) -> Option<()> {
        let number = i64::try_from(users.len()).ok();
        let who = json!({ "Listed": users });
        let preview = self.call("accounts/preview", json!({ "who": who, "change": change }))?;
        let digest = digest(&preview["Ok"]["summary"]["digest"]);
        let key = new_id();
        let request = json!({ "key": key, "who": who, "change": change, "digest": digest });
        self.ask(Kind::Accounts, key, request, number)
    }
}
