//! An export changes nobody when `Update existing users` reads it back.

use super::super::export::{Export, ExportColumn, ExportUser};
use super::super::file::UploadFile;
use super::super::products::ProductNames;
use super::super::row::{CustomerData, ReadRow, RowAction};
use super::super::write::Format;
use super::text_of;
use crate::console::entries::UpnHolder;
use crate::directory::license::{License, Source};
use crate::directory::product::{AppliesTo, Capability, CustomerProduct, Product};
use crate::directory::profile::ProfileValues;
use crate::directory::role::AdminRole;
use crate::directory::seats::Seats;
use crate::directory::user::{ProductName, UserRow, UserType};
use crate::ids::{GroupId, SkuId, UserId};
use crate::rules::accounts::{Account, Accounts};
use crate::rules::entries::{EntryAction, UserEntry, plan_entries};
use crate::rules::outcome::Outcome;
use crate::rules::snapshot::{Snapshot, SnapshotUser};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Names as in catalogues: two products with one name, one with separators, one named like another's part number.
const PRODUCTS: [(&str, &str); 5] = [
    ("SPE_E3", "Microsoft 365 E3"),
    ("VISIO", "Visio Plan 2"),
    ("VISIO_GOV", "Visio Plan 2"),
    ("PARTS", "Parts; and, more"),
    ("OTHER", "SPE_E3"),
];

fn sku(at: usize) -> SkuId {
    SkuId::new(Uuid::from_u128(at as u128 + 1))
}

fn snapshot() -> Snapshot {
    let held = |(at, (part_number, name)): (usize, (&str, &str))| {
        let (part_number, name) = (part_number.to_owned(), name.to_owned());
        let product = Product { sku_id: sku(at), part_number, name, applies_to: AppliesTo::User, plans: Vec::new() };
        let seats = Some(Seats { owned: 0, consumed: 0, reserved: 0 });
        (sku(at), CustomerProduct { product, seats, capability: Some(Capability::Enabled), publisher: None })
    };
    Snapshot { products: PRODUCTS.into_iter().enumerate().map(held).collect(), ..Snapshot::default() }
}

/// A profile text with everything that needs care in a file.
fn text() -> impl Strategy<Value = String> {
    "[a-cÉ李'=+@\"\\-,; 0-9]{0,8}"
}

/// A text as in imports, including ones that nobody could type.
fn imported() -> impl Strategy<Value = String> {
    prop_oneof![3 => text(), 1 => "[ab \t\u{0}\u{b}\u{1f}\u{7f}\r\n]{0,8}", 1 => "[a-c ]{60,300}"]
}

/// A user: texts, location, whether blocked, a guest or synced, and products with whether a group gives them.
type Made = ([String; 5], Option<&'static str>, [bool; 3], BTreeMap<usize, bool>);

fn made() -> impl Strategy<Value = Made> {
    let location = proptest::sample::select(vec![None, Some("SK"), Some("CI"), Some("US")]);
    let products = proptest::collection::btree_map(0..PRODUCTS.len(), any::<bool>(), 0..4);
    let texts = [imported(), imported(), imported(), imported(), imported()];
    (texts, location, any::<[bool; 3]>(), products)
}

/// The user's row of the list and account.
fn user(at: usize, made: Made, snapshot: &mut Snapshot) -> (ExportUser, Account) {
    let ([name, first, department, title, nickname], location, [blocked, guest, synced], products) = made;
    let (id, upn) = (UserId::new(Uuid::from_u128(at as u128 + 1)), format!("User{at}@fabrikam.com"));
    let display_name = format!("x{name}");
    let location = location.map(|code| code.parse().unwrap());
    let source = |by_group| if by_group { Source::Group(GroupId::new(Uuid::from_u128(1))) } else { Source::Direct };
    let license =
        |(at, by_group)| License { sku_id: sku(at), source: source(by_group), disabled: BTreeSet::new(), error: None };
    let named = |at: usize| ProductName { name: PRODUCTS[at].1.to_owned(), sku_id: sku(at) };
    let row = UserRow {
        found_by: None,
        id,
        display_name: display_name.clone(),
        upn: upn.clone(),
        location,
        sign_in_allowed: !blocked,
        user_type: if guest { UserType::Guest } else { UserType::Member },
        directory_synced: false,
        deletion: None,
        products: products.keys().map(|at| named(*at)).collect(),
        has_errors: false,
    };
    let profile = ProfileValues {
        first_name: Some(first),
        last_name: Some(String::new()),
        display_name: Some(display_name.clone()),
        upn: Some(upn.clone()),
        department: Some(department),
        job_title: Some(title),
        mail_nickname: Some(nickname),
        sign_in_allowed: Some(!blocked),
        roles: Some([AdminRole::Billing].into()),
    };
    let licenses = products.into_iter().map(license).collect();
    snapshot.users.insert(id, SnapshotUser { name: display_name, upn, location, licenses });
    let account =
        Account { sign_in_allowed: !blocked, directory_synced: synced, profile: profile.clone(), ..Account::default() };
    (ExportUser { row, profile }, account)
}

proptest! {
    #[test]
    fn what_is_exported_changes_nobody_when_it_is_read_back(
        made in proptest::collection::vec(made(), 1..6),
        columns in proptest::sample::subsequence(ExportColumn::ALL.to_vec(), 0..=ExportColumn::ALL.len()),
        format in proptest::sample::select(vec![Format::Excel, Format::Csv]),
    ) {
        let mut snapshot = snapshot();
        let (users, accounts): (Vec<_>, Vec<_>) =
            made.into_iter().enumerate().map(|(at, made)| user(at, made, &mut snapshot)).unzip();
        let words = columns.into_iter().map(ExportColumn::word).collect::<Vec<_>>().join(",");
        let export = Export::of(format, ExportColumn::chosen(&words), &snapshot);
        let mut text = export.header();
        text.extend(users.iter().map(|user| export.line(user)));

        let file = UploadFile::read(&text_of(&[format.mark(), &format.bytes(&text)].concat())).unwrap();
        prop_assert_eq!(file.rows.len(), users.len());
        let holder = |user: &ExportUser| {
            let (key, name) = (user.row.upn.to_lowercase(), user.row.display_name.clone());
            let unacceptable = user.profile.unacceptable();
            (key.clone(), UpnHolder { name, unacceptable, ..UpnHolder::live(&key, user.row.id) })
        };
        let holders = users.iter().map(holder).collect();
        let (domains, products) = (BTreeSet::from(["fabrikam.com".to_owned()]), ProductNames::of(&snapshot));
        let known = CustomerData { domains: &domains, products: &products, holders: &holders };
        let mut entries = Vec::new();
        for row in &file.rows {
            let read = ReadRow::of(&file, row, RowAction::Update, known);
            prop_assert!(read.errors.is_empty(), "{:?} in {text}", read.errors);
            let user = read.user.unwrap();
            entries.push(UserEntry { user, asked: EntryAction::Edit(read.profile), licenses: read.licenses });
        }
        let ids: Vec<UserId> = users.iter().map(|user| user.row.id).collect();
        let all = Accounts {
            order: ids.clone(),
            users: ids.into_iter().zip(accounts).collect(),
            domains,
            taken: holders.keys().cloned().collect(),
            snapshot,
            ..Accounts::default()
        };
        for planned in plan_entries(&all, &entries).users {
            prop_assert_eq!(planned.outcome, Outcome::Unchanged, "{}", text);
        }
    }
}
