//! The database of the world, and what stands in it.

use super::super::access::with_ben;
use super::super::anna::PASSWORD;
use super::super::choices::choose;
use super::super::site::{Browser, Site};
use super::NOW;
use super::entrances::{Entrances, OWN_TAG, SIBLING_TAG};
use super::ids::Kind;
use super::objects::Objects;
use super::side::{SECRET, SIBLING, Side};
use domain::access::Actor;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::ids::PartnerUserId;
use domain::store::prelude::*;
use serde_json::json;
use uuid::Uuid;

/// The world as it was made.
pub struct Made {
    /// The SQLite file.
    pub file: Vec<u8>,
    pub ben: Actor,
    pub own: Objects,
    pub sibling: Objects,
    pub foreign: Objects,
    pub entrances: Entrances,
}

impl Made {
    pub async fn new() -> Self {
        let mut site = Site::open().await;
        site.serve(site.store.clone(), || *NOW);
        let ben = with_ben(&site).await;
        let stranger = PartnerUserId::new(Uuid::from_u128(2));
        let stranger = site.store.partner_user(stranger).await.unwrap().unwrap().actor;
        // The relationships that are made would otherwise decide who sees what.
        for partner in [ben.partner, stranger.partner] {
            choose(&site.store, partner, RelationshipPolicy::Advised).await;
        }
        let mut anna = Browser::signed_in(&site).await;
        let sides = [("Own", 0), (SIBLING, 0), (SECRET, 1)];
        let mut numbers = 21..;
        let [of_own, of_sibling, of_foreign] =
            sides.map(|(word, product)| Side { number: numbers.next().unwrap(), word, product });
        let mut own = of_own.make(&site, &ben, &mut anna).await;
        let mut sibling = of_sibling.make(&site, &ben, &mut anna).await;
        for (side, tag) in [(&own, OWN_TAG), (&sibling, SIBLING_TAG)] {
            let change = json!({ "seen": [], "tags": [tag] });
            let set = anna.call("tags/set", json!({ "customer": side.there[&Kind::Customer], "change": change })).await;
            assert_eq!(set.json(), json!({ "Done": [tag] }));
        }
        // One that is gone by now, and one whose rows are still there.
        let group = own.there[&Kind::Group];
        let deleted = ["Vanished", "Vanishing"].map(|word| Side { number: numbers.next().unwrap(), word, product: 0 });
        for side in deleted {
            while site.store.remove_deleted_customer(*NOW).await.unwrap() {}
            let customer = side.make_deleted(&site, &ben, &mut anna, group).await;
            own.removed.entry(Kind::Customer).or_default().push(customer);
        }
        let entrances = Entrances::make(&site, &mut anna, own.there[&Kind::Customer]).await;
        let mut theirs = Browser::of(&site);
        assert_eq!(theirs.sign_in("Stranger", PASSWORD).await.leads_to(), "/customers");
        let mut foreign = of_foreign.make(&site, &stranger, &mut theirs).await;
        // These rows go when their time is over.
        site.store.purge_selections(*NOW + 1).await.unwrap();
        site.store.purge_security_events(*NOW).await.unwrap();
        of_own.select(&mut own, &mut anna).await;
        of_sibling.select(&mut sibling, &mut anna).await;
        of_foreign.select(&mut foreign, &mut theirs).await;
        Self { file: site.file().await, ben, own, sibling, foreign, entrances }
    }
}
