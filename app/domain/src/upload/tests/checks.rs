//! The errors of cells, and the requests of rows.

use super::super::check::{CheckedRows, ForOthers};
use super::super::column::UploadColumn;
use super::super::file::UploadFile;
use super::super::products::ProductNames;
use super::super::row::{CustomerData, RowAction};
use super::super::write::{Format, failed_header, failed_line};
use super::read;
use crate::console::entries::{FailedEntry, UpnHolder};
use crate::directory::product::{AppliesTo, CustomerProduct, Product};
use crate::directory::profile::TypedProfile;
use crate::directory::profile_field::ProfileField;
use crate::ids::{SkuId, UserId};
use crate::rules::change::{LicenseChange, LocationChange};
use crate::rules::entries::{EntryAction, UserEntry};
use crate::rules::snapshot::{Snapshot, SnapshotUser};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const HEADER: &str =
    "First name,Last name,Display name,Email,Location,Department,Job title,Licenses to assign,Licenses to revoke";

struct World {
    domains: BTreeSet<String>,
    snapshot: Snapshot,
    products: ProductNames,
    holders: BTreeMap<String, UpnHolder>,
}

impl World {
    fn known(&self) -> CustomerData<'_> {
        CustomerData { domains: &self.domains, products: &self.products, holders: &self.holders }
    }

    fn check(&self, file: &UploadFile, action: RowAction) -> CheckedRows {
        CheckedRows::of(file, action, self.known())
    }

    /// The error of the first row's cell in this column.
    fn wrong(&self, row: &str, action: RowAction, column: UploadColumn) -> Option<String> {
        let file = read(&format!("{HEADER},Sign-in status\n{row}\n"));
        self.check(&file, action).error(0, column).map(|error| error.to_string())
    }
}

fn sku(number: u128) -> SkuId {
    SkuId::new(Uuid::from_u128(number))
}

fn user(number: u128) -> UserId {
    UserId::new(Uuid::from_u128(number))
}

fn holder(upn: &str, id: u128, deleted: Option<i64>) -> (String, UpnHolder) {
    (upn.into(), UpnHolder { name: format!("Holder {id}"), deleted, ..UpnHolder::live(upn, user(id)) })
}

/// Products 1 (`SPE_E3`) and 2 (`VISIO`), and 3 with the same name as 2. User 1 exists; user 2 is deleted.
fn world() -> World {
    let mut snapshot = Snapshot::default();
    for (number, part, name) in
        [(1, "SPE_E3", "Microsoft 365 E3"), (2, "VISIO", "Visio, Plan 2"), (3, "V2", "Visio, Plan 2")]
    {
        let product = Product {
            sku_id: sku(number),
            part_number: part.into(),
            name: name.into(),
            applies_to: AppliesTo::User,
            plans: Vec::new(),
        };
        let held = CustomerProduct { product, seats: None, capability: None, publisher: None };
        snapshot.products.insert(sku(number), held);
    }
    World {
        domains: BTreeSet::from(["x.com".to_owned()]),
        products: ProductNames::of(&snapshot),
        snapshot,
        holders: [holder("here@x.com", 1, None), holder("gone@x.com", 2, Some(5))].into(),
    }
}

#[test]
fn each_mistake_is_found_in_its_cell() {
    let (world, add, update) = (world(), RowAction::Add, RowAction::Update);
    for (row, action, column, words) in [
        (",,Ann,a@y.com,,,,,", add, UploadColumn::Email, "y.com is not a verified domain of this customer."),
        (",,Ann,HERE@x.com,,,,,", add, UploadColumn::Email, "Holder 1 has this email already."),
        (",,Ann,,,,,,", add, UploadColumn::Email, "Enter an email such as adele.vance@fabrikam.com."),
        (",,,a@x.com,,,,,", add, UploadColumn::DisplayName, "Enter a display name."),
        (
            ",,Ann,a@x.com,Atlantis,,,,",
            add,
            UploadColumn::Location,
            "“Atlantis” is not a country. Use two letters such as SK or US, or the English name.",
        ),
        (
            ",,Ann,a@x.com,,,,SPE_E9,",
            add,
            UploadColumn::Assign,
            "“SPE_E9” is not a product of this customer. Use the product's name, or a part number such as SPE_E3.",
        ),
        (
            ",,Ann,a@x.com,,,,\"Visio, Plan 2\",",
            add,
            UploadColumn::Assign,
            "“Visio, Plan 2” is the name of several products. Use the part number.",
        ),
        (
            ",,Ann,a@x.com,,,,SPE_E3,\"VISIO;Microsoft 365 E3\"",
            add,
            UploadColumn::Revoke,
            "“VISIO;Microsoft 365 E3” is also listed under licenses to assign.",
        ),
        (",,Ann,a@x.com,,,,,,maybe", add, UploadColumn::SignIn, "“maybe” is neither “Allowed” nor “Blocked”."),
        (",,,new@x.com,,,,,", update, UploadColumn::Email, "No user of this customer has this email."),
        (",,,gone@x.com,,,,,", update, UploadColumn::Email, "Holder 2 is deleted. Restore the user first."),
    ] {
        let found = world.wrong(row, action, column);

        assert_eq!(found.as_deref(), Some(words), "{row}");
    }
    for (row, action) in [(",,Ann,gone@x.com,usa,,,\"SPE_E3, VISIO\",", add), (",,,Here@X.com,,,,,", update)] {
        let file = read(&format!("{HEADER}\n{row}\n"));
        assert!(world.check(&file, action).is_ready(0), "{row}");
    }
}

#[test]
fn users_are_found_by_another_address_and_asked_about_where_several_have_it() {
    let mut world = world();
    let by_address = |upns: &[&str]| upns.iter().map(|upn| (*upn).to_owned()).collect::<Vec<_>>();
    for (address, upns) in [("alias@x.com", &["here@x.com"][..]), ("team@x.com", &["here@x.com", "there@x.com"])] {
        let holder = UpnHolder { by_address: by_address(upns), ..UpnHolder::live(address, user(1)) };
        world.holders.insert(address.into(), holder);
    }
    let file = read("Email,Job title\nSMTP:Alias@x.com,Boss\nteam@x.com,Boss\n");
    let checked = world.check(&file, RowAction::Update);
    assert_eq!((checked.user(0), checked.found_by_address(0)), (Some(user(1)), Some("here@x.com")));
    assert_eq!(
        checked.error(1, UploadColumn::Email).unwrap().to_string(),
        "2 users have this address: here@x.com, there@x.com. Write the email of one of them."
    );
    // It is nobody's email, so a new user may have it.
    let file = read("Email,Display name\nalias@x.com,Ann\n");
    assert!(world.check(&file, RowAction::Add).is_ready(0));
}

#[test]
fn one_user_named_twice_by_different_addresses_is_found() {
    let mut world = world();
    let holder = UpnHolder { by_address: vec!["here@x.com".into()], ..UpnHolder::live("alias@x.com", user(1)) };
    world.holders.insert("alias@x.com".into(), holder);
    let file = read("Email,Job title\nhere@x.com,Boss\nalias@x.com,Chief\n");
    let checked = world.check(&file, RowAction::Update);
    assert_eq!(checked.error(1, UploadColumn::Email).unwrap().to_string(), "Row 2 has the same email.");
}

#[test]
fn cells_of_several_lines_are_read_as_one_line() {
    let world = world();
    let row = ",,Ann,ann@x.com,,,\"Sales\r\nBoss\",\"SPE_E3\nVISIO\n\",";
    let file = read(&format!("{HEADER}\n{row}\n"));
    assert_eq!(file.cell(&file.rows[0], UploadColumn::JobTitle), "Sales Boss");
    assert_eq!(file.cell(&file.rows[0], UploadColumn::Assign), "SPE_E3; VISIO");
    let entries = world.check(&file, RowAction::Add).entries(&[user(11)], &ForOthers::default());
    assert_eq!(entries[0].licenses.products.keys().copied().collect::<Vec<_>>(), [sku(1), sku(2)]);
    assert_eq!(world.products.read("SPE_E3\r\nVISIO"), Ok([sku(1), sku(2)].into()));
}

#[test]
fn the_same_email_twice_is_found_until_it_is_corrected() {
    let world = world();
    let mut file = read("Email,Display name\na@x.com,Ann\n\nA@X.com ,Bea\nb@x.com,Cid\n");
    let mut checked = world.check(&file, RowAction::Add);
    assert_eq!(checked.error(1, UploadColumn::Email).unwrap().to_string(), "Row 2 has the same email.");
    assert_eq!((checked.places(true), checked.places(false)), (vec![0, 2], vec![1]));
    file.rows[1].cells[0] = "c@x.com".into();
    checked.check_again(1, &file, RowAction::Add, world.known());
    assert_eq!(checked.places(true), [0, 1, 2]);
}

#[test]
fn new_users_are_asked_for_with_what_stands_in_their_row() {
    let world = world();
    let row = "Ann,Berg,Ann Berg,ann@x.com,Slovakia,Sales,,Microsoft 365 E3; visio,";
    let file = read(&format!("{HEADER}\n{row}\n,,Bea,bea@x.com,,,,,\n"));
    let others = ForOthers { location: "SK".parse().ok(), products: [sku(2)].into() };
    let entries = world.check(&file, RowAction::Add).entries(&[user(11), user(12)], &others);
    let [first, second] = entries.as_slice() else { panic!("{entries:?}") };
    let EntryAction::Add(profile) = &first.asked else { panic!("{first:?}") };
    assert_eq!(
        (first.user, profile.location.as_deref(), profile.job_title.as_deref()),
        (user(11), Some("Slovakia"), None)
    );
    assert_eq!(first.licenses.products.keys().copied().collect::<Vec<_>>(), [sku(1), sku(2)]);
    let EntryAction::Add(profile) = &second.asked else { panic!("{second:?}") };
    assert_eq!(
        (profile.location.as_deref(), second.licenses.products[&sku(2)].license),
        (Some("SK"), LicenseChange::Assign)
    );
}

#[test]
fn what_was_asked_is_known_again_after_it_is_done() {
    let world = world();
    let file =
        read("Action,Email,Display name,Location\nAdd,a@x.com,Ann,SK\nAdd,b@y.com,Bea,\nUpdate,here@x.com,Cid,\n");
    let (ids, others) = ([user(11), user(12), user(13)], ForOthers::default());
    let before = world.check(&file, RowAction::Add);
    let mut holders = world.holders.clone();
    holders.extend([holder("a@x.com", 11, None)]);
    let after = CheckedRows::of(&file, RowAction::Add, CustomerData { holders: &holders, ..world.known() });
    assert_eq!((before.places(false), after.places(false)), (vec![1], vec![0, 1]));
    assert_eq!(after.entries_but(&[1], &ids, &others), before.entries(&ids, &others));
}

#[test]
fn users_are_updated_where_a_cell_says_something() {
    let world = world();
    let file = read(&format!("{HEADER}\n,,,here@x.com,,Sales,,,SPE_E3\n"));
    let others = ForOthers { location: "SK".parse().ok(), products: [sku(2)].into() };
    let entries = world.check(&file, RowAction::Update).entries(&[user(11)], &others);
    let EntryAction::Edit(profile) = &entries[0].asked else { panic!("{entries:?}") };
    assert_eq!(entries[0].user, user(1));
    assert_eq!((profile.department.as_deref(), &profile.email, &profile.display_name), (Some("Sales"), &None, &None));
    assert_eq!(entries[0].licenses.products[&sku(1)].license, LicenseChange::Revoke);
    assert_eq!(entries[0].licenses.location, Some(LocationChange::OnlyWithout("SK".parse().unwrap())));
    assert_eq!(entries[0].licenses.products.len(), 1);
}

#[test]
fn a_cell_may_say_what_the_user_has_though_nobody_could_type_it() {
    let (mut world, title) = (world(), "x".repeat(129));
    world.holders.extend([holder("other@x.com", 3, None)]);
    world.holders.get_mut("here@x.com").unwrap().unacceptable =
        [(ProfileField::JobTitle, title.clone()), (ProfileField::MailNickname, "here now".into())].into();
    let file = |row: &str| read(&format!("Action,Email,Department,Job title,Mail nickname\n{row}\n"));

    let same = file(&format!(",Here@x.com,Sales,{title}, here now "));
    let entries = world.check(&same, RowAction::Update).entries(&[user(11)], &ForOthers::default());
    let profile = TypedProfile { department: Some("Sales".into()), ..TypedProfile::default() };
    assert_eq!((entries.len(), &entries[0].asked), (1, &EntryAction::Edit(profile)));

    // A value counts as new if it differs, is in another cell, or belongs to another user.
    for (row, wrong) in [
        (",here@x.com,,,Here now".to_owned(), UploadColumn::MailNickname),
        (format!(",here@x.com,,{title}x,here now"), UploadColumn::JobTitle),
        (format!(",here@x.com,{title},,"), UploadColumn::Department),
        (",other@x.com,,,here now".to_owned(), UploadColumn::MailNickname),
        ("Add,here@x.com,,,here now".to_owned(), UploadColumn::MailNickname),
    ] {
        let checked = world.check(&file(&row), RowAction::Update);
        assert!(checked.error(0, wrong).is_some(), "{row}");
    }
}

#[test]
fn holders_are_sent_with_what_nobody_could_type() {
    let (_, plain) = holder("here@x.com", 1, None);
    assert!(!serde_json::to_string(&plain).unwrap().contains("unacceptable"));
    let unacceptable = [(ProfileField::MailNickname, "here now".to_owned())].into();
    for holder in [UpnHolder { unacceptable, ..plain.clone() }, plain] {
        let sent = serde_json::to_string(&holder).unwrap();
        assert_eq!(serde_json::from_str::<UpnHolder>(&sent).unwrap(), holder);
    }
}

#[test]
fn failed_rows_are_written_so_that_they_can_be_read_again() {
    let world = world();
    let row = "Ann,=Berg,Ann,ann@x.com,SK,Sales,Boss,SPE_E3,VISIO";
    let file = read(&format!("{HEADER}\n{row}\n"));
    let asked = world.check(&file, RowAction::Add).entries(&[user(11)], &ForOthers::default());
    let mut holders = world.holders.clone();
    holders.extend([holder("ann@x.com", 11, None)]);
    let failed = |only_licenses| FailedEntry {
        entry: asked[0].clone(),
        upn: "ann@x.com".into(),
        only_licenses,
        words: "=Because".into(),
    };
    for only_licenses in [false, true] {
        let written = failed_header(Format::Csv)
            + &failed_line(Format::Csv, &failed(only_licenses), &world.snapshot, &world.products);
        let again = read(&written);
        assert!(again.ignored.is_empty());
        let known = CustomerData { holders: if only_licenses { &holders } else { &world.holders }, ..world.known() };
        let entries = CheckedRows::of(&again, RowAction::Add, known).entries(&[user(11)], &ForOthers::default());
        let licenses_only = UserEntry { asked: EntryAction::Edit(TypedProfile::default()), ..asked[0].clone() };
        assert_eq!(entries, [if only_licenses { licenses_only } else { asked[0].clone() }]);
    }
}

#[test]
fn failed_rows_name_the_location_of_those_who_have_none() {
    let world = world();
    let file = read(&format!("{HEADER}\n,,,here@x.com,,Sales,,SPE_E3,\n"));
    let others = ForOthers { location: "SK".parse().ok(), ..ForOthers::default() };
    let asked = world.check(&file, RowAction::Update).entries(&[user(11)], &others);
    let failed =
        FailedEntry { entry: asked[0].clone(), upn: "here@x.com".into(), only_licenses: true, words: String::new() };
    for (location, written) in [(None, "SK"), ("US".parse().ok(), "")] {
        let mut snapshot = world.snapshot.clone();
        snapshot.users.insert(user(1), SnapshotUser { location, ..SnapshotUser::default() });
        let again =
            read(&(failed_header(Format::Csv) + &failed_line(Format::Csv, &failed, &snapshot, &world.products)));
        assert_eq!(again.cell(&again.rows[0], UploadColumn::Location), written);
    }
}
