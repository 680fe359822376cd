//! The rows of a customer's users.

use crate::store::engine::stored::to_json;
use domain::directory::address::address_key;
use domain::directory::license::{License, Source};
use domain::directory::search::{index_words, sort_key};
use domain::directory::user::UserType;
use domain::import::customer::ImportedUser;
use domain::store::StoreError;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The rows of users; each kind is bound as one JSON parameter.
#[derive(Default)]
pub(in crate::store) struct DirectoryRows {
    pub users: Vec<Value>,
    pub assignments: Vec<Value>,
    pub roles: Vec<Value>,
    pub addresses: Vec<Value>,
    pub tokens: Vec<Value>,
}

pub(in crate::store) fn user_rows(users: &[ImportedUser], version: i64, now: i64) -> Result<DirectoryRows, StoreError> {
    let mut rows = DirectoryRows::default();
    for user in users {
        rows.users.push(user_row(user, version, now));
        rows.assignments.extend(assignment_rows(user)?);
        rows.roles.extend(role_rows(user));
        rows.addresses.extend(address_rows(user));
        let addresses = addresses(user);
        let texts = [user.display_name.as_str(), user.upn.as_str()];
        let words = index_words(texts.into_iter().chain(addresses.iter().map(String::as_str)));
        rows.tokens.extend(words.into_iter().map(|word| json!([word, user.id])));
    }
    Ok(rows)
}

/// The addresses of a user besides the user principal name, in lower case.
fn addresses(user: &ImportedUser) -> BTreeSet<String> {
    let all = user.mail.iter().chain(&user.addresses).map(|address| address_key(address));
    let own = user.upn.to_lowercase();
    all.filter(|address| address.contains('@') && *address != own).collect()
}

/// The rows of those addresses.
pub(in crate::store) fn address_rows(user: &ImportedUser) -> Vec<Value> {
    addresses(user).iter().map(|address| json!([address, user.id])).collect()
}

pub(in crate::store) fn user_row(user: &ImportedUser, version: i64, now: i64) -> Value {
    let domain = user.upn.rsplit('@').next().unwrap_or_default().to_lowercase();
    json!([
        user.id,
        user.upn,
        user.upn.to_lowercase(),
        domain,
        user.mail,
        user.mail_nickname,
        user.display_name,
        sort_key(&user.display_name),
        user.first_name,
        user.last_name,
        user.location.map_or(String::new(), |country| country.to_string()),
        i64::from(user.sign_in_allowed),
        i64::from(user.user_type == UserType::Guest),
        i64::from(user.directory_synced),
        user.department,
        user.job_title,
        user.created.unwrap_or(now),
        version,
        i64::from(user.licenses.iter().any(License::is_held)),
        i64::from(user.licenses.iter().any(|license| license.error.is_some())),
    ])
}

pub(in crate::store) fn assignment_rows(user: &ImportedUser) -> Result<Vec<Value>, StoreError> {
    user.licenses.iter().map(|license| assignment_row(user, license)).collect()
}

pub(in crate::store) fn role_rows(user: &ImportedUser) -> impl Iterator<Item = Value> {
    user.roles.iter().map(|role| json!([role, user.id]))
}

fn assignment_row(user: &ImportedUser, license: &License) -> Result<Value, StoreError> {
    let group = match license.source {
        Source::Direct => None,
        Source::Group(group) => Some(group.to_string()),
    };
    let source = group.clone().unwrap_or_default();
    Ok(json!([user.id, license.sku_id, source, group, to_json(&license.disabled)?, license.error]))
}
