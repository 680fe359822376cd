//! Measures finding users and customers, over 500 customers with a million users. Filling the database takes minutes,
//! so this part runs only if named.

use super::{Outcome, add_person, arrivals, measure, shown};
use domain::demo;
use domain::directory::customer::{CustomerSort, CustomerSortBy};
use domain::store::CustomerQuery;
use domain::store::prelude::*;
use server::store::SqlStore;
use std::time::Instant;

const CUSTOMERS: u64 = 500;
const USERS_EACH: usize = 2_000;

/// Fills the database, then measures searches and the list of customers in each order.
pub async fn find(store: &SqlStore) -> Outcome<()> {
    let actor = add_person(store).await;
    let began = Instant::now();
    for seed in 1..=CUSTOMERS {
        let sized = demo::sized(seed, USERS_EACH)?;
        let arrival = arrivals::local(actor.partner, server::time::now());
        store.write_directory(arrival, &sized.directory, sized.users(), false).await?;
    }
    println!("{:<44} {:>9}", "write 500 customers of 2,000 users", shown(began.elapsed()));
    for text in ["ad", "adele", "adele vance", "adele zzzz", "maria garcia", "contoso", "com a", "zzzz"] {
        measure(&format!("find: {text}"), async || store.find(&actor, text, server::time::now()).await.map(drop))
            .await?;
    }
    for by in CustomerSortBy::ALL {
        let sort = CustomerSort { by, descending: true };
        let query = CustomerQuery { sort, ..CustomerQuery::default() };
        measure(&format!("customers by {}", by.as_str()), async || store.customers(&actor, &query).await.map(drop))
            .await?;
    }
    Ok(())
}
