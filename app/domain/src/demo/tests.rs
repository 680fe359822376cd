//! Tests of the demo customers.

use super::*;
use crate::directory::license::Source;
use crate::directory::product::{AppliesTo, Capability, Channel};
use crate::directory::role::AdminRole;
use crate::directory::search;
use crate::directory::upn::Upn;
use crate::directory::user::UserType;
use crate::ids::{PlanId, SkuId};
use crate::import::customer::ImportedProduct;
use crate::import::shipped;
use crate::rules::data::RulesData;
use std::collections::{BTreeMap, BTreeSet};

const SEED: u64 = 42;

fn demo() -> Vec<DemoCustomer> {
    customers(SEED).unwrap()
}

fn named(name: &str) -> CustomerImport {
    demo().into_iter().find(|demo| demo.directory.customer.name == name).unwrap().directory
}

fn user<'a>(directory: &'a CustomerImport, name: &str) -> &'a ImportedUser {
    directory.users.iter().find(|user| user.display_name == name).unwrap()
}

fn owned(product: &ImportedProduct) -> i64 {
    product.subscriptions.iter().map(|subscription| subscription.enabled + subscription.warning).sum()
}

fn consumed<'a>(users: impl IntoIterator<Item = &'a ImportedUser>) -> BTreeMap<SkuId, i64> {
    let mut consumed = BTreeMap::new();
    for user in users {
        let held: BTreeSet<SkuId> = user.licenses.iter().map(|license| license.sku_id).collect();
        held.into_iter().for_each(|sku| *consumed.entry(sku).or_default() += 1);
    }
    consumed
}

/// Available seats by product name.
fn available(directory: &CustomerImport) -> BTreeMap<&str, i64> {
    let consumed = consumed(&directory.users);
    let available = |product: &ImportedProduct| owned(product) - consumed.get(&product.product.sku_id).unwrap_or(&0);
    directory.products.iter().map(|product| (product.product.name.as_str(), available(product))).collect()
}

/// All demo customers, and one of any size with its users.
fn all() -> Vec<CustomerImport> {
    let sized = sized(SEED, 1000).unwrap();
    let users = sized.users().collect();
    demo().into_iter().map(|demo| demo.directory).chain([CustomerImport { users, ..sized.directory }]).collect()
}

#[test]
fn the_same_seed_gives_the_same_customers() {
    assert!(demo() == demo());
    assert!(customers(SEED + 1).unwrap() != demo());
    let users = |seed| sized(seed, 100).unwrap().users().collect::<Vec<_>>();
    assert!(users(SEED) == users(SEED) && users(SEED) != users(SEED + 1));
}

#[test]
fn the_first_id_never_changes() {
    let id = demo()[0].directory.users[0].id.to_string();
    assert_eq!(id, "34c93e3a-1db0-455d-9d5f-763385bb4922");
}

#[test]
fn there_are_twelve_customers_of_many_sizes() {
    let sizes: Vec<_> =
        demo().iter().map(|demo| (demo.directory.customer.name.clone(), demo.directory.users.len())).collect();
    let expected = [
        ("Fabrikam, Inc.", 2004),
        ("Contoso Ltd.", 400),
        ("Adventure Works", 260),
        ("Humongous Insurance", 320),
        ("Northwind Traders", 180),
        ("Litware, Inc.", 120),
        ("Tailspin Toys", 96),
        ("A. Datum Corporation", 75),
        ("Wingtip Toys", 48),
        ("Margie's Travel", 12),
        ("Fourth Coffee", 5),
        ("Graphic Design Institute", 0),
    ];
    assert_eq!(sizes, expected.map(|(name, users)| (name.to_owned(), users)));
}

#[test]
fn only_litware_is_imported() {
    let imported: Vec<_> = demo().into_iter().filter(|demo| demo.imported).collect();
    assert_eq!(imported.len(), 1);
    assert_eq!(imported[0].directory.customer.name, "Litware, Inc.");
}

#[test]
fn ids_are_unique_and_random_in_shape() {
    let all = all();
    let customers: BTreeSet<_> = all.iter().map(|directory| directory.customer.id).collect();
    assert_eq!(customers.len(), all.len());
    for directory in &all {
        let users: BTreeSet<_> = directory.users.iter().map(|user| user.id).collect();
        assert_eq!(users.len(), directory.users.len());
        assert!(users.iter().all(|id| id.uuid().get_version_num() == 4));
        let subscriptions = directory.products.iter().flat_map(|product| &product.subscriptions);
        let subscriptions: Vec<_> = subscriptions.map(|subscription| subscription.id).collect();
        assert_eq!(subscriptions.iter().collect::<BTreeSet<_>>().len(), subscriptions.len());
    }
}

#[test]
fn every_customer_has_one_primary_and_one_initial_domain_and_a_country() {
    for directory in all() {
        let customer = directory.customer;
        assert_eq!(customer.domains.iter().filter(|domain| domain.is_default).count(), 1, "{}", customer.name);
        assert_eq!(customer.domains.iter().filter(|domain| domain.is_initial).count(), 1, "{}", customer.name);
        assert!(customer.country.is_some(), "{}", customer.name);
    }
}

#[test]
fn emails_are_valid_unique_and_of_the_customers_domains() {
    for directory in all() {
        let domains: BTreeSet<_> = directory.customer.domains.iter().map(|domain| domain.name.as_str()).collect();
        let mut keys = BTreeSet::new();
        for user in &directory.users {
            let upn: Upn = user.upn.parse().unwrap_or_else(|error| panic!("{}: {error}", user.upn));
            assert!(user.upn.is_ascii() && domains.contains(upn.domain().as_str()), "{}", user.upn);
            assert!(keys.insert(upn.key()), "{} twice", user.upn);
        }
    }
}

#[test]
fn only_fabrikams_project_is_over_assigned() {
    for directory in all() {
        for (product, available) in available(&directory) {
            let intended = directory.customer.name == "Fabrikam, Inc." && product == "Planner and Project Plan 3";
            assert_eq!(available < 0, intended, "{}: {product} has {available}", directory.customer.name);
        }
    }
}

#[test]
fn everything_held_is_owned_for_users_and_known() {
    let catalogue = shipped::products().unwrap();
    for directory in all() {
        let own: BTreeMap<_, _> = directory.products.iter().map(|own| (own.product.sku_id, own)).collect();
        assert_eq!(own.len(), directory.products.len());
        for product in own.values() {
            let name = &product.product.name;
            assert!(catalogue.contains(&product.product) || name.starts_with("Proseware "), "{name}");
        }
        for sku in consumed(&directory.users).keys() {
            let product = own[sku];
            assert_eq!(product.product.applies_to, AppliesTo::User);
            assert!(product.subscriptions.iter().any(|subscription| subscription.capability.assignable()));
        }
    }
}

#[test]
fn licenses_are_whole_and_in_order() {
    for directory in all() {
        let plans: BTreeMap<SkuId, BTreeSet<PlanId>> = directory
            .products
            .iter()
            .map(|own| (own.product.sku_id, own.product.plans.iter().map(|plan| plan.id).collect()))
            .collect();
        let groups: BTreeSet<_> = directory.groups.iter().map(|(id, _)| *id).collect();
        for user in &directory.users {
            assert!(user.licenses.is_empty() || user.location.is_some(), "{}", user.upn);
            let keys: Vec<_> = user.licenses.iter().map(|license| (license.sku_id, license.source)).collect();
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{}", user.upn);
            for license in &user.licenses {
                assert!(license.disabled.is_subset(&plans[&license.sku_id]));
                assert!(match license.source {
                    Source::Direct => true,
                    Source::Group(group) => groups.contains(&group),
                });
            }
        }
    }
}

#[test]
fn nobody_breaks_a_rule() {
    let rules = RulesData::shipped().unwrap();
    for directory in all() {
        let products: BTreeMap<_, _> = directory.products.iter().map(|own| (own.product.sku_id, own)).collect();
        for user in &directory.users {
            let on = |plan: &PlanId| {
                user.licenses.iter().any(|license| {
                    let product = &products[&license.sku_id].product;
                    !license.disabled.contains(plan) && product.plans.iter().any(|own| own.id == *plan)
                })
            };
            for set in &rules.exclusive {
                let both: BTreeSet<_> = set.plans.iter().map(|plan| plan.id).filter(on).collect();
                assert!(both.len() <= 1, "{} breaks {}", user.upn, set.name);
            }
            for rule in rules.dependencies.iter().filter(|rule| on(&rule.plan.id)) {
                assert!(rule.needs_any_of.iter().any(|plan| on(&plan.id)), "{}: {}", user.upn, rule.plan.name);
            }
            for limit in &rules.locations {
                let there = user.location.is_some_and(|country| limit.not_in.contains(&country));
                let holds = |sku| user.licenses.iter().any(|license| license.sku_id == sku);
                assert!(!there || !limit.products.iter().any(|sku| holds(sku.id)), "{}: {}", user.upn, limit.name);
            }
        }
    }
}

#[test]
fn fabrikam_has_seats_of_every_kind() {
    let fabrikam = named("Fabrikam, Inc.");
    let available = available(&fabrikam);
    let expected = [
        ("Microsoft 365 E3", 14),
        ("Microsoft 365 E5", 0),
        ("Visio Plan 2", 2),
        ("Office 365 E1", 1),
        ("Exchange Online (Plan 1)", 3),
        ("Power BI Pro", 20),
        ("Microsoft 365 Copilot", 0),
        ("Planner and Project Plan 3", -3),
        ("Microsoft Entra ID P2", 0),
        ("Office 365 Extra File Storage", 500),
    ];
    for (product, seats) in expected {
        assert_eq!(available[product], seats, "{product}");
    }
    for product in
        ["Microsoft 365 F3", "Microsoft 365 Audio Conferencing", "Microsoft Defender for Office 365 (Plan 2)"]
    {
        assert!(available[product] > 10, "{product}");
    }
}

#[test]
fn fabrikam_has_purchases_of_every_kind() {
    let fabrikam = named("Fabrikam, Inc.");
    let of = |name: &str| &fabrikam.products.iter().find(|own| own.product.name == name).unwrap().subscriptions;
    assert_eq!(of("Microsoft 365 E3").len(), 2);
    assert_eq!(of("Microsoft Teams Phone Standard")[0].capability, Capability::Warning);
    assert_eq!(of("Microsoft Entra ID P2")[0].capability, Capability::Suspended);
    let marketplace = &of("Proseware Mail Signatures")[0];
    assert_eq!(
        (marketplace.channel, marketplace.publisher.as_deref()),
        (Channel::Marketplace, Some("Proseware, Inc."))
    );
}

#[test]
fn northwind_bought_a_program_with_two_files() {
    let northwind = named("Northwind Traders");
    let drawing = northwind.products.iter().find(|own| own.product.name == "Proseware Drawing 2026").unwrap();
    let purchase = &drawing.subscriptions[0];
    assert_eq!((purchase.enabled, purchase.channel), (5, Channel::Software));
    let [software] = northwind.software.as_slice() else { panic!("{:?}", northwind.software) };
    assert_eq!((software.subscription, software.downloads.len(), software.keys.len()), (purchase.id, 2, 0));
}

#[test]
fn the_familiar_people_come_first_in_fabrikam() {
    let fabrikam = named("Fabrikam, Inc.");
    let mut names: Vec<_> = fabrikam.users.iter().map(|user| user.display_name.as_str()).collect();
    names.sort_by_key(|name| search::sort_key(name));
    assert_eq!(names[0], "Adele Vance");
    for name in ["Alex Wilber", "Christie Cline", "Diego Siciliani", "Grady Archie", "Isaiah Langer", "Johanna Lorenz"]
    {
        assert!(names[..18].contains(&name), "{name}");
    }
    assert_eq!(names[17], "Nestor Wilke");
    assert_eq!(user(&fabrikam, "Adele Vance").upn, "adele.vance@fabrikam.com");
    assert!(user(&fabrikam, "Diego Siciliani").location.is_none());
    assert!(!user(&fabrikam, "Johanna Lorenz").sign_in_allowed);
}

#[test]
fn fabrikam_has_users_of_every_kind() {
    let users = named("Fabrikam, Inc.").users;
    let per_mille = |is: &dyn Fn(&ImportedUser) -> bool| users.iter().filter(|user| is(user)).count() * 1000 / 2004;
    let between = |what: &str, range: std::ops::Range<usize>, is: &dyn Fn(&ImportedUser) -> bool| {
        assert!(range.contains(&per_mille(is)), "{what}: {}", per_mille(is));
    };
    between("without location", 30..55, &|user| user.location.is_none());
    between("guests", 15..35, &|user| user.user_type == UserType::Guest && user.upn.contains("#EXT#"));
    between("synced", 550..650, &|user| user.directory_synced);
    between("blocked", 15..45, &|user| !user.sign_in_allowed);
    between("unlicensed", 100..200, &|user| user.licenses.is_empty());
    between("second domain", 50..110, &|user| user.upn.ends_with("@fabrikam.co.uk"));
    between("some plans off", 150..350, &|user| user.licenses.iter().any(|license| !license.disabled.is_empty()));
    between("in error", 1..10, &|user| user.licenses.iter().any(|license| license.error.is_some()));
    between("through a group", 250..400, &|user| user.licenses.iter().any(|license| license.source != Source::Direct));
    between("direct and through a group", 5..40, &|user| {
        user.licenses.windows(2).any(|pair| pair[0].sku_id == pair[1].sku_id)
    });
    for role in AdminRole::ALL {
        assert!(users.iter().any(|user| user.roles.contains(&role.template_id())), "{role:?}");
    }
    let countries: BTreeSet<_> = users.iter().filter_map(|user| user.location).collect();
    let countries: Vec<_> = countries.iter().map(|country| country.as_str()).collect();
    assert_eq!(countries, ["AE", "CN", "DE", "ES", "GB", "GR", "IE", "JP", "SK", "US"]);
    assert!(users.iter().filter(|user| user.user_type == UserType::Member).all(|user| user.department.is_some()));
}

#[test]
fn names_of_every_kind_are_there() {
    let within = |first: char, last: char| move |name: &str| name.chars().any(|c| (first..=last).contains(&c));
    let (fabrikam, sized) = (named("Fabrikam, Inc.").users, sized(SEED, 1000).unwrap());
    let sized: Vec<_> = sized.users().collect();
    for users in [&fabrikam, &sized] {
        let has = |what: &str, is: &dyn Fn(&str) -> bool| {
            assert!(users.iter().any(|user| is(&user.display_name)), "{what}");
        };
        has("accents", &within('À', 'ž'));
        has("Greek", &within('Α', 'ώ'));
        has("Han", &within('一', '龥'));
        has("Arabic", &within('ء', 'ي'));
        has("emoji", &within('🌀', '🧿'));
        has("64 characters", &|name| name.chars().count() == 64);
        has("apostrophe", &|name| name.contains('\''));
    }
    for users in [&named("Northwind Traders").users, &sized] {
        for formula in ["=1+1", "+SUM(A1)", "-2+3", "@cmd"] {
            assert!(users.iter().any(|user| user.display_name == formula), "{formula}");
        }
    }
}

#[test]
fn the_small_customers_have_their_traits() {
    assert_eq!(available(&named("Fourth Coffee")), [("Microsoft 365 Business Premium", 0)].into());
    assert_eq!(available(&named("Graphic Design Institute")), [("Microsoft 365 Business Standard", 10)].into());
    assert_eq!(available(&named("Margie's Travel")), [("Exchange Online (Plan 1)", 1)].into());
    let wingtip = [("Microsoft 365 Business Basic", 2), ("Microsoft 365 Business Standard", 1)];
    assert_eq!(available(&named("Wingtip Toys")), wingtip.into());
}

#[test]
fn a_sized_customer_owns_a_bit_more_than_its_users_hold() {
    for size in [0, 1, 1000] {
        let sized = sized(SEED, size).unwrap();
        let users: Vec<_> = sized.users().collect();
        assert_eq!((users.len(), sized.directory.users.len()), (size, 0));
        let consumed = consumed(&users);
        for product in &sized.directory.products {
            let held = consumed.get(&product.product.sku_id).copied().unwrap_or(0);
            let spare = owned(product) - held;
            assert!(spare >= 4 && spare <= held / 10 + 29, "{}: {spare}", product.product.name);
        }
    }
}

#[test]
fn the_users_of_a_sized_customer_are_made_when_asked_for() {
    let mut sized = sized(SEED, 10).unwrap();
    // Far too many to make or keep: users that are not asked for cost nothing.
    sized.crowd.company.users = usize::MAX;
    let mut users = sized.users();
    assert_eq!(users.len(), usize::MAX);
    assert_eq!(users.by_ref().take(3).count(), 3);
    assert_eq!(users.len(), usize::MAX - 3);
}

#[test]
fn users_do_not_depend_on_the_size() {
    let (small, big) = (sized(SEED, 50).unwrap(), sized(SEED, 100).unwrap());
    assert!(small.users().eq(big.users().take(50)));
    assert_eq!(small.directory.customer, big.directory.customer);
}
