//! The made-up customer beside the repository.

use super::graph::{notes, read_all};
use super::*;
use crate::directory::license::Source;
use crate::directory::product::{AppliesTo, Capability};
use crate::directory::role::AdminRole;
use crate::directory::user::UserType;
use crate::import::customer::{CustomerImport, ImportedProduct, ImportedUser};

fn sample() -> Option<CustomerImport> {
    let file = |name: &str| shared_data(&format!("graph-export-sample/{name}.json"));
    let (users, skus, organization) = (file("users")?, file("subscribedSkus")?, file("organization")?);
    let (groups, roles) = (file("groups")?, file("directoryRoles")?);
    Some(read_all([&users, &skus, &organization, &groups, &roles]))
}

fn product<'a>(import: &'a CustomerImport, part_number: &str) -> &'a ImportedProduct {
    import.products.iter().find(|product| product.product.part_number == part_number).unwrap()
}

/// The numbers of users who hold the product, and of users with only licenses in error for it.
fn holders(import: &CustomerImport, product: &ImportedProduct) -> (usize, usize) {
    let states = |user: &ImportedUser| -> Vec<bool> {
        let held = user.licenses.iter().filter(|license| license.sku_id == product.product.sku_id);
        held.map(|license| license.error.is_none()).collect()
    };
    let held: Vec<_> = import.users.iter().map(states).filter(|states| !states.is_empty()).collect();
    let good = held.iter().filter(|states| states.contains(&true)).count();
    (good, held.len() - good)
}

#[test]
fn everything_is_read() {
    let Some(import) = sample() else { return };
    assert_eq!(notes(&import), Vec::<String>::new());
    assert_eq!(
        (import.customer.name.as_str(), import.customer.primary_domain()),
        ("Fabrikam 1, Inc.", "fabrikam1.com")
    );
    assert_eq!((import.users.len(), import.products.len(), import.groups.len()), (300, 12, 3));
    assert!(import.groups.iter().any(|(_, name)| name == "Frontline \"F3\""));
    let count = |matches: fn(&ImportedUser) -> bool| import.users.iter().filter(|user| matches(user)).count();
    assert_eq!(count(|user| user.user_type == UserType::Guest), 16);
    assert_eq!(count(|user| !user.sign_in_allowed), 15);
    assert_eq!(count(|user| user.directory_synced), 40);
    assert_eq!(count(|user| user.location.is_none()), 36);
    assert_eq!(count(|user| user.created.is_some()), 300);
    assert_eq!(count(|user| user.roles.contains(&AdminRole::Global.template_id())), 2);
    assert_eq!(count(|user| user.roles.contains(&AdminRole::UserManagement.template_id())), 2);
    assert_eq!(count(|user| user.roles.contains(&AdminRole::Helpdesk.template_id())), 3);
}

#[test]
fn seats_are_read() {
    let Some(import) = sample() else { return };
    let seats = |part_number| {
        let product = product(&import, part_number);
        let [subscription] = product.subscriptions.as_slice() else { panic!("{product:?}") };
        (subscription.capability, subscription.enabled, subscription.warning, subscription.suspended)
    };
    assert_eq!(seats("SPE_E3"), (Capability::Enabled, 125, 0, 0));
    assert_eq!(seats("EXCHANGESTANDARD"), (Capability::Warning, 0, 18, 0));
    assert_eq!(seats("EMS"), (Capability::Suspended, 0, 0, 50));
    assert_eq!(seats("BRAND_NEW_PRODUCT_2027"), (Capability::Enabled, 10, 0, 0));
    assert_eq!(product(&import, "SHAREPOINTSTORAGE").product.applies_to, AppliesTo::Company);
    let plans = &product(&import, "EMS").product.plans;
    let company: Vec<_> = plans.iter().filter(|plan| plan.applies_to == AppliesTo::Company).collect();
    assert_eq!(company.iter().map(|plan| plan.name.as_str()).collect::<Vec<_>>(), ["EXCHANGE_S_FOUNDATION"]);
}

#[test]
fn holders_are_read() {
    let Some(import) = sample() else { return };
    let holders = |part_number| holders(&import, product(&import, part_number));
    assert_eq!(holders("SPE_E3"), (95, 0));
    assert_eq!(holders("POWER_BI_PRO"), (10, 0), "eight are owned: over-assigned");
    assert_eq!(holders("VISIOCLIENT"), (10, 2), "two could not be given through a group");
    assert_eq!(holders("EMS"), (0, 0));
}

#[test]
fn group_held_and_doubly_held_licenses_are_read() {
    let Some(import) = sample() else { return };
    let licenses: Vec<_> = import.users.iter().flat_map(|user| &user.licenses).collect();
    assert_eq!(licenses.len(), 281);
    assert_eq!(licenses.iter().filter(|license| license.source == Source::Direct).count(), 219);
    let errors: Vec<_> = licenses.iter().filter_map(|license| license.error.as_deref()).collect();
    assert_eq!(errors, ["CountViolation", "CountViolation"]);
    let doubly = |user: &&ImportedUser| {
        user.licenses.iter().any(|one| user.licenses.iter().any(|other| one.sku_id == other.sku_id && one != other))
    };
    assert_eq!(import.users.iter().filter(doubly).count(), 18);
}
