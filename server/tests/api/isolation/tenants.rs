//! Organization tenants: for people and programs of one, the people of the others and of none are not there, and neither are the
//! directories of the others.

use super::actors::{Caller, EVERYBODY, Managing};
use super::answer::Statements;
use super::entrances::{key, use_first};
use super::files::ask_in;
use super::ids::{Kind, places};
use super::objects::{Making, Objects, id, named, text, token};
use super::side::{PRODUCTS, Side};
use super::visitor::Visitor;
use super::{NOW, Spread, World, call_in, calls, try_call};
use crate::products::sku;
use crate::site::{Browser, Site};
use crate::support::{arrivals, customers};
use domain::access::Actor;
use serde_json::{Value, json};
use server::store::import::customer::Arrival;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The word in every name of the other tenant.
pub const ELSEWHERE: &str = "Elsewhere";
/// The tenant of the callers, and the other one.
const TENANTS: [Side; 2] =
    [Side { number: 31, word: "Tenant", product: 0 }, Side { number: 32, word: ELSEWHERE, product: 0 }];
/// The kinds that belong to a tenant, or to none.
const OF_TENANTS: [Kind; 5] = [Kind::Person, Kind::Group, Kind::Invitation, Kind::Application, Kind::ApplicationKey];

impl Side {
    /// Makes a tenant with people, and with what was done in its directory.
    async fn make_tenant(self, site: &Site, owner: &Actor, anna: &mut Browser<'_>) -> Objects {
        let directory = self.directory(PRODUCTS[self.product], self.purchase(true));
        let arrival = Arrival { own_organization: true, ..arrivals::local(owner.partner, *NOW) };
        customers::write(&site.store, arrival, &directory).await;
        let tenant = self.customer().uuid();
        let mut making = Making { side: self, browser: anna, next: self.number << 64 };
        let change = json!({ "tenant": tenant, "change": "Associate" });
        assert!(making.call("tenants/change", change).await["Done"].is_array());
        let mut there = BTreeMap::from([
            (Kind::Customer, tenant),
            (Kind::User, self.user(1).uuid()),
            (Kind::DeletedUser, self.user(3).uuid()),
            (Kind::Purchase, self.purchase(true).uuid()),
            (Kind::Product, sku(PRODUCTS[self.product]).uuid()),
        ]);
        there.insert(Kind::Operation, making.accounts(self.user(1), &json!("Block")).await);
        making.accounts(self.user(3), &json!("Delete")).await;
        there.insert(Kind::EntriesOperation, making.add_user().await.1);
        there.insert(Kind::Template, making.template(true).await);

        let (invitation, _) = making.invite(2, "invited", "SalesAgent").await;
        there.insert(Kind::Invitation, invitation);
        let person = making.let_in(4, "person", "SalesAgent").await.1;
        there.insert(Kind::Person, person);
        there.insert(Kind::Group, making.group("group", json!([]), json!([])).await);
        let application = making.application("program").await;
        there.insert(Kind::Application, id(&application));
        let form = json!({ "application": application, "form": { "description": "Isolation", "months": 6 } });
        let made = making.call("applications/make-key", form).await;
        let made = named(&made["Made"]["people"]["applications"], "id", &text(&application));
        there.insert(Kind::ApplicationKey, id(&made["keys"][0]["id"]));
        Objects { there, ..Objects::default() }
    }
}

impl<'b> Making<'_, 'b> {
    /// Invites a user of the directory. Returns the invitation and its token.
    async fn invite(&mut self, user: u128, name: &str, role: &str) -> (Uuid, String) {
        let (name, number) = (self.name(name), self.fresh().to_string());
        let invited = json!({ "name": name, "sign_in_name": number, "directory_user": self.side.user(user) });
        let form = json!({ "people": [invited], "roles": [role], "tenant": self.side.customer() });
        let made = self.call("people/invite", json!({ "form": form })).await["Made"].take();
        assert!(made.is_object(), "{name} was not invited");
        let invitation = named(&made["people"]["invitations"], "sign_in_name", &number);
        (id(&invitation["id"]), token(&made["links"][0]["path"]))
    }

    /// Invites a user of the directory, who accepts. Returns the person's browser and id.
    async fn let_in(&mut self, user: u128, name: &str, role: &str) -> (Browser<'b>, Uuid) {
        let (_, token) = self.invite(user, name, role).await;
        let mut browser = Browser::of(self.browser.site);
        let accepted = browser.post(&format!("/invitation/{token}"), "password=correct+donkey+battery").await;
        assert_eq!(accepted.leads_to(), "/customers");
        let who = browser.call("session/who", "{}").await.json();
        (browser, id(&who["actor"]["id"]))
    }

    async fn group(&mut self, name: &str, roles: Value, members: Value) -> Uuid {
        let (name, tenant) = (self.name(name), self.side.customer());
        let form = json!({ "name": name, "roles": roles, "members": members, "tenant": tenant });
        let done = self.call("groups/add", json!({ "form": form })).await["Done"].take();
        id(&named(&done["groups"], "name", &name)["id"])
    }

    async fn application(&mut self, name: &str) -> Value {
        let (name, tenant) = (self.name(name), self.side.customer());
        let form = json!({ "name": name, "roles": ["GlobalAdmin", "AdminAgent"], "tenant": tenant });
        let done = self.call("applications/add", json!({ "form": form, "application_id": null })).await;
        assert!(done["Done"].is_object(), "{name}: {done}");
        let done = &done["Done"];
        named(&done["applications"], "name", &name)["id"].clone()
    }
}

/// Calls the functions that name what belongs to tenants, and some others.
async fn call_about_people(world: &World, caller: Caller) {
    let (mut visitor, mut spread) = (caller.enter(world).await, Spread::of(caller));
    for (nth, (function, arguments)) in calls::calls().into_iter().enumerate() {
        let mut kinds = places(&arguments).into_iter().map(|(_, kind)| kind);
        if *EVERYBODY || nth % 4 == 0 || kinds.any(|kind| OF_TENANTS.contains(&kind)) {
            try_call(world, (&mut spread, &mut visitor), (function, &arguments)).await;
        }
    }
}

/// The values that belong to tenants, as somebody sees them who manages all: they have these ids, or name them.
async fn seen_elsewhere(world: &World) -> Vec<Value> {
    let Visitor::Person(mut anna) = Caller::First.enter(world).await else { panic!("she is a person") };
    let people = anna.call("people/list", "{}").await.json();
    let ids: Vec<String> = world.elsewhere.iter().flat_map(|side| side.there.values()).map(Uuid::to_string).collect();
    let lists = ["people", "groups", "invitations", "applications", "tenants"];
    let rows = lists.into_iter().flat_map(|list| people[list].as_array().unwrap_or_else(|| panic!("{list}")));
    let seen: Vec<Value> = rows.filter(|row| ids.iter().any(|id| row["id"] == *id)).cloned().collect();
    world.statements.take();
    assert!(seen.len() > 8, "{seen:?}");
    seen
}

#[tokio::test]
async fn for_people_and_programs_of_a_tenant_nobody_else_is_there() {
    let (statements, _listening) = Statements::listen();
    let mut world = World::new(&statements).await;
    let Visitor::Person(mut anna) = Caller::First.enter(&world).await else { panic!("she is a person") };
    let own = TENANTS[0].make_tenant(&world.site, &world.ben, &mut anna).await;
    let other = TENANTS[1].make_tenant(&world.site, &world.ben, &mut anna).await;
    let mut making = Making { side: TENANTS[0], browser: &mut anna, next: (TENANTS[0].number << 64) + (1 << 32) };
    let (global, _) = making.let_in(5, "Global admin", "GlobalAdmin").await;
    let (account, _) = making.let_in(6, "Account admin", "AccountAdmin").await;
    let (by_group, member) = making.let_in(7, "Member", "BillingAdmin").await;
    making.group("managers", json!(["GlobalAdmin", "AdminAgent"]), json!([member])).await;
    let application = making.application("program of a caller").await;
    let key = key(&mut anna, &application).await;
    use_first(&world.site, &key).await;
    let sessions = [(Managing::GlobalAdmin, global), (Managing::AccountAdmin, account), (Managing::ByGroup, by_group)];
    let sessions = sessions.map(|(who, browser)| (who, browser.cookie.unwrap()));
    drop(anna);
    for (who, cookie) in sessions {
        world.entrances.let_in(Caller::OfTenant(who), cookie);
    }
    world.entrances.let_in_by_key(Caller::OfTenant(Managing::Application), key);
    world.known.extend(own.there.values());

    // Of people what is theirs is in the tenant; what our partner has besides is as far away as the other tenant.
    let of_none = OF_TENANTS.map(|kind| (kind, world.own.there.insert(kind, own.there[&kind]).unwrap()));
    let of_none = Objects { there: of_none.into(), ..Objects::default() };
    world.elsewhere = vec![other, of_none];
    let before = seen_elsewhere(&world).await;
    let global = Caller::OfTenant(Managing::GlobalAdmin);
    call_in(&world, vec![global]).await;
    for caller in Caller::of_tenant().into_iter().filter(|caller| *caller != global) {
        call_about_people(&world, caller).await;
    }
    ask_in(&world, if *EVERYBODY { Caller::of_tenant() } else { vec![global] }).await;
    // The same in the tenant's own directory.
    world.own.there.extend(own.there);
    call_about_people(&world, global).await;
    assert_eq!(seen_elsewhere(&world).await, before, "something of others was changed");
}
