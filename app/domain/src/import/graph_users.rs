//! Users from users.json.

use super::customer::ImportedUser;
use super::graph_error::{GraphFile, ImportError};
use super::graph_row::GraphRow;
use super::graph_saved::{List, SavedUser};
use super::note::ImportNote;
use super::unknown_words::UnknownWords;
use super::{graph_licenses, graph_pages, graph_time};
use crate::directory::address::{address_key, bare, visible};
use crate::directory::country::CountryCode;
use crate::directory::user::UserType;
use crate::ids::UserId;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// Reads the live users, each once.
pub(super) fn users(
    json: &str,
    unknown: &mut UnknownWords,
    notes: &mut Vec<ImportNote>,
) -> Result<Vec<ImportedUser>, ImportError> {
    let saved: Vec<SavedUser> = graph_pages::entries(GraphFile::Users, json)?;
    if !saved.is_empty() && saved.iter().all(says_nothing_of_licenses) {
        return Err(ImportError::LicensesNotAsked);
    }
    let mut counts = Counts::default();
    let mut users: Vec<Option<ImportedUser>> = Vec::with_capacity(saved.len());
    let mut places: HashMap<UserId, usize> = HashMap::with_capacity(saved.len());
    for (index, saved) in saved.iter().enumerate() {
        let row = GraphRow::new(GraphFile::Users, index, &[&saved.user_principal_name, &saved.id]);
        if row.text("deletedDateTime", &saved.deleted_date_time)?.is_some() {
            counts.deleted += 1;
            continue;
        }
        let user = user(&row, saved, &mut counts, unknown, notes)?;
        if let Some(earlier) = places.insert(user.id, users.len()) {
            notes.push(ImportNote::RepeatedUser { id: user.id, upn: user.upn.clone() });
            users[earlier] = None;
        }
        users.push(Some(user));
    }
    counts.tell(notes);
    let users: Vec<_> = users.into_iter().flatten().collect();
    check_upns(&users)?;
    Ok(users)
}

/// Counts of repairs that are too many to report for each user.
#[derive(Default)]
struct Counts {
    deleted: usize,
    no_display_name: usize,
    sign_in_not_said: usize,
    source_not_said: usize,
}

impl Counts {
    fn tell(self, notes: &mut Vec<ImportNote>) {
        let all = [
            (self.deleted, ImportNote::DeletedUsers { users: self.deleted }),
            (self.no_display_name, ImportNote::NoDisplayName { users: self.no_display_name }),
            (self.sign_in_not_said, ImportNote::SignInNotSaid { users: self.sign_in_not_said }),
            (self.source_not_said, ImportNote::SourceNotSaid { users: self.source_not_said }),
        ];
        notes.extend(all.into_iter().filter(|(count, _)| *count > 0).map(|(_, note)| note));
    }
}

fn user(
    row: &GraphRow,
    saved: &SavedUser,
    counts: &mut Counts,
    unknown: &mut UnknownWords,
    notes: &mut Vec<ImportNote>,
) -> Result<ImportedUser, ImportError> {
    let id = UserId::new(row.needed_id("id", &saved.id)?);
    let upn = row.needed_text("userPrincipalName", &saved.user_principal_name)?;
    let licenses = graph_licenses::licenses(row, saved, unknown)?;
    let repeated = licenses.repeated.iter().map(|sku_id| (upn.clone(), *sku_id));
    notes.extend(repeated.map(|(upn, sku_id)| ImportNote::RepeatedLicense { upn, sku_id }));
    counts.source_not_said += usize::from(licenses.source_not_said);
    let display_name = row.text("displayName", &saved.display_name)?.unwrap_or_else(|| {
        counts.no_display_name += 1;
        upn.clone()
    });
    let sign_in_allowed = row.yes("accountEnabled", &saved.account_enabled)?.unwrap_or_else(|| {
        counts.sign_in_not_said += 1;
        true
    });
    Ok(ImportedUser {
        id,
        mail: row.text("mail", &saved.mail)?,
        addresses: addresses(saved),
        mail_nickname: row.text("mailNickname", &saved.mail_nickname)?,
        display_name,
        first_name: row.text("givenName", &saved.given_name)?,
        last_name: row.text("surname", &saved.surname)?,
        location: location(row, saved, &upn, notes)?,
        sign_in_allowed,
        user_type: user_type(row, saved, unknown)?,
        directory_synced: row.yes("onPremisesSyncEnabled", &saved.on_premises_sync_enabled)?.unwrap_or(false),
        department: row.text("department", &saved.department)?,
        job_title: row.text("jobTitle", &saved.job_title)?,
        created: created(row, saved, &upn, notes)?,
        licenses: licenses.licenses,
        roles: Vec::new(),
        upn,
    })
}

/// The user's mail addresses, each once. Proxy addresses of other kinds, such as X500, are not for mail.
fn addresses(saved: &SavedUser) -> Vec<String> {
    let all = saved.proxy_addresses.items().iter().filter_map(Value::as_str);
    let mut keys = BTreeSet::new();
    all.filter_map(mail_address).filter(|address| keys.insert(address_key(address))).collect()
}

fn mail_address(proxy: &str) -> Option<String> {
    let proxy = visible(proxy);
    let (kind, address) = proxy.trim_start().split_at_checked("smtp:".len())?;
    let address = bare(address);
    (kind.eq_ignore_ascii_case("smtp:") && !address.is_empty()).then_some(address)
}

fn location(
    row: &GraphRow,
    saved: &SavedUser,
    upn: &str,
    notes: &mut Vec<ImportNote>,
) -> Result<Option<CountryCode>, ImportError> {
    let Some(text) = row.text("usageLocation", &saved.usage_location)? else { return Ok(None) };
    let country = text.parse().ok();
    if country.is_none() {
        notes.push(ImportNote::UnknownLocation { upn: upn.to_owned(), text });
    }
    Ok(country)
}

fn user_type(row: &GraphRow, saved: &SavedUser, unknown: &mut UnknownWords) -> Result<UserType, ImportError> {
    let Some(text) = row.text("userType", &saved.user_type)? else { return Ok(UserType::Member) };
    if text.eq_ignore_ascii_case("Guest") {
        return Ok(UserType::Guest);
    }
    if !text.eq_ignore_ascii_case("Member") {
        unknown.add(GraphFile::Users, "userType", &text, "Member");
    }
    Ok(UserType::Member)
}

fn created(
    row: &GraphRow,
    saved: &SavedUser,
    upn: &str,
    notes: &mut Vec<ImportNote>,
) -> Result<Option<i64>, ImportError> {
    let Some(text) = row.text("createdDateTime", &saved.created_date_time)? else { return Ok(None) };
    let created = graph_time::epoch_ms(&text);
    if created.is_none() {
        notes.push(ImportNote::UnreadableDate { upn: upn.to_owned(), text });
    }
    Ok(created)
}

/// Whether the file leaves out licenses: both fields are missing because they were not requested, or `null`, as
/// PowerShell writes them then. For users without licenses, Microsoft Graph gives an empty list.
fn says_nothing_of_licenses(user: &SavedUser) -> bool {
    matches!(
        (&user.assigned_licenses, &user.license_assignment_states),
        (List::Absent, List::Absent) | (List::Null, List::Null)
    )
}

fn check_upns(users: &[ImportedUser]) -> Result<(), ImportError> {
    let mut known: HashMap<String, UserId> = HashMap::with_capacity(users.len());
    for user in users {
        if let Some(first) = known.insert(user.upn.to_lowercase(), user.id) {
            return Err(ImportError::SameUpn { upn: user.upn.clone(), first, second: user.id });
        }
    }
    Ok(())
}
