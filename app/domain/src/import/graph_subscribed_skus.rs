//! Products and subscriptions from subscribedSkus.json.

use super::customer::{ImportedProduct, ImportedUser, ProductSaid, SaidPlan};
use super::graph_error::{GraphFile, ImportError};
use super::graph_pages;
use super::graph_purchases::Channels;
use super::graph_row::GraphRow;
use super::graph_saved::{SavedPlan, SavedSku};
use super::note::ImportNote;
use super::unknown_words::UnknownWords;
use crate::directory::product::{AppliesTo, Capability, Product, ServicePlan, Subscription};
use crate::ids::{CustomerId, PlanId, SkuId, SubscriptionId, UserId};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A customer's products, and the seats in use by Microsoft's count, if given.
type Owned = (Vec<ImportedProduct>, BTreeMap<SkuId, usize>);

/// Reads the customer's products. Microsoft Graph counts seats per product, so each entry becomes one subscription.
pub(super) fn owned(
    json: &str,
    customer: CustomerId,
    channels: &Channels,
    unknown: &mut UnknownWords,
    notes: &mut Vec<ImportNote>,
) -> Result<Owned, ImportError> {
    let saved: Vec<SavedSku> = graph_pages::entries(GraphFile::SubscribedSkus, json)?;
    let mut products: Vec<ImportedProduct> = Vec::new();
    let mut counted = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (index, sku) in saved.iter().enumerate() {
        let row = GraphRow::new(GraphFile::SubscribedSkus, index, &[&sku.sku_part_number, &sku.sku_id]);
        let (product, said) = product(&row, sku, unknown)?;
        if !sku.consumed_units.is_null() {
            let consumed = row.count("consumedUnits", &sku.consumed_units)?;
            counted.insert(product.sku_id, usize::try_from(consumed).unwrap_or_default());
        }
        let known = products.iter().position(|known| known.product.sku_id == product.sku_id);
        let nth = known.map_or(0, |place| products[place].subscriptions.len());
        let id = subscription_id(&row, sku, &product, customer, nth, &used, notes)?;
        used.insert(id);
        let subscription = subscription(&row, sku, &product, id, channels, notes)?;
        match known {
            Some(place) => {
                notes.push(ImportNote::RepeatedProduct { part_number: product.part_number });
                products[place].subscriptions.push(subscription);
            }
            None => products.push(ImportedProduct { product, said, subscriptions: vec![subscription] }),
        }
    }
    Ok((products, counted))
}

/// Reports service plans that licenses switch off but the customer's product does not have.
pub(super) fn tell_unknown_plans(products: &[ImportedProduct], users: &[ImportedUser], notes: &mut Vec<ImportNote>) {
    let owned: BTreeMap<SkuId, &ImportedProduct> = products
        .iter()
        .filter(|owned| !owned.said.plans.is_empty())
        .map(|owned| (owned.product.sku_id, owned))
        .collect();
    let mut found: BTreeMap<(SkuId, PlanId), BTreeSet<UserId>> = BTreeMap::new();
    for user in users {
        for license in &user.licenses {
            let Some(owned) = owned.get(&license.sku_id) else { continue };
            for plan in license.disabled.iter().filter(|plan| owned.said.plans.iter().all(|said| said.id != **plan)) {
                found.entry((license.sku_id, *plan)).or_default().insert(user.id);
            }
        }
    }
    for ((sku_id, plan), users) in found {
        let part_number = owned.get(&sku_id).map(|owned| owned.product.part_number.clone()).unwrap_or_default();
        notes.push(ImportNote::UnknownDisabledPlan { part_number, plan, users: users.len() });
    }
}

/// Adds products that users hold but the customer does not own, named by their ids.
pub(super) fn add_held(products: &mut Vec<ImportedProduct>, users: &[ImportedUser], notes: &mut Vec<ImportNote>) {
    let owned: BTreeSet<SkuId> = products.iter().map(|product| product.product.sku_id).collect();
    let mut holders: BTreeMap<SkuId, usize> = BTreeMap::new();
    for user in users {
        let held: BTreeSet<SkuId> = user.licenses.iter().map(|license| license.sku_id).collect();
        for sku_id in held.difference(&owned) {
            *holders.entry(*sku_id).or_default() += 1;
        }
    }
    for (sku_id, users) in holders {
        notes.push(ImportNote::ProductNotOwned { sku_id, users });
        let (part_number, name) = (sku_id.to_string(), sku_id.to_string());
        let product = Product { sku_id, part_number, name, applies_to: AppliesTo::User, plans: Vec::new() };
        products.push(ImportedProduct { product, said: ProductSaid::default(), subscriptions: Vec::new() });
    }
}

/// The product, and the details in its own entry.
fn product(row: &GraphRow, sku: &SavedSku, unknown: &mut UnknownWords) -> Result<(Product, ProductSaid), ImportError> {
    let sku_id = SkuId::new(row.needed_id("skuId", &sku.sku_id)?);
    let part_number = row.text("skuPartNumber", &sku.sku_part_number)?.unwrap_or_else(|| sku_id.to_string());
    let mut plans: Vec<ServicePlan> = Vec::new();
    let mut said =
        ProductSaid { applies_to: applies_to(row, "appliesTo", &sku.applies_to, unknown)?, plans: Vec::new() };
    for saved in sku.service_plans.items() {
        let applies_to = applies_to(row, "servicePlans.appliesTo", &saved.applies_to, unknown)?;
        let plan = plan(row, saved, applies_to)?;
        if !plans.iter().any(|known| known.id == plan.id) {
            said.plans.push(SaidPlan { id: plan.id, applies_to });
            plans.push(plan);
        }
    }
    let applies_to = said.applies_to.unwrap_or_default();
    Ok((Product { sku_id, name: part_number.clone(), part_number, applies_to, plans }, said))
}

fn plan(row: &GraphRow, saved: &SavedPlan, applies_to: Option<AppliesTo>) -> Result<ServicePlan, ImportError> {
    let id = PlanId::new(row.needed_id("servicePlans.servicePlanId", &saved.service_plan_id)?);
    let name = row.text("servicePlans.servicePlanName", &saved.service_plan_name)?.unwrap_or_else(|| id.to_string());
    Ok(ServicePlan { id, friendly_name: name.clone(), name, applies_to: applies_to.unwrap_or_default() })
}

fn applies_to(
    row: &GraphRow,
    field: &'static str,
    value: &Value,
    unknown: &mut UnknownWords,
) -> Result<Option<AppliesTo>, ImportError> {
    let Some(text) = row.text(field, value)? else { return Ok(None) };
    let known = [("User", AppliesTo::User), ("Company", AppliesTo::Company)];
    let found = known.into_iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, applies_to)| applies_to);
    if found.is_none() {
        unknown.add(GraphFile::SubscribedSkus, field, &text, "not said");
    }
    Ok(found)
}

fn subscription(
    row: &GraphRow,
    sku: &SavedSku,
    product: &Product,
    id: SubscriptionId,
    channels: &Channels,
    notes: &mut Vec<ImportNote>,
) -> Result<Subscription, ImportError> {
    let none = Default::default();
    let units = sku.prepaid_units.as_ref().unwrap_or(&none);
    let enabled = row.count("prepaidUnits.enabled", &units.enabled)?;
    let warning = row.count("prepaidUnits.warning", &units.warning)?;
    let suspended = row.count("prepaidUnits.suspended", &units.suspended)?
        + row.count("prepaidUnits.lockedOut", &units.locked_out)?;
    let capability = match row.text("capabilityStatus", &sku.capability_status)? {
        None if enabled > 0 => Capability::Enabled,
        None if warning > 0 => Capability::Warning,
        None => Capability::Suspended,
        Some(text) => Capability::parse(&text).unwrap_or_else(|| {
            notes.push(ImportNote::UnknownCapability { part_number: product.part_number.clone(), text });
            Capability::LockedOut
        }),
    };
    let named: Vec<SubscriptionId> =
        sku.subscription_ids.items().iter().filter_map(Value::as_str).filter_map(|id| id.trim().parse().ok()).collect();
    let (channel, publisher) = (channels.of(&named), None);
    Ok(Subscription { id, sku_id: product.sku_id, enabled, warning, suspended, capability, channel, publisher })
}

/// The first subscription id that no other product has, else an id derived from customer and product.
fn subscription_id(
    row: &GraphRow,
    sku: &SavedSku,
    product: &Product,
    customer: CustomerId,
    nth: usize,
    used: &BTreeSet<SubscriptionId>,
    notes: &mut Vec<ImportNote>,
) -> Result<SubscriptionId, ImportError> {
    for value in sku.subscription_ids.items() {
        let id = row.id("subscriptionIds", value)?.map(SubscriptionId::new);
        if let Some(id) = id.filter(|id| !used.contains(id)) {
            return Ok(id);
        }
    }
    notes.push(ImportNote::SubscriptionIdMade { part_number: product.part_number.clone() });
    Ok(made_id(customer, product.sku_id, nth))
}

/// The id of a customer's purchase without one.
pub(super) fn made_id(customer: CustomerId, sku_id: SkuId, nth: usize) -> SubscriptionId {
    let digest = Sha256::digest(format!("subscription {customer} {sku_id} {nth}"));
    SubscriptionId::new(uuid_of(std::array::from_fn(|index| digest[index])))
}

/// A GUID of version 8 (RFC 9562: vendor-specific), since it is neither random nor in a name space.
pub(super) fn uuid_of(bytes: [u8; 16]) -> Uuid {
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
