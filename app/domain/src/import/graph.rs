//! Reading a customer from saved responses of Microsoft Graph.

use super::customer::{CustomerImport, ImportedUser};
use super::graph_error::{GraphFile, ImportError};
use super::graph_purchases::Channels;
use super::graph_row::GraphRow;
use super::graph_saved::SavedGroup;
use super::note::ImportNote;
use super::unknown_words::UnknownWords;
use super::{
    graph_company, graph_members, graph_pages, graph_roles, graph_seats, graph_software, graph_subscribed_skus,
    graph_users,
};
use crate::directory::license::Source;
use crate::ids::GroupId;
use std::collections::{BTreeSet, HashSet};

/// The texts of the saved files. Each has one page (`{"value": […]}`), a list of pages, or a plain list, with names in
/// any casing.
#[derive(Clone, Copy, Default)]
pub struct GraphFiles<'a> {
    /// `GET /users`, with the fields of [`GraphFile::request`].
    pub users: &'a str,
    /// `GET /subscribedSkus`.
    pub subscribed_skus: &'a str,
    /// `GET /organization`.
    pub organization: &'a str,
    /// `GET /groups`. Without it, groups are named by their ids.
    pub groups: Option<&'a str>,
    /// `GET /groups/{id}/transitiveMembers`, of some groups. They matter in the partner's own organization only.
    pub group_members: &'a [(GroupId, String)],
    /// `GET /directoryRoles` with members. Without it, no administrators are known.
    pub directory_roles: Option<&'a str>,
    /// `GET /directory/subscriptions`. Without it, it is not known how anything was bought.
    pub subscriptions: Option<&'a str>,
    /// Purchases of software, as the README describes the file. Without it, there is nothing to download.
    pub software: Option<&'a str>,
}

/// Reads a customer.
///
/// # Errors
/// When a file is not valid; the message names file, entry and field. Then nothing is returned.
pub fn read(files: GraphFiles<'_>) -> Result<CustomerImport, ImportError> {
    let mut notes = Vec::new();
    let customer = graph_company::company(files.organization, &mut notes)?;
    let mut unknown = UnknownWords::default();
    let channels = Channels::read(files.subscriptions)?;
    let (mut products, counted) =
        graph_subscribed_skus::owned(files.subscribed_skus, customer.id, &channels, &mut unknown, &mut notes)?;
    let software = graph_software::add_software(files.software, customer.id, &mut products)?;
    let mut users = graph_users::users(files.users, &mut unknown, &mut notes)?;
    unknown.tell(&mut notes);
    graph_seats::tell_differing(&products, &counted, &users, &mut notes);
    graph_subscribed_skus::tell_unknown_plans(&products, &users, &mut notes);
    graph_subscribed_skus::add_held(&mut products, &users, &mut notes);
    let groups = groups(files.groups, &users, &mut notes)?;
    let group_members = graph_members::members(files.group_members, &users)?;
    let roles = match files.directory_roles {
        Some(json) => graph_roles::give_roles(json, &mut users, &mut notes)?,
        None => Vec::new(),
    };
    Ok(CustomerImport { customer, products, software, groups, group_members, roles, users, notes })
}

/// Decodes a saved file: UTF-8 with or without a byte-order mark, or UTF-16 with one, as PowerShell's redirection
/// writes it.
///
/// # Errors
/// When it is neither.
pub fn decode(bytes: &[u8]) -> Result<String, ImportError> {
    let units = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        if !odd.is_empty() {
            return Err(ImportError::NotText);
        }
        let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
        String::from_utf16(&units).map_err(|_| ImportError::NotText)
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, ImportError> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| ImportError::NotText)
}

/// The groups of the file, then those named only by licenses.
fn groups(
    json: Option<&str>,
    users: &[ImportedUser],
    notes: &mut Vec<ImportNote>,
) -> Result<Vec<(GroupId, String)>, ImportError> {
    let saved: Vec<SavedGroup> = match json {
        Some(json) => graph_pages::entries(GraphFile::Groups, json)?,
        None => Vec::new(),
    };
    let mut groups = Vec::new();
    let mut known = HashSet::new();
    for (index, group) in saved.iter().enumerate() {
        let row = GraphRow::new(GraphFile::Groups, index, &[&group.display_name, &group.id]);
        let id = GroupId::new(row.needed_id("id", &group.id)?);
        let name = row.text("displayName", &group.display_name)?;
        if let Some(name) = name.filter(|_| known.insert(id)) {
            groups.push((id, name));
        }
    }
    let named_by_licenses: BTreeSet<GroupId> = users
        .iter()
        .flat_map(|user| &user.licenses)
        .filter_map(|license| match license.source {
            Source::Group(group) => Some(group),
            Source::Direct => None,
        })
        .collect();
    for id in named_by_licenses.into_iter().filter(|id| !known.contains(id)) {
        notes.push(ImportNote::UnnamedGroup { id });
        groups.push((id, id.to_string()));
    }
    Ok(groups)
}
