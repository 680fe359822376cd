//! Words of managing licenses.

pub use super::common::{
    BACK_TO_USERS, BEFORE_YOU_SAVE, FIRST, LAST, NEXT, NOBODY_SELECTED as NO_SELECTION, PREVIOUS, SAVING,
};
use crate::format::{counted, number};
use domain::directory::country::CountryCode;
use domain::directory::invisible::isolated;
use domain::rules::boxes::Choice;
use domain::rules::change::{Change, PlansChange};
use domain::rules::snapshot::NotAssignable;
use domain::rules::summary::PlanSummary;

pub const WHOLE_OR_NONE: &str = "Each user gets the whole change or none of it.";
pub const SELECT_USERS: &str = "Select users";
pub const SELECTED_USERS: &str = "Selected users";

pub const UPDATE_LOCATION: &str = "Update location";
pub const LOCATION_WHY: &str = "Availability depends on the country.";
pub const WHAT_IS_THIS: &str = "What is this?";
pub const LOCATION_EXPLAINED: &str = "A user needs a location, the country where the services are used, before a \
    license can be assigned. Some products and services are not available in every country.";
pub const LEAVE_LOCATION: &str = "Leave as it is";
pub const WHOSE_LOCATION: &str = "Apply to";
pub const ALL_SELECTED: &str = "All selected users";
pub const OVERWRITES_NOTHING: &str = "Overwrites nothing.";

pub const ASSIGN_AND_REVOKE: &str = "Assign and revoke licenses";
pub const FIND_PRODUCT: &str = "Find a product";
pub const REPLACE_EXISTING: &str = "Replace existing license assignments";
pub const ADD_TO_EXISTING: &str = "Add to existing license assignments";
pub const EXISTING: &str = "Existing licenses";
pub const NO_PRODUCTS: &str = "This customer owns no products, and the selected users hold none.";
pub const NO_MATCH: &str = "No products match.";
pub const PRODUCT: &str = "Product";
pub const AVAILABLE_LICENSES: &str = "Available licenses";
pub const ASSIGNED: &str = "Assigned";
pub const BUY_MORE: &str = "Buy more";
pub const RESET: &str = "Reset";
pub const SELECT_ALL: &str = "Select all";
pub const NO_PLANS: &str = "This product has no service plans for users.";
pub const NOT_OWNED: &str = "Not owned";

pub const REVIEW: &str = "Review";
pub const NOTHING_CHOSEN: &str = "Choose a product or a location to see a preview.";
pub const NOTHING_TO_SAVE: &str = "Nothing to save yet.";
pub const WORKING_OUT: &str = "Preparing the preview…";
pub const NOT_WORKED_OUT: &str = "The preview is not ready yet.";
pub const NOTHING_TO_DO: &str = "Nothing to save: all users are already up to date.";
pub const NOBODY_CHANGES: &str = "Nothing to save: no users would change.";
pub const GONE_USER: &str = "A user who no longer exists";
pub const IN_ORDER_OFF: &str = "All users or none";
pub const OTHER_WAYS: &str = "Or remove users above, or reset the product.";

pub const CHANGED_SINCE: &str = "The preview is out of date. Nothing was saved. Updated preview:";
pub const SHORT_SINCE: &str = "There are no longer enough licenses. Nothing was saved. Updated preview:";
pub const SAME_NUMBERS: &str = "The numbers are the same, but the users or licenses differ.";
pub const SAVE_AGAIN: &str = "Review it and save again.";
pub const KEY_REUSED: &str = "This save conflicts with another one. Nothing was saved. Save again.";
pub const UNANSWERED: &str = "The server did not confirm your last save. Try again: it is applied only once.";

pub const REVOKE_WARNING: &str = "Their data may be deleted after 30 days.";
pub const REVOKE: &str = "Revoke and save";
pub const DONT_SAVE: &str = "Don't save";

pub const NO_LICENSES: &str = "None";
pub const NONE_HOLDS: &str = "None of the selected users has it.";

/// `5 users selected.`
pub fn selected(users: usize) -> String {
    format!("{} selected.", users_counted(users))
}

/// `and 3 more`
pub fn and_more(more: usize) -> String {
    format!("and {} more", amount(more))
}

/// Accessible name of the ✕ on a selected user's box.
pub fn take_out(name: &str) -> String {
    let name = isolated(name);
    format!("Remove {name}")
}

/// `Only users without a location (2)`
pub fn only_without(users: usize) -> String {
    format!("Only users without a location ({})", amount(users))
}

/// `Overwrites: Germany (3), Slovakia (2)`; the first ten countries.
pub fn overwrites<'a>(locations: impl Iterator<Item = (&'a CountryCode, &'a usize)>) -> String {
    let all: Vec<String> =
        locations.map(|(country, users)| format!("{} ({})", country.name(), amount(*users))).collect();
    let more = all.len().saturating_sub(10);
    match (all.len(), more) {
        (0, _) => OVERWRITES_NOTHING.into(),
        (_, 0) => format!("Overwrites: {}", all.join(", ")),
        _ => format!("Overwrites: {}, {}", all[..10].join(", "), and_more(more)),
    }
}

/// `Products this customer owns (6)`
pub fn owned_products(products: usize) -> String {
    format!("Products this customer owns ({})", amount(products))
}

/// The planned action, shown beside a product's box.
pub fn will(choice: Choice) -> &'static str {
    match choice {
        Choice::Leave => "Leave as is",
        Choice::Fill => "Assign to all",
        Choice::Empty => "Revoke from all",
    }
}

/// The planned action for a service plan.
pub fn plan_will(choice: Choice) -> &'static str {
    match choice {
        Choice::Leave => "",
        Choice::Fill => "on for all",
        Choice::Empty => "off for all",
    }
}

/// Accessible name of the button that opens a product's service plans.
pub fn plans_of(product: &str) -> String {
    let product = isolated(product);
    format!("Service plans of {product}")
}

/// Accessible name of a row's Reset.
pub fn reset(product: &str) -> String {
    let product = isolated(product);
    format!("Reset {product}")
}

/// Accessible name of a row's Buy more.
pub fn buy_more_of(product: &str) -> String {
    let product = isolated(product);
    format!("Buy more {product}")
}

/// Title of the list of a product's holders.
pub fn holders_of(product: &str) -> String {
    let product = isolated(product);
    format!("Selected users who have {product}")
}

/// Accessible name of the link to that list: its text, then the product.
pub fn assigned_link(assigned: &str, product: &str) -> String {
    let product = isolated(product);
    format!("{assigned}: {product}")
}

/// Why a product has no box.
pub fn why_no_box(why: &NotAssignable) -> String {
    match why {
        NotAssignable::Company => "For the whole company; not assigned to users".into(),
        NotAssignable::NotOwned => "Not owned by this customer; can't be assigned".into(),
        why => format!("Can't be assigned: {}", why.words()),
    }
}

/// `All users`, `2 of 5 users`, `Not assigned`; `Assigned` for a single user
pub fn assigned_to(holders: usize, users: usize) -> String {
    match holders {
        0 => "Not assigned".into(),
        1 if users == 1 => "Assigned".into(),
        all if all == users => "All users".into(),
        some => format!("{} of {}", amount(some), users_counted(users)),
    }
}

/// `Visio Plan 2: 2 short.`
pub fn short_of(product: &str, short: i64) -> String {
    let product = isolated(product);
    format!("{product}: {} short.", number(short))
}

/// `Buy 2 more`
pub fn buy_more(short: i64) -> String {
    format!("Buy {} more", number(short))
}

/// `Assign in the order shown, 2 users unchanged`
pub fn in_order(unchanged: usize) -> String {
    format!("Assign in the order shown, {} unchanged", users_counted(unchanged))
}

/// `Nothing will be saved: 2 licenses are short.`
pub fn nothing_saved(short: i64) -> String {
    let licenses = counted(short, "license");
    format!("Nothing will be saved: {licenses} {} short.", if short == 1 { "is" } else { "are" })
}

/// `2 will fail`
pub fn will_fail(users: usize) -> String {
    format!("{} will fail", amount(users))
}

/// `2 will change`
pub fn will_change(users: usize) -> String {
    format!("{} will change", amount(users))
}

/// `1 stays unchanged`
pub fn will_stay(users: usize) -> String {
    if users == 1 { "1 stays unchanged".into() } else { format!("{} stay unchanged", amount(users)) }
}

/// `2 fail · 2 change · 1 stays`
pub fn in_short(summary: &PlanSummary) -> String {
    let one = |users: usize, one: &str, more: &str| {
        (users > 0).then(|| format!("{} {}", amount(users), if users == 1 { one } else { more }))
    };
    let parts = [
        one(summary.failed, "fails", "fail"),
        one(summary.changed, "changes", "change"),
        one(summary.unchanged, "stays", "stay"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `Save: assign 12, revoke 3`; parts that don't apply are omitted.
pub fn save_label(change: &Change, summary: Option<&PlanSummary>) -> String {
    let Some(summary) = summary.filter(|summary| summary.does_something()) else { return "Save".into() };
    let switches = |plans: &PlansChange| !matches!(plans, PlansChange::Each(switches) if switches.is_empty());
    let mut parts = Vec::new();
    if summary.assigned > 0 {
        parts.push(format!("assign {}", amount(summary.assigned)));
    }
    if summary.revoked > 0 {
        parts.push(format!("revoke {}", amount(summary.revoked)));
    }
    if summary.direct_removed > 0 {
        parts.push(format!("remove {}", direct_licenses(summary.direct_removed)));
    }
    if parts.is_empty() && change.products.values().any(|asked| switches(&asked.plans)) {
        parts.push("change plans".into());
    }
    if parts.is_empty() && change.location.is_some() {
        parts.push("set location".into());
    }
    if parts.is_empty() { "Save".into() } else { format!("Save: {}", parts.join(", ")) }
}

/// Why Save is disabled: `2 short. …`
pub fn save_short(short: i64) -> String {
    format!("{} short. Buy more, assign in the order shown, or remove users or the product.", number(short))
}

/// The selection exceeds the limit of a save.
pub fn too_many(users: usize) -> String {
    format!(
        "One save takes at most {} users; {} are selected.",
        amount(domain::console::save::SAVE_USERS_MAX),
        amount(users)
    )
}

/// Title of the question before revoking: the customer, then the product if there is only one, else the counts.
pub fn revoke_title(customer: &str, summary: &PlanSummary) -> String {
    let customer = isolated(customer);
    let what = match summary.revoked_products.as_slice() {
        [(product, _)] => product.clone(),
        _ => counted(whole(summary.revoked), "license"),
    };
    format!("{customer}: revoke {what} from {}?", users_counted(summary.losing))
}

/// `Revokes Microsoft 365 F3 (2), Visio Plan 2 (1).`; the first ten products.
pub fn revokes(products: &[(String, usize)]) -> String {
    let named = products.iter().take(10).map(|(name, users)| format!("{} ({})", isolated(name), amount(*users)));
    let more = products.len().saturating_sub(10);
    let more = (more > 0).then(|| and_more(more));
    format!("Revokes {}.", named.chain(more).collect::<Vec<_>>().join(", "))
}

/// `2 direct licenses`
fn direct_licenses(licenses: usize) -> String {
    counted(whole(licenses), "direct license")
}

/// Direct licenses removed from users who keep the product through a group.
pub fn direct_removed(licenses: usize) -> String {
    let are = if licenses == 1 { "is" } else { "are" };
    format!("{} {are} removed from users who are still licensed by a group.", direct_licenses(licenses))
}

/// Users left unchanged because their change fails.
pub fn others_fail(users: usize) -> String {
    match users {
        1 => "1 other user will fail and stays unchanged.".into(),
        more => format!("{} other users will fail and stay unchanged.", amount(more)),
    }
}

/// How many users are left without a license.
pub fn left_unlicensed(users: usize) -> String {
    match users {
        0 => "No users are left without a license.".into(),
        1 => "1 user is left without a license:".into(),
        more => format!("{} users are left without a license:", amount(more)),
    }
}

/// Label of the field in which the count is typed.
pub fn type_count(count: usize, users: &str) -> String {
    format!("Type {count}, the number of users {users}")
}

/// The users counted when licenses are revoked.
pub const WHO_LOSE: &str = "who lose a license";

/// Error for a wrong count.
pub fn wrong_count(count: usize, users: &str) -> String {
    format!("That is not {count}. Type the number of users {users}.")
}

/// `through the group Sales`
pub fn through_group(group: &str) -> String {
    let group = isolated(group);
    format!("through the group {group}")
}

/// A number of users or licenses held in memory, with commas.
pub fn amount(amount: usize) -> String {
    number(whole(amount))
}

/// `1 user`, `2 users`
pub fn users_counted(users: usize) -> String {
    counted(whole(users), "user")
}

fn whole(amount: usize) -> i64 {
    i64::try_from(amount).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[path = "licenses_tests.rs"]
mod tests;
