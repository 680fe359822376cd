//! A side of the isolation tests: a customer, with the objects that are made for it.

use super::super::products::{owned, product, sku};
use super::super::site::{Browser, Site};
use super::super::support::{arrivals, customers, users};
use super::ids::Kind;
use super::objects::{Making, Objects, id};
use domain::access::Actor;
use domain::directory::password::Secret;
use domain::ids::{CustomerId, SubscriptionId, UserId};
use domain::import::customer::{CustomerImport, ImportedSoftware, ImportedUser};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A word that stands in every name of a side that is to stay secret.
pub const SECRET: &str = "Zebra";
/// The word in every name of our other customer.
pub const SIBLING: &str = "Sibling";
/// The products of the sides.
pub const PRODUCTS: [&str; 2] = ["VISIOCLIENT", "PROJECTPROFESSIONAL"];
/// The products that the sides had once.
const FORMER: [&str; 2] = ["VISIOONLINE_PLAN1", "PROJECTPREMIUM"];

/// So many users are imported.
const USERS: u128 = 7;

/// The numbers of a side: that of the customer, and where those of the users begin. They stand far apart, so that
/// neighbours of an id are free.
#[derive(Clone, Copy)]
pub struct Side {
    pub number: u128,
    /// The words that begin each name.
    pub word: &'static str,
    /// Which of [`PRODUCTS`] the customer owns.
    pub product: usize,
}

impl Side {
    pub fn customer(self) -> CustomerId {
        CustomerId::new(Uuid::from_u128(self.number << 32))
    }

    /// The purchase that is there, or the one before it.
    pub fn purchase(self, is_there: bool) -> SubscriptionId {
        let number = if is_there { 0xb0 } else { 0xb1 };
        SubscriptionId::new(Uuid::from_u128((self.number << 32) + (number << 8)))
    }

    pub fn user(self, number: u128) -> UserId {
        users::user_id((self.number << 32) + (number << 8))
    }

    /// Makes the customer and, in the browser of somebody who may, everything else.
    pub async fn make(self, site: &Site, owner: &Actor, browser: &mut Browser<'_>) -> Objects {
        let mut objects = Objects::default();
        self.import(site, owner, false).await;
        self.import(site, owner, true).await;
        objects.removed.insert(Kind::Purchase, vec![self.purchase(false).uuid()]);
        objects.removed.insert(Kind::Product, vec![sku(FORMER[self.product]).uuid()]);
        let there = &mut objects.there;
        there.insert(Kind::Customer, self.customer().uuid());
        there.insert(Kind::User, self.user(1).uuid());
        there.insert(Kind::Purchase, self.purchase(true).uuid());
        let mut making = Making { side: self, browser, next: self.number << 64 };
        let customer = self.customer().uuid();

        there.insert(Kind::Operation, making.accounts(self.user(1), &json!("Block")).await);
        there.insert(Kind::PasswordOperation, making.accounts(self.user(2), &json!("Reset")).await);
        let password = making.link_to_password(there[&Kind::PasswordOperation]).await;
        objects.void.insert("/password/{token}", password);
        making.accounts(self.user(3), &json!("Delete")).await;
        there.insert(Kind::DeletedUser, self.user(3).uuid());
        making.accounts(self.user(4), &json!("Delete")).await;
        making.accounts(self.user(4), &json!("Erase")).await;
        for kind in [Kind::User, Kind::DeletedUser] {
            objects.removed.insert(kind, vec![self.user(4).uuid()]);
        }
        let (key, operation) = making.add_user().await;
        there.extend([(Kind::Key, key), (Kind::EntriesOperation, operation)]);

        objects.removed.insert(Kind::Selection, vec![making.select().await]);
        let forgotten = making.old_event(site, owner).await;
        objects.removed.insert(Kind::SecurityEvent, vec![forgotten]);

        let sku = sku(PRODUCTS[self.product]);
        let buy = json!({ "key": making.fresh(), "sku_id": sku, "quantity": 1 });
        let order = making.call("purchases/buy", json!({ "customer": customer, "request": buy })).await;
        there.extend([(Kind::Order, id(&order["Ordered"]["id"])), (Kind::Product, sku.uuid())]);

        there.insert(Kind::Template, making.template(true).await);
        objects.removed.insert(Kind::Template, vec![making.template(false).await]);
        making.people(there, &mut objects.removed, &mut objects.void).await;
        making.portal(there, &mut objects.removed).await;
        making.relationship(there, &mut objects.removed, &mut objects.void).await;
        let (application, key, provider) = making.ways_in().await;
        let revoked = making.revoked_key(application).await;
        there.extend([(Kind::Application, application), (Kind::ApplicationKey, key), (Kind::Provider, provider)]);
        let (application, key, provider) = making.ways_in().await;
        making.call("applications/change", json!({ "application": application, "change": "Remove" })).await;
        making.call("providers/remove", json!({ "provider": provider })).await;
        objects.removed.insert(Kind::Application, vec![application]);
        objects.removed.insert(Kind::ApplicationKey, vec![key, revoked]);
        objects.removed.insert(Kind::Provider, vec![provider]);
        let logged = json!({ "action": null, "performer": null, "from": null, "until": null, "search": "",
            "place": "First", "size": 50 });
        let logged = making.call("activity/list", json!({ "customer": customer, "query": logged })).await;
        there.insert(Kind::Activity, id(&logged["rows"][0]["id"]));
        let events = making.call("security/events", json!({ "place": "First", "size": 50 })).await;
        there.insert(Kind::SecurityEvent, id(&events["rows"][0]["id"]));
        objects
    }

    /// Makes a customer with something of each kind that a customer has, in a group of the partner, and deletes it. Its rows stay until
    /// they are removed.
    pub async fn make_deleted(self, site: &Site, owner: &Actor, browser: &mut Browser<'_>, group: Uuid) -> Uuid {
        self.import(site, owner, true).await;
        let customer = self.customer().uuid();
        let mut there = BTreeMap::from([(Kind::Group, group)]);
        let (mut removed, mut void) = (BTreeMap::new(), BTreeMap::new());
        let mut making = Making { side: self, browser, next: self.number << 64 };
        making.accounts(self.user(1), &json!("Block")).await;
        making.accounts(self.user(3), &json!("Delete")).await;
        making.add_user().await;
        making.template(true).await;
        making.select().await;
        making.portal(&mut there, &mut removed).await;
        making.relationship(&mut there, &mut removed, &mut void).await;
        let contents = making.call("customers/contents", json!({ "customer": customer })).await;
        let form = json!({ "name": making.name("company"), "seen": contents });
        assert_eq!(making.call("customers/delete", json!({ "customer": customer, "form": form })).await, "Done");
        customer
    }

    /// Makes the selection that stays, after those that were idle are removed.
    pub async fn select(self, objects: &mut Objects, browser: &mut Browser<'_>) {
        let mut making = Making { side: self, browser, next: (self.number << 64) + (1 << 32) };
        objects.there.insert(Kind::Selection, making.select().await);
    }

    /// Imports the customer as it is, or as it was before, with something that is gone now.
    async fn import(self, site: &Site, owner: &Actor, is_now: bool) {
        let directory = self.directory(if is_now { PRODUCTS } else { FORMER }[self.product], self.purchase(is_now));
        customers::write(&site.store, arrivals::local(owner.partner, 1), &directory).await;
    }

    pub fn directory(self, part_number: &str, purchase: SubscriptionId) -> CustomerImport {
        let mut directory = customers::empty(self.customer(), &format!("{} company", self.word));
        directory.products = vec![owned(product(part_number), 5)];
        directory.products[0].subscriptions[0].id = purchase;
        let keys = vec![Secret::shown(format!("{}-KEY", self.word))];
        directory.software = vec![ImportedSoftware { subscription: purchase, downloads: Vec::new(), keys }];
        directory.users = (1..=USERS)
            .map(|number| ImportedUser {
                id: self.user(number),
                upn: format!("{}{number}@fabrikam.com", self.word.to_lowercase()),
                location: "SK".parse().ok(),
                ..users::user(number, &format!("{} user {number}", self.word))
            })
            .collect();
        directory
    }
}
