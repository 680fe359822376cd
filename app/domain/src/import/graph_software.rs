//! Purchases that Microsoft Graph does not name, from software.json: how they were bought, downloads and product keys.

use super::customer::{ImportedProduct, ImportedSoftware, ProductSaid};
use super::graph_error::{FieldProblem, GraphFile, ImportError};
use super::graph_pages;
use super::graph_row::GraphRow;
use super::graph_saved::{SavedDownload, SavedSoftware};
use super::graph_subscribed_skus::{made_id, uuid_of};
use crate::directory::password::Secret;
use crate::directory::product::{AppliesTo, Capability, Channel, Product, Subscription};
use crate::directory::software::{DOWNLOADS_MAX, Download, DownloadLink, PRODUCT_KEYS_MAX};
use crate::ids::{CustomerId, SkuId, SubscriptionId};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Reads the file. A purchase of a product that subscribedSkus.json has too is that one; others are added.
pub(super) fn add_software(
    json: Option<&str>,
    customer: CustomerId,
    products: &mut Vec<ImportedProduct>,
) -> Result<Vec<ImportedSoftware>, ImportError> {
    let Some(json) = json else { return Ok(Vec::new()) };
    let saved: Vec<SavedSoftware> = graph_pages::entries(GraphFile::Software, json)?;
    let mut software: Vec<ImportedSoftware> = Vec::new();
    for (index, saved) in saved.iter().enumerate() {
        let row = GraphRow::new(GraphFile::Software, index, &[&saved.product_name]);
        let taken = software.iter().map(|known| known.subscription).collect();
        let subscription = purchase(&row, saved, customer, products, &taken)?;
        let downloads = downloads(&row, saved.downloads.items())?;
        software.push(ImportedSoftware { subscription, downloads, keys: keys(&row, &saved.product_keys)? });
    }
    Ok(software)
}

/// The purchase of an entry, among the products.
fn purchase(
    row: &GraphRow,
    saved: &SavedSoftware,
    customer: CustomerId,
    products: &mut Vec<ImportedProduct>,
    taken: &BTreeSet<SubscriptionId>,
) -> Result<SubscriptionId, ImportError> {
    let name = row.needed_text("productName", &saved.product_name)?;
    let sku_id = row.id("skuId", &saved.sku_id)?.map_or_else(|| sku_of(&name), SkuId::new);
    let publisher = row.text("publisherName", &saved.publisher_name)?;
    let channel = channel(row, &saved.bought_as)?;
    let place = products.iter().position(|known| known.product.sku_id == sku_id);
    if let Some(known) =
        place.and_then(|place| products[place].subscriptions.iter_mut().find(|one| !taken.contains(&one.id)))
    {
        known.channel = channel;
        known.publisher = publisher;
        return Ok(known.id);
    }
    let nth = place.map_or(0, |place| products[place].subscriptions.len());
    let given = row.id("subscriptionId", &saved.subscription_id)?.map(SubscriptionId::new);
    let used: BTreeSet<_> = products.iter().flat_map(|known| &known.subscriptions).map(|known| known.id).collect();
    let id = given.filter(|id| !used.contains(id)).unwrap_or_else(|| made_id(customer, sku_id, nth));
    let subscription = Subscription {
        id,
        sku_id,
        enabled: if saved.quantity.is_null() { 1 } else { row.count("quantity", &saved.quantity)? },
        warning: 0,
        suspended: 0,
        capability: Capability::Enabled,
        channel,
        publisher,
    };
    match place {
        Some(place) => products[place].subscriptions.push(subscription),
        None => products.push(product(sku_id, name, subscription)),
    }
    Ok(id)
}

/// How it was bought, which no answer of Microsoft Graph tells.
fn channel(row: &GraphRow, saved: &Value) -> Result<Channel, ImportError> {
    let Some(text) = row.text("boughtAs", saved)? else { return Ok(Channel::Software) };
    let known = [Channel::Software, Channel::Marketplace, Channel::NewCommerce];
    let channel = known.into_iter().find(|one| one.as_str() == text);
    channel.ok_or_else(|| row.wrong("boughtAs", FieldProblem::NotAChannel(format!("“{text}”"))))
}

/// A product that only the file of software names. Nobody is assigned it.
fn product(sku_id: SkuId, name: String, subscription: Subscription) -> ImportedProduct {
    let applies_to = AppliesTo::Company;
    let said = ProductSaid { applies_to: Some(applies_to), plans: Vec::new() };
    let product = Product { sku_id, part_number: name.clone(), name, applies_to, plans: Vec::new() };
    ImportedProduct { product, said, subscriptions: vec![subscription] }
}

/// The id of a product without one. It is the same at every customer.
fn sku_of(name: &str) -> SkuId {
    let digest = Sha256::digest(format!("software {}", name.to_lowercase()));
    SkuId::new(uuid_of(std::array::from_fn(|index| digest[index])))
}

fn downloads(row: &GraphRow, saved: &[SavedDownload]) -> Result<Vec<Download>, ImportError> {
    if saved.len() > DOWNLOADS_MAX {
        return Err(row.wrong("downloads", FieldProblem::TooMany(DOWNLOADS_MAX)));
    }
    let download = |saved: &SavedDownload| {
        let link = row.needed_text("downloads.link", &saved.link)?;
        let bad = |_| row.wrong("downloads.link", FieldProblem::NotALink(format!("“{link}”")));
        Ok(Download {
            name: row.needed_text("downloads.name", &saved.name)?,
            version: row.text("downloads.version", &saved.version)?,
            language: row.text("downloads.language", &saved.language)?,
            architecture: row.text("downloads.architecture", &saved.architecture)?,
            file_type: row.text("downloads.fileType", &saved.file_type)?,
            link: DownloadLink::parse(&link).map_err(bad)?,
        })
    };
    saved.iter().map(download).collect()
}

/// The keys. An error does not contain their text.
fn keys(row: &GraphRow, saved: &Value) -> Result<Vec<Secret>, ImportError> {
    let not_text = || row.wrong("productKeys", FieldProblem::NotText("something else".to_owned()));
    let items = match saved {
        Value::Null => &[],
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    if items.len() > PRODUCT_KEYS_MAX {
        return Err(row.wrong("productKeys", FieldProblem::TooMany(PRODUCT_KEYS_MAX)));
    }
    let text = |item: &Value| item.as_str().map(str::trim).map(str::to_owned).ok_or_else(not_text);
    let texts: Vec<String> = items.iter().map(text).collect::<Result<_, _>>()?;
    Ok(texts.into_iter().filter(|key| !key.is_empty()).map(Secret::shown).collect())
}
