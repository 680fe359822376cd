//! A small customer with six products, and shortcuts for changes. The order of product ids differs from that of part
//! numbers, so sorting by id would be noticed.

use crate::directory::license::{License, Source};
use crate::directory::product::{AppliesTo, Capability, CustomerProduct, Product, ServicePlan};
use crate::directory::seats::Seats;
use crate::ids::{GroupId, PlanId, SkuId, UserId};
use crate::rules::change::{Change, LicenseChange, LocationChange, PlansChange, ProductChange, Switch};
use crate::rules::data::{Dependency, ExclusiveSet, Level, LocationLimit, NamedPlan, NamedSku, RulesData};
use crate::rules::given::GivenPlan;
use crate::rules::outcome::{Outcome, PlannedUser};
use crate::rules::plan::{Plan, plan};
use crate::rules::shortage_policy::ShortagePolicy;
use crate::rules::snapshot::{Snapshot, SnapshotUser};
use std::collections::BTreeSet;
use uuid::Uuid;

/// `EXCHANGESTANDARD`: [`MAIL_1`].
pub const EXCHANGE_1: SkuId = sku(0x50);
/// `MCOEV`: [`PHONE_SYSTEM`].
pub const PHONE: SkuId = sku(0x45);
/// `MCOPSTN1`: [`CALLS`], not in China.
pub const CALLING: SkuId = sku(0x40);
/// `SPE_E3`: [`MAIL_2`], [`SITES`], [`TEAMS`], [`APPS`].
pub const E3: SkuId = sku(0x30);
/// `SPE_E5`: all of E3 and [`PHONE_SYSTEM`].
pub const E5: SkuId = sku(0x20);
/// `VISIOCLIENT`: [`DRAWINGS`], [`SITES`].
pub const VISIO: SkuId = sku(0x10);

pub const MAIL_1: PlanId = plan_id(1);
pub const MAIL_2: PlanId = plan_id(2);
pub const SITES: PlanId = plan_id(3);
pub const TEAMS: PlanId = plan_id(4);
pub const APPS: PlanId = plan_id(5);
pub const PHONE_SYSTEM: PlanId = plan_id(6);
pub const CALLS: PlanId = plan_id(7);
pub const DRAWINGS: PlanId = plan_id(8);
/// A plan of no product, only in the rules.
pub const SKYPE: PlanId = plan_id(9);

pub const ADELE: UserId = user(1);
pub const BO: UserId = user(2);
pub const CYRIL: UserId = user(3);
pub const DIEGO: UserId = user(4);
pub const SALES: GroupId = GroupId::new(Uuid::from_u128(0x61));
pub const EVERYONE: GroupId = GroupId::new(Uuid::from_u128(0x62));

pub const fn sku(number: u128) -> SkuId {
    SkuId::new(Uuid::from_u128(number))
}

pub const fn plan_id(number: u128) -> PlanId {
    PlanId::new(Uuid::from_u128(number))
}

pub const fn user(number: u128) -> UserId {
    UserId::new(Uuid::from_u128(number))
}

/// The customer without users. Each product has a hundred free seats.
pub fn customer() -> Snapshot {
    let products = [
        product(EXCHANGE_1, "EXCHANGESTANDARD", "Exchange Online (Plan 1)", &[MAIL_1]),
        product(PHONE, "MCOEV", "Teams Phone Standard", &[PHONE_SYSTEM]),
        product(CALLING, "MCOPSTN1", "Domestic Calling Plan", &[CALLS]),
        product(E3, "SPE_E3", "Microsoft 365 E3", &[MAIL_2, SITES, TEAMS, APPS]),
        product(E5, "SPE_E5", "Microsoft 365 E5", &[MAIL_2, SITES, TEAMS, APPS, PHONE_SYSTEM]),
        product(VISIO, "VISIOCLIENT", "Visio Plan 2", &[DRAWINGS, SITES]),
    ];
    Snapshot {
        products: products.into_iter().map(|held| (held.product.sku_id, held)).collect(),
        groups: [(SALES, "Sales".into()), (EVERYONE, "Everyone".into())].into(),
        rules: rules(),
        ..Snapshot::default()
    }
}

fn rules() -> RulesData {
    RulesData {
        exclusive: vec![ExclusiveSet {
            name: "Exchange".into(),
            plans: vec![named(MAIL_1), named(MAIL_2)],
            level: Level::Enforce,
            evidence: String::new(),
        }],
        dependencies: vec![Dependency {
            plan: named(PHONE_SYSTEM),
            needs_any_of: vec![named(TEAMS), named(SKYPE)],
            level: Level::Enforce,
            evidence: String::new(),
        }],
        locations: vec![LocationLimit {
            name: "Calling Plans".into(),
            products: vec![NamedSku { id: CALLING, name: "MCOPSTN1".into() }],
            not_in: ["CN".parse().unwrap()].into(),
            level: Level::Enforce,
            evidence: String::new(),
        }],
        company_products: Vec::new(),
    }
}

fn named(plan: PlanId) -> NamedPlan {
    NamedPlan { id: plan, name: service_plan(plan).name }
}

pub fn product(sku_id: SkuId, part_number: &str, name: &str, plans: &[PlanId]) -> CustomerProduct {
    CustomerProduct {
        product: Product {
            sku_id,
            part_number: part_number.into(),
            name: name.into(),
            applies_to: AppliesTo::User,
            plans: plans.iter().map(|plan| service_plan(*plan)).collect(),
        },
        seats: Some(Seats { owned: 100, consumed: 0, reserved: 0 }),
        capability: Some(Capability::Enabled),
        publisher: None,
    }
}

pub fn service_plan(id: PlanId) -> ServicePlan {
    let (name, friendly_name) = match id {
        MAIL_1 => ("EXCHANGE_S_STANDARD", "Exchange Online (Plan 1)"),
        MAIL_2 => ("EXCHANGE_S_ENTERPRISE", "Exchange Online (Plan 2)"),
        SITES => ("SHAREPOINTENTERPRISE", "SharePoint (Plan 2)"),
        TEAMS => ("TEAMS1", "Microsoft Teams"),
        APPS => ("OFFICESUBSCRIPTION", "Microsoft 365 Apps"),
        PHONE_SYSTEM => ("MCOEV", "Teams Phone"),
        CALLS => ("MCOPSTN1", "Domestic Calling"),
        DRAWINGS => ("VISIO_CLIENT_SUBSCRIPTION", "Visio"),
        SKYPE => ("MCOSTANDARD", "Skype for Business"),
        _ => ("OTHER", "Other"),
    };
    ServicePlan { id, name: name.into(), friendly_name: friendly_name.into(), applies_to: AppliesTo::User }
}

/// A plan given by a direct license of the product.
pub fn given(plan: PlanId, product: SkuId) -> GivenPlan {
    GivenPlan { plan, product: Some(product), group: None }
}

/// A direct license.
pub fn direct(sku_id: SkuId, disabled: &[PlanId]) -> License {
    License { sku_id, source: Source::Direct, disabled: disabled.iter().copied().collect(), error: None }
}

/// The license in error.
pub fn in_error(license: License) -> License {
    License { error: Some("CountViolation".into()), ..license }
}

/// A license from a group.
pub fn through(group: GroupId, sku_id: SkuId, disabled: &[PlanId]) -> License {
    License { source: Source::Group(group), ..direct(sku_id, disabled) }
}

/// Adds a user in Slovakia, and takes the user's seats.
pub fn add_user(snapshot: &mut Snapshot, id: UserId, licenses: &[License]) {
    let held = licenses.iter().filter(|license| license.is_held());
    let held: BTreeSet<SkuId> = held.map(|license| license.sku_id).collect();
    for sku in held {
        seats_mut(snapshot, sku).consumed += 1;
    }
    let user = SnapshotUser {
        name: format!("User {id}"),
        upn: format!("{id}@fabrikam.example"),
        location: Some("SK".parse().unwrap()),
        licenses: licenses.to_vec(),
    };
    snapshot.users.insert(id, user);
}

/// The customer with one user.
pub fn customer_with(licenses: &[License]) -> Snapshot {
    let mut snapshot = customer();
    add_user(&mut snapshot, ADELE, licenses);
    snapshot
}

pub fn seats_mut(snapshot: &mut Snapshot, sku: SkuId) -> &mut Seats {
    snapshot.products.get_mut(&sku).unwrap().seats.as_mut().unwrap()
}

/// Sets the number of available seats; below zero means over-assigned.
pub fn set_available(snapshot: &mut Snapshot, sku: SkuId, available: i64) {
    let seats = seats_mut(snapshot, sku);
    seats.consumed = seats.consumed.max(-available);
    seats.owned = seats.consumed + seats.reserved + available;
}

/// The same license change for each product, leaving its plans.
pub fn license(license: LicenseChange, skus: &[SkuId]) -> Change {
    let asked = ProductChange { license, plans: PlansChange::default() };
    Change { products: skus.iter().map(|sku| (*sku, asked.clone())).collect(), location: None }
}

pub fn assign(skus: &[SkuId]) -> Change {
    license(LicenseChange::Assign, skus)
}

pub fn revoke(skus: &[SkuId]) -> Change {
    license(LicenseChange::Revoke, skus)
}

pub fn swap(from: SkuId, to: SkuId) -> Change {
    both(revoke(&[from]), assign(&[to]))
}

/// Both changes, which are about different products.
pub fn both(mut one: Change, two: Change) -> Change {
    one.products.extend(two.products);
    one.location = one.location.or(two.location);
    one
}

/// Switches plans of a product.
pub fn switch(sku: SkuId, plans: &[(PlanId, Switch)]) -> Change {
    let plans = PlansChange::Each(plans.iter().copied().collect());
    Change { products: [(sku, ProductChange { plans, ..ProductChange::default() })].into(), location: None }
}

/// Disables exactly these plans.
pub fn exactly(sku: SkuId, disabled: &[PlanId]) -> Change {
    let plans = PlansChange::Exactly(disabled.iter().copied().collect());
    Change { products: [(sku, ProductChange { plans, ..ProductChange::default() })].into(), location: None }
}

/// Assigns a product as well.
pub fn assigning(mut change: Change, sku: SkuId) -> Change {
    change.products.entry(sku).or_default().license = LicenseChange::Assign;
    change
}

pub fn locate(code: &str) -> Change {
    Change { location: Some(LocationChange::All(code.parse().unwrap())), ..Change::default() }
}

/// Plans one change for all users of the snapshot, in the order of their ids.
pub fn plan_all(snapshot: &Snapshot, change: &Change, policy: ShortagePolicy) -> Plan {
    let changes: Vec<_> = snapshot.users.keys().map(|user| (*user, change)).collect();
    plan(snapshot, &changes, policy)
}

/// Adele's planned outcome.
pub fn plan_adele(snapshot: &Snapshot, change: &Change) -> PlannedUser {
    plan(snapshot, &[(ADELE, change)], ShortagePolicy::InOrder).users.remove(0)
}

/// The code and words of Adele's failure, or her outcome if she does not fail.
pub fn failure(snapshot: &Snapshot, change: &Change) -> (&'static str, String) {
    let planned = plan_adele(snapshot, change);
    match &planned.outcome {
        Outcome::Failed(failure) => (failure.code().as_str(), failure.words(snapshot)),
        other => (other.kind().as_str(), String::new()),
    }
}

/// The names of the outcomes, or the codes of failures, in the order of the plan.
pub fn outcomes(plan: &Plan) -> Vec<&'static str> {
    let name = |user: &PlannedUser| match &user.outcome {
        Outcome::Failed(failure) => failure.code().as_str(),
        other => other.kind().as_str(),
    };
    plan.users.iter().map(name).collect()
}
