//! The channels of purchases, and the downloads and keys of software.

use super::E3;
use super::graph::*;
use crate::directory::password::Secret;
use crate::directory::product::{AppliesTo, Channel};
use crate::import::customer::CustomerImport;
use crate::import::graph::{GraphFiles, read};
use crate::import::graph_error::ImportError;

const ORDER: &str = "b7d2f1a4-3c55-4a0e-8e21-90c4d6e8f713";

/// The channel of ten licenses of Microsoft 365 E3, with this file of subscriptions.
fn channel(subscriptions: Option<&str>) -> Channel {
    let skus = ten_e3();
    let import = read(GraphFiles { subscriptions, ..files("[]", &skus) }).unwrap();
    import.products[0].subscriptions[0].channel
}

fn read_software(software: &str) -> Result<CustomerImport, ImportError> {
    let skus = ten_e3();
    read(GraphFiles { software: Some(software), ..files("[]", &skus) })
}

#[test]
fn a_subscription_that_a_partner_made_is_of_the_program() {
    let made_by = |tenant: &str| format!(r#"{{"value": [{{"id": "{SUBSCRIPTION}", "ownerTenantId": {tenant}}}]}}"#);
    assert_eq!(channel(Some(&made_by(&format!("\"{TENANT}\"")))), Channel::Csp);
    assert_eq!(channel(Some(&made_by("null"))), Channel::Unknown);
    assert_eq!(channel(Some(&format!(r#"[{{"id": "{ORDER}", "ownerTenantId": "{TENANT}"}}]"#))), Channel::Unknown);
    assert_eq!(channel(Some("[]")), Channel::Unknown);
    assert_eq!(channel(None), Channel::Unknown);
}

#[test]
fn a_product_with_subscriptions_of_two_kinds_is_of_none() {
    let skus = e3(&format!(r#""prepaidUnits": {{"enabled": 10}}, "subscriptionIds": ["{SUBSCRIPTION}", "{ORDER}"]"#));
    let channel = |other: &str| {
        let subscriptions = format!(
            r#"[{{"id": "{SUBSCRIPTION}", "ownerTenantId": "{TENANT}"}}, {{"id": "{ORDER}", "ownerTenantId": {other}}}]"#
        );
        let import = read(GraphFiles { subscriptions: Some(&subscriptions), ..files("[]", &skus) }).unwrap();
        import.products[0].subscriptions[0].channel
    };
    assert_eq!(channel("null"), Channel::Unknown);
    assert_eq!(channel(&format!("\"{TENANT}\"")), Channel::Csp);
}

#[test]
fn software_that_microsoft_graph_does_not_know_is_a_purchase() {
    let import = read_software(&format!(
        r#"[{{"productName": "Windows Server", "quantity": 2, "subscriptionId": "{ORDER}", "productKeys": ["AAAAA-BBBBB", " "],
            "downloads": [{{"name": "Setup", "version": "2025", "language": "English", "architecture": "x64", "fileType": "ISO",
            "link": "https://example.com/setup.iso"}}, {{"name": "Tools", "link": "https://example.com/tools.zip"}}]}}]"#
    ))
    .unwrap();
    let server = &import.products[1];
    assert_eq!((server.product.name.as_str(), server.said.applies_to), ("Windows Server", Some(AppliesTo::Company)));
    let purchase = &server.subscriptions[0];
    assert_eq!((purchase.enabled, purchase.channel), (2, Channel::Software));
    let [software] = import.software.as_slice() else { panic!("{:?}", import.software) };
    assert_eq!((software.subscription, purchase.id.to_string().as_str()), (purchase.id, ORDER));
    assert_eq!(software.keys.iter().map(Secret::reveal).collect::<Vec<_>>(), ["AAAAA-BBBBB"]);
    let [setup, tools] = software.downloads.as_slice() else { panic!("{:?}", software.downloads) };
    assert_eq!((setup.version.as_deref(), setup.language.as_deref()), (Some("2025"), Some("English")));
    assert_eq!((setup.architecture.as_deref(), setup.file_type.as_deref()), (Some("x64"), Some("ISO")));
    assert_eq!((tools.version.as_ref(), tools.link.as_str()), (None, "https://example.com/tools.zip"));
}

#[test]
fn software_that_microsoft_graph_knows_is_that_purchase() {
    let entry = format!(r#"{{"skuId": "{E3}", "productName": "Microsoft 365 E3", "quantity": 4}}"#);
    let import = read_software(&format!("[{entry}, {entry}]")).unwrap();
    let [product] = import.products.as_slice() else { panic!("{:?}", import.products) };
    let seats: Vec<_> = product.subscriptions.iter().map(|one| (one.enabled, one.channel)).collect();
    assert_eq!(seats, [(10, Channel::Software), (4, Channel::Software)], "the second one is another purchase");
    assert_eq!(import.software[0].subscription.to_string(), SUBSCRIPTION);
    assert_ne!(import.software[1].subscription, import.software[0].subscription);
}

#[test]
fn the_same_software_has_one_id_at_all_customers_and_a_purchase_of_its_own() {
    let entry = r#"{"productName": "Windows Server"}"#;
    let import = read_software(&format!("[{entry}, {entry}]")).unwrap();
    let server = &import.products[1];
    assert_eq!((import.products.len(), server.subscriptions.len()), (2, 2));
    assert_ne!(server.subscriptions[0].id, server.subscriptions[1].id);
    let other = read_software(r#"[{"productName": "windows server"}]"#).unwrap();
    assert_eq!(other.products[1].product.sku_id, server.product.sku_id);
}

#[test]
fn what_is_no_link_is_refused_and_keys_are_in_no_error() {
    let error =
        |fields: &str| read_software(&format!(r#"[{{"productName": "Server", {fields}}}]"#)).unwrap_err().to_string();
    let link = |link: &str| error(&format!(r#""downloads": [{{"name": "Setup", "link": "{link}"}}]"#));
    for bad in ["http://example.com/x", "javascript:alert(1)", "https://a@b/x"] {
        let expected = format!(
            "software.json, entry 1 (Server): downloads.link must be an address such as https://example.com/setup.iso, but is \
             “{bad}”. The file must hold a list of software purchases."
        );
        assert_eq!(link(bad), expected);
    }
    assert!(error(r#""downloads": [{"name": "Setup"}]"#).contains("downloads.link is missing"));
    let many = vec![r#"{"name": "Setup", "link": "https://example.com/x"}"#; 101].join(",");
    assert!(error(&format!(r#""downloads": [{many}]"#)).contains("downloads must have at most 100 entries"));
    for keys in [r#"[12345678]"#, r#"12345678"#, r#"[{"key": "12345678"}]"#] {
        let error = error(&format!(r#""productKeys": {keys}"#));
        assert!(error.contains("productKeys must be a text") && !error.contains("12345678"), "{error}");
    }
    assert!(
        !format!("{:?}", read_software(r#"[{"productName": "S", "productKeys": "12345678"}]"#).unwrap())
            .contains("12345678")
    );
}

#[test]
fn the_file_of_software_also_says_what_was_bought_in_other_ways() {
    let import = read_software(
        r#"[{"productName": "Sign", "boughtAs": "marketplace", "publisherName": "Contoso Apps"},
            {"productName": "Storage", "boughtAs": "new-commerce", "quantity": 4}]"#,
    )
    .unwrap();
    let bought: Vec<_> = import.products[1..].iter().map(|product| &product.subscriptions[0]).collect();
    assert_eq!((bought[0].channel, bought[0].publisher.as_deref()), (Channel::Marketplace, Some("Contoso Apps")));
    assert_eq!((bought[1].channel, bought[1].enabled), (Channel::NewCommerce, 4));
    let error = read_software(r#"[{"productName": "Sign", "boughtAs": "csp"}]"#).unwrap_err().to_string();
    assert!(error.contains("boughtAs must be software, marketplace or new-commerce, but is “csp”"), "{error}");
}
