//! Somebody who saves, undoes and buys until a request gets no answer, each time as one of the crew. Actions that one of them may not
//! do are sent nevertheless.

use super::console::Heard;
use super::crew::{Caller, Crew};
use super::journal::{Asked, Journal, Kind};
use super::numbers::{Numbers, new_id};
use super::products::sku;
use super::site::{OWNED, USERS, user_id};
use domain::ids::CustomerId;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use uuid::Uuid;

/// One of several who work on the same customer.
pub struct Client<'a> {
    crew: &'a Crew,
    port: u16,
    customer: CustomerId,
    pub journal: &'a Journal,
    pub numbers: Numbers,
    /// The person it is just now.
    who: Caller,
}

impl<'a> Client<'a> {
    pub fn of((crew, port): (&'a Crew, u16), customer: CustomerId, journal: &'a Journal, numbers: Numbers) -> Self {
        Self { crew, port, customer, journal, numbers, who: Caller::Application }
    }

    /// Works until a request gets no answer, or until told to stop.
    pub fn work(mut self, stop: &AtomicBool) {
        while !stop.load(Ordering::SeqCst) && self.act().is_some() {}
    }

    fn act(&mut self) -> Option<()> {
        self.who = self.numbers.pick(&Caller::ALL);
        match self.numbers.between(1, 16) {
            1..=6 => self.save(),
            7..=8 => self.undo(),
            9 => self.buy(),
            10..=11 => self.change_accounts(),
            12..=13 => self.enter(),
            14 => self.come_and_go(),
            15 => self.hand_out(),
            _ => self.cancel(),
        }
    }

    fn save(&mut self) -> Option<()> {
        let (selection, count) = (new_id(), self.numbers.between(1, 12));
        let first = self.numbers.between(1, USERS - count + 1);
        let users: Vec<_> = (first..first + count).map(user_id).collect();
        let clicks = json!({ "Clicks": { "add": users, "remove": [] } });
        self.call("selection/change", json!({ "selection": selection, "change": clicks }))?;
        let license = self.numbers.pick(&["Assign", "Revoke"]);
        let product = sku(self.numbers.pick(&OWNED).0).to_string();
        let change = json!({ "products": { product.as_str(): { "license": license } } });
        let policy = self.numbers.pick(&["InOrder", "EverybodyOrNobody"]);
        let in_order = if policy == "InOrder" { vec![product] } else { Vec::new() };
        let arguments = json!({ "selection": selection, "change": change, "in_order": in_order });
        let preview = self.call("licenses/preview", arguments)?;
        let digest = digest(&preview["digest"]);
        let key = new_id();
        let request =
            json!({ "key": key, "selection": selection, "change": change, "policy": policy, "digest": digest });
        // Deleted users are not selected; they are again once they are restored. The digest is that of so many users.
        self.ask(Kind::Save, key, request, preview["users"].as_i64())
    }

    /// Undoes any operation, possibly another undo.
    fn undo(&mut self) -> Option<()> {
        let operations = self.journal.operations();
        if operations.is_empty() {
            return self.save();
        }
        let operation = self.numbers.pick(&operations);
        let asked = json!({ "operation": operation, "upns": {} });
        let digest = digest(&self.call("operations/undo-preview", asked)?["summary"]["digest"]);
        let key = new_id();
        self.ask(Kind::Undo, key, json!({ "key": key, "operation": operation, "digest": digest }), None)
    }

    fn buy(&mut self) -> Option<()> {
        let (key, quantity) = (new_id(), self.numbers.between(1, 3));
        let product = sku(self.numbers.pick(&OWNED).0);
        let request = json!({ "key": key, "sku_id": product, "quantity": quantity });
        self.ask(Kind::Buy, key, request, i64::try_from(quantity).ok())
    }

    /// Adds users, whose emails may be taken, or edits users. Above `JOB_ABOVE` users this is a job.
    fn enter(&mut self) -> Option<()> {
        let count = self.numbers.between(1, 12);
        let is_new = self.numbers.between(1, 3) == 1;
        let first = self.numbers.between(1, USERS - count + 1);
        let product = sku(self.numbers.pick(&OWNED).0).to_string();
        let licenses = json!({ "products": { product: { "license": "Assign" } } });
        let department = self.numbers.pick(&["Sales", "Legal", ""]);
        let entry = |number: u64| {
            if is_new {
                let email = format!("new{}@fabrikam.com", number * 3 + first);
                let profile = json!({ "display_name": "New", "email": email, "location": "US" });
                json!({ "user": new_id(), "asked": { "Add": profile }, "licenses": licenses })
            } else {
                let profile = json!({ "department": department });
                json!({ "user": user_id(number), "asked": { "Edit": profile }, "licenses": licenses })
            }
        };
        let entries = (first..first + count).map(entry).collect();
        self.enter_each(if is_new { "Upload" } else { "Edit" }, entries)
    }

    /// Adds or edits users with these entries.
    pub fn enter_each(&self, kind: &str, entries: Vec<Value>) -> Option<()> {
        let number = i64::try_from(entries.len()).ok();
        let entries = json!({ "Each": entries });
        let preview = self.call("entries/preview", json!({ "entries": entries }))?;
        let digest = digest(&preview["Ok"]["summary"]["digest"]);
        let key = new_id();
        let request = json!({ "key": key, "kind": kind, "entries": entries, "digest": digest });
        self.ask(Kind::Entries, key, request, number)
    }

    /// Stops the latest operation, if it still runs.
    fn cancel(&mut self) -> Option<()> {
        match self.journal.operations().last() {
            Some(operation) => self.call("operations/cancel", json!({ "operation": operation })).map(drop),
            None => Some(()),
        }
    }

    pub fn ask(&self, kind: Kind, key: Uuid, request: Value, number: Option<i64>) -> Option<()> {
        let arguments = json!({ "customer": self.customer, "request": request });
        let asked = Asked { kind, who: self.who, key, arguments, number, became: None };
        let place = self.journal.ask(asked.clone());
        let became = asked.hear(self.hear(kind.function(), &asked.arguments)?)?;
        self.journal.answer(place, became);
        Some(())
    }

    /// Calls a function about the customer. Nothing is in the answer if it is denied.
    pub fn call(&self, function: &str, mut arguments: Value) -> Option<Value> {
        arguments["customer"] = json!(self.customer);
        self.hear(function, &arguments).map(Heard::value)
    }

    fn hear(&self, function: &str, arguments: &Value) -> Option<Heard> {
        self.crew.console(self.who, self.port).call(function, arguments)
    }
}

/// The digest of a preview. A person who was denied the preview makes one up.
pub fn digest(previewed: &Value) -> Value {
    if previewed.is_string() { previewed.clone() } else { json!("made up") }
}
