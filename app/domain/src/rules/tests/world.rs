//! Generated customers and changes: four products with overlapping plans, eight users, groups, rules, and seats that
//! may be over-assigned.

use super::fixtures::{add_user, direct, in_error, plan_id, product, set_available, sku, through, user};
use crate::directory::country::CountryCode;
use crate::directory::license::License;
use crate::directory::product::{AppliesTo, Capability};
use crate::ids::{GroupId, PlanId, SkuId, UserId};
use crate::rules::change::{Change, LicenseChange, LocationChange, PlansChange, ProductChange, Switch};
use crate::rules::data::{Dependency, ExclusiveSet, Level, LocationLimit, NamedPlan, NamedSku, RulesData};
use crate::rules::plan::{Plan, plan};
use crate::rules::shortage_policy::ShortagePolicy;
use crate::rules::snapshot::Snapshot;
use proptest::prelude::*;
use uuid::Uuid;

pub const PRODUCTS: usize = 4;
pub const USERS: usize = 8;
const PLANS: usize = 6;
const COUNTRIES: [&str; 3] = ["SK", "CN", "US"];

/// A customer with a change.
#[derive(Debug, Clone)]
pub struct World {
    pub snapshot: Snapshot,
    /// The changes in the order of the plan, each user once. Sometimes a user no longer exists.
    pub changes: Vec<(UserId, Change)>,
    pub policy: ShortagePolicy,
}

impl World {
    pub fn plan(&self) -> Plan {
        plan_of(&self.snapshot, &self.changes, self.policy)
    }
}

pub fn plan_of(snapshot: &Snapshot, changes: &[(UserId, Change)], policy: ShortagePolicy) -> Plan {
    let changes: Vec<_> = changes.iter().map(|(user, change)| (*user, change)).collect();
    plan(snapshot, &changes, policy)
}

/// Whether a world has obstacles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Weather {
    /// Rules, shortages, products that cannot be assigned, and users without location may occur.
    Any,
    /// None of these occur.
    Fair,
}

/// A world in which each user gets one of three changes.
pub fn world(weather: Weather) -> impl Strategy<Value = World> {
    let gone = if weather == Weather::Any { 1 } else { 0 };
    let order = Just((0..USERS + gone).collect::<Vec<_>>()).prop_shuffle();
    let asked = proptest::collection::vec(0..3_usize, USERS + gone);
    (customer(weather), order, asked, 1..=USERS + gone, any::<bool>()).prop_flat_map(
        move |(snapshot, order, asked, users, in_order)| {
            let changes = proptest::collection::vec(change(snapshot.clone(), weather), 3);
            changes.prop_map(move |changes| {
                let of = |number: &usize| (user(*number as u128), changes[asked[*number]].clone());
                let policy = if in_order { ShortagePolicy::InOrder } else { ShortagePolicy::EverybodyOrNobody };
                let changes = order.iter().take(users).map(of).collect();
                World { snapshot: snapshot.clone(), changes, policy }
            })
        },
    )
}

pub fn product_id(number: usize) -> SkuId {
    sku(0x100 - number as u128)
}

fn plans(mask: u8) -> Vec<PlanId> {
    (0..PLANS).filter(|bit| mask & (1 << bit) != 0).map(|bit| plan_id(bit as u128)).collect()
}

fn country(number: usize) -> CountryCode {
    COUNTRIES[number].parse().unwrap()
}

fn mask() -> impl Strategy<Value = u8> {
    1..(1_u8 << PLANS)
}

/// A few disabled plans; often none.
fn disabled() -> impl Strategy<Value = u8> {
    prop_oneof![2 => Just(0), 3 => mask()]
}

/// A direct license, sometimes in error, and a license from one of two groups; each may be missing.
type Holding = (Option<(u8, bool)>, Option<(bool, u8)>);

fn holding() -> impl Strategy<Value = Holding> {
    let direct = (disabled(), proptest::bool::weighted(0.1));
    (proptest::option::weighted(0.4, direct), proptest::option::weighted(0.15, (any::<bool>(), disabled())))
}

/// The groups that give licenses.
fn group(first: bool) -> GroupId {
    GroupId::new(Uuid::from_u128(u128::from(first)))
}

fn customer(weather: Weather) -> impl Strategy<Value = Snapshot> {
    let products = proptest::collection::vec((mask(), -2..6_i64, 0..3_i64, 0..40_u8), PRODUCTS);
    let location = proptest::option::weighted(0.9, 0..COUNTRIES.len());
    let users = proptest::collection::vec((location, proptest::collection::vec(holding(), PRODUCTS)), USERS);
    (products, users, rules()).prop_map(move |(products, users, rules)| {
        let groups = [true, false].map(|first| (group(first), format!("Group {first}")));
        let mut snapshot = Snapshot { groups: groups.into(), ..Snapshot::default() };
        for (number, (mask, ..)) in products.iter().enumerate() {
            let held =
                product(product_id(number), &format!("PART_{number}"), &format!("Product {number}"), &plans(*mask));
            snapshot.products.insert(product_id(number), held);
        }
        for (number, (location, holdings)) in users.iter().enumerate() {
            add_user(&mut snapshot, user(number as u128), &licenses(holdings, &products));
            let location = if weather == Weather::Fair { location.or(Some(0)) } else { *location };
            snapshot.users.get_mut(&user(number as u128)).unwrap().location = location.map(country);
        }
        for (number, (_, available, reserved, flaw)) in products.into_iter().enumerate() {
            let held = snapshot.products.get_mut(&product_id(number)).unwrap();
            if weather == Weather::Fair {
                continue;
            }
            held.seats.as_mut().unwrap().reserved = reserved;
            match flaw {
                0 => held.product.applies_to = AppliesTo::Company,
                1 => held.publisher = Some("Contoso".into()),
                2 => held.capability = Some(Capability::Suspended),
                _ => {}
            }
            set_available(&mut snapshot, product_id(number), available);
            if flaw == 3 {
                snapshot.products.get_mut(&product_id(number)).unwrap().seats = None;
            }
        }
        if weather == Weather::Any {
            snapshot.rules = rules;
        }
        snapshot
    })
}

/// The licenses sorted by product and source, as after a plan.
fn licenses(holdings: &[Holding], products: &[(u8, i64, i64, u8)]) -> Vec<License> {
    let mut licenses = Vec::new();
    for (number, ((own, through_group), (mask, ..))) in holdings.iter().zip(products).enumerate() {
        licenses.extend(own.map(|(disabled, is_error)| {
            let license = direct(product_id(number), &plans(disabled & mask));
            if is_error { in_error(license) } else { license }
        }));
        licenses.extend(
            through_group.map(|(first, disabled)| through(group(first), product_id(number), &plans(disabled & mask))),
        );
    }
    licenses.sort_by_key(|license| (license.sku_id, license.source));
    licenses
}

fn rules() -> impl Strategy<Value = RulesData> {
    let level = || prop_oneof![3 => Just(Level::Enforce), 1 => Just(Level::Warn)];
    let named = |id: PlanId| NamedPlan { id, name: id.to_string() };
    let all = move |mask: u8| plans(mask).into_iter().map(named).collect::<Vec<_>>();
    let exclusive = (mask(), level()).prop_map(move |(mask, level)| {
        let plans = all(mask).into_iter().take(2).collect();
        ExclusiveSet { name: "Set".into(), plans, level, evidence: String::new() }
    });
    let dependency = (0..PLANS, 0..PLANS, level()).prop_map(move |(plan, need, level)| Dependency {
        plan: named(plan_id(plan as u128)),
        needs_any_of: all(1 << need | 1 << ((need + 1) % PLANS)),
        level,
        evidence: String::new(),
    });
    let location = (0..PRODUCTS, 0..COUNTRIES.len(), level()).prop_map(|(number, at, level)| LocationLimit {
        name: "Limit".into(),
        products: vec![NamedSku { id: product_id(number), name: String::new() }],
        not_in: [country(at)].into(),
        level,
        evidence: String::new(),
    });
    let few = 0..3_usize;
    let exclusive = proptest::collection::vec(exclusive, few.clone());
    let dependencies = proptest::collection::vec(dependency, few.clone());
    let locations = proptest::collection::vec(location, few);
    (exclusive, dependencies, locations).prop_map(|(exclusive, dependencies, locations)| RulesData {
        exclusive,
        dependencies,
        locations,
        company_products: Vec::new(),
    })
}

fn change(snapshot: Snapshot, weather: Weather) -> impl Strategy<Value = Change> {
    let license = prop_oneof![
        4 => Just(LicenseChange::Leave),
        4 => Just(LicenseChange::Assign),
        1 => Just(LicenseChange::AssignDirect),
        2 => Just(LicenseChange::Revoke),
        1 => Just(LicenseChange::RevokeDirect),
    ];
    let plans_asked = prop_oneof![20 => Just(0_u8), 3 => Just(1), 4 => Just(2), 1 => Just(3)];
    let product = (license, plans_asked, any::<u8>(), any::<u8>());
    let location = prop_oneof![
        6 => Just(None),
        1 => (0..COUNTRIES.len()).prop_map(|at| Some(LocationChange::OnlyWithout(country(at)))),
        1 => (0..COUNTRIES.len()).prop_map(|at| Some(LocationChange::All(country(at)))),
        1 => proptest::option::of(0..COUNTRIES.len()).prop_map(|at| Some(LocationChange::Exactly(at.map(country)))),
    ];
    (proptest::collection::vec(product, PRODUCTS), location).prop_map(move |(products, location)| {
        let mut change = Change { location, ..Change::default() };
        for (number, (license, plans_asked, touched, on)) in products.into_iter().enumerate() {
            let sku = product_id(number);
            // In case 3, a plan that the product does not contain may be named.
            let unknown = plans_asked == 3 && weather == Weather::Any;
            let own = |plan: &PlanId| unknown || snapshot.plans_of(sku).any(|own| own == *plan);
            let named = plans(touched).into_iter().filter(own);
            let asked = match plans_asked {
                0 => PlansChange::default(),
                1 => PlansChange::Exactly(named.collect()),
                _ => {
                    let switch = |plan| if plans(on).contains(&plan) { Switch::On } else { Switch::Off };
                    PlansChange::Each(named.map(|plan| (plan, switch(plan))).collect())
                }
            };
            let asked = ProductChange { license, plans: asked };
            if !asked.is_empty() {
                change.products.insert(sku, asked);
            }
        }
        change
    })
}
