//! Files as other programs and people make them, and their requests.

use super::super::check::{CheckedRows, ForOthers};
use super::super::column::UploadColumn;
use super::super::products::ProductNames;
use super::super::row::{CustomerData, RowAction};
use super::{cells, read, shared, text_of};
use crate::console::entries::UpnHolder;
use crate::directory::product::{AppliesTo, CustomerProduct, Product};
use crate::ids::{SkuId, UserId};
use crate::rules::entries::{EntryAction, UserEntry};
use crate::rules::snapshot::Snapshot;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A customer's products by part number and name.
const PRODUCTS: [(&str, &str); 4] = [
    ("SPE_E3", "Microsoft 365 E3"),
    ("POWER_BI_PRO", "Power BI Pro"),
    ("PLUS", "Copilot + Agents, yearly"),
    ("COPILOT", "Copilot"),
];

fn sku(at: usize) -> SkuId {
    SkuId::new(Uuid::from_u128(at as u128 + 1))
}

fn products() -> ProductNames {
    let mut snapshot = Snapshot::default();
    for (at, (part_number, name)) in PRODUCTS.into_iter().enumerate() {
        let (part_number, name) = (part_number.to_owned(), name.to_owned());
        let product = Product { sku_id: sku(at), part_number, name, applies_to: AppliesTo::User, plans: Vec::new() };
        let held = CustomerProduct { product, seats: None, capability: None, publisher: None };
        snapshot.products.insert(sku(at), held);
    }
    ProductNames::of(&snapshot)
}

/// The requests of a file about existing users, by the part of their email before the `@`.
fn asked(text: &str) -> Result<BTreeMap<String, UserEntry>, String> {
    let (file, products) = (read(text), products());
    let emails: Vec<String> = file.rows.iter().map(|row| file.cell(row, UploadColumn::Email).to_lowercase()).collect();
    let holder = |(at, email): (usize, &String)| {
        let user = UserId::new(Uuid::from_u128(at as u128));
        let holder = UpnHolder { name: email.clone(), ..UpnHolder::live(email, user) };
        (email.clone(), holder)
    };
    let holders = emails.iter().enumerate().map(holder).collect();
    let domains = BTreeSet::from(["harbourworks.example".to_owned()]);
    let known = CustomerData { domains: &domains, products: &products, holders: &holders };
    let checked = CheckedRows::of(&file, RowAction::Update, known);
    for at in 0..file.rows.len() {
        let (columns, others) = checked.errors(at, &file);
        if let Some(error) = columns.first().and_then(|column| checked.error(at, *column)).or(others.first().cloned()) {
            return Err(error.to_string());
        }
    }
    let ids: Vec<UserId> = holders.values().map(|holder: &UpnHolder| holder.user).collect();
    let entries = checked.entries(&ids, &ForOthers::default());
    let names = emails.iter().map(|email| email.split('@').next().unwrap_or_default().to_owned());
    Ok(names.zip(entries).collect())
}

fn may_sign_in(entry: &UserEntry) -> Option<bool> {
    match &entry.asked {
        EntryAction::Add(profile) | EntryAction::Edit(profile) => profile.sign_in_allowed,
    }
}

#[test]
fn account_enabled_is_the_opposite_of_block_sign_in() {
    for (heading, yes) in
        [("accountEnabled", true), ("Account enabled", true), ("Block sign in", false), ("BlockCredential", false)]
    {
        let file =
            format!("userPrincipalName,{heading}\r\na@harbourworks.example,Yes\r\nb@harbourworks.example,FALSE\r\n");
        let asked = asked(&file).unwrap();
        assert_eq!((may_sign_in(&asked["a"]), may_sign_in(&asked["b"])), (Some(yes), Some(!yes)), "{heading}");
    }
    let refused = asked("Email,accountEnabled\na@harbourworks.example,perhaps\n");
    assert_eq!(refused.unwrap_err(), "“perhaps” is neither “Yes” nor “No”.");
}

#[test]
fn graphs_and_entras_files_block_nobody_who_is_enabled() {
    for name in ["reports/t16_accountEnabled_yes_no.csv", "reports/t16_entra_download_users.csv"] {
        let Some(bytes) = shared(name) else { continue };
        let asked = asked(&text_of(&bytes)).unwrap();
        assert_eq!((may_sign_in(&asked["yard.001"]), may_sign_in(&asked["yard.002"])), (Some(true), Some(false)));
    }
}

#[test]
fn licenses_joined_by_a_plus_are_read_and_unlicensed_is_none() {
    let assigned = |cell: &str| {
        let asked = asked(&format!("Email,Licenses\na@harbourworks.example,\"{cell}\"\n"))?;
        Ok::<_, String>(asked["a"].licenses.products.keys().copied().collect::<Vec<_>>())
    };
    assert_eq!(assigned("Microsoft 365 E3+Power BI Pro"), Ok(vec![sku(0), sku(1)]));
    assert_eq!(assigned("Copilot + Agents, yearly+Microsoft\u{A0}365 E3"), Ok(vec![sku(0), sku(2)]));
    assert_eq!(assigned("Copilot+Power BI Pro, spe_e3"), Ok(vec![sku(0), sku(1), sku(3)]));
    assert_eq!(assigned("Unlicensed"), Ok(Vec::new()));
    assert!(assigned("Microsoft 365 E3+Visio").unwrap_err().starts_with("“Visio” is not a product"));
}

#[test]
fn the_admin_centers_export_is_read() {
    let Some(bytes) = shared("reports/t48_m365_export_users.csv") else { return };
    let asked = asked(&text_of(&bytes)).unwrap();
    let products = |name: &str| asked[name].licenses.products.keys().copied().collect::<Vec<_>>();
    assert_eq!(products("yard.001"), [sku(1)]);
    assert_eq!(products("yard.003"), [sku(0), sku(1)]);
    assert_eq!(products("yard.004"), []);
    assert_eq!(["yard.001", "yard.004"].map(|name| may_sign_in(&asked[name])), [Some(true), Some(false)]);
}

#[test]
fn what_nobody_sees_is_taken_off_addresses() {
    let file = read("Email\n\u{200B}a@x.com\nSMTP:b@x.com\u{200B}\n\"Cid <c@x.com>\"\nd@x.com\u{A0}\n");
    let read: Vec<String> = (0..4).map(|at| cells(&file, at, &[UploadColumn::Email]).remove(0)).collect();
    assert_eq!(read, ["a@x.com", "b@x.com", "c@x.com", "d@x.com"]);
    let Some(bytes) = shared("reports/t20_zero_width_update.csv") else { return };
    let asked = asked(&text_of(&bytes)).unwrap();
    assert_eq!(asked.keys().map(String::as_str).collect::<Vec<_>>(), ["noloc1", "noloc2", "yard.005"]);
}

#[test]
fn names_in_windows_1250_are_read_and_shown() {
    let Some(bytes) = shared("reports/t22_windows1250.csv") else { return };
    let file = read(&text_of(&bytes));
    assert_eq!(file.hang_on_encoding(), ["Jiří Šmíd", "Łukasz Wójcik", "Výroba"]);
}

#[test]
fn what_nobody_sees_in_a_name_is_named() {
    let file = read("Email,Display name,Department\na@x.com,Ade\u{200B}le,Sales\nb@x.com,Bea,\u{202E}selaS\n");
    let products = ProductNames::default();
    let known = CustomerData { domains: &BTreeSet::new(), products: &products, holders: &BTreeMap::new() };
    let checked = CheckedRows::of(&file, RowAction::Add, known);
    let noted = |at, column| checked.has_invisible(at, column);
    assert!(noted(0, UploadColumn::DisplayName) && noted(1, UploadColumn::Department));
    assert!(!noted(0, UploadColumn::Email) && !noted(1, UploadColumn::DisplayName));
}
