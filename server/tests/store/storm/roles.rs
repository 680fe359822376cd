//! Roles that are taken away and given back while all the others work.

use super::client::until_answered;
use super::crew::{UNSTEADY, again};
use crate::portal::by;
use domain::access::Actor;
use domain::access::person::{PersonChange, PersonForm};
use domain::access::role::PartnerRole;
use domain::console::security::SecurityEventKind;
use domain::store::prelude::*;
use server::store::SqlStore;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The certain facts about the roles of these people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Known {
    #[default]
    Has,
    Lacks,
    /// They are being changed.
    Changing,
}

/// The certain facts now, with a number that is another one after each change.
#[derive(Default)]
pub struct Roles(Mutex<(u64, Known)>);

impl Roles {
    pub fn now(&self) -> (u64, Known) {
        *self.0.lock().unwrap()
    }

    fn set(&self, known: Known) {
        let mut now = self.0.lock().unwrap();
        *now = (now.0 + 1, known);
    }
}

/// Takes the role of these people away and gives it back until the time is over. Returns how often.
pub async fn take_and_give(
    store: SqlStore,
    first: Actor,
    people: Vec<Actor>,
    roles: Arc<Roles>,
    until: Instant,
) -> u64 {
    let mut times = 0;
    while Instant::now() < until {
        for (role, known) in [(PartnerRole::BillingAdmin, Known::Lacks), (UNSTEADY, Known::Has)] {
            roles.set(Known::Changing);
            for person in &people {
                let (name, sign_in_name) = (person.name.clone(), person.sign_in_name.clone());
                let form = PersonForm { name, sign_in_name, roles: [role].into(), custom: None };
                let (edit, event) = (PersonChange::Edit(form), by(&first, SecurityEventKind::PersonEdited));
                until_answered(|| store.change_person(&first, person.id, &edit, &event)).await.unwrap();
                assert!(again(&store, person).await.roles.contains(&role));
            }
            roles.set(known);
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
        times += 1;
    }
    times
}
