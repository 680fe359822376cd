//! The company from organization.json.

use super::customer::{ImportedCustomer, ImportedDomain};
use super::graph_error::{GraphFile, ImportError};
use super::graph_pages;
use super::graph_row::GraphRow;
use super::graph_saved::{SavedDomain, SavedOrganization};
use super::note::ImportNote;
use crate::ids::CustomerId;

/// Reads the one company.
pub(super) fn company(json: &str, notes: &mut Vec<ImportNote>) -> Result<ImportedCustomer, ImportError> {
    let saved: Vec<SavedOrganization> = graph_pages::entries(GraphFile::Organization, json)?;
    let [saved] = saved.as_slice() else {
        return Err(ImportError::NotOneOrganization { found: saved.len() });
    };
    let row = GraphRow::new(GraphFile::Organization, 0, &[&saved.display_name, &saved.id]);
    let id = CustomerId::new(row.needed_id("id", &saved.id)?);
    let domains = domains(&row, saved.verified_domains.items(), notes)?;
    let name = row.text("displayName", &saved.display_name)?;
    let country = match row.text("countryLetterCode", &saved.country_letter_code)? {
        None => None,
        Some(text) => text.parse().map_err(|_| notes.push(ImportNote::UnknownCountry { text })).ok(),
    };
    let on_premises = row.yes("onPremisesSyncEnabled", &saved.on_premises_sync_enabled)?.unwrap_or(false);
    let mut customer = ImportedCustomer { id, name: String::new(), country, on_premises, domains };
    customer.name = name.unwrap_or_else(|| {
        let domain = customer.primary_domain().to_owned();
        notes.push(ImportNote::NoCompanyName { domain: domain.clone() });
        domain
    });
    Ok(customer)
}

/// The domains, each once, with exactly one default: the first marked as default, else the first initial one, else the
/// first.
fn domains(
    row: &GraphRow,
    saved: &[SavedDomain],
    notes: &mut Vec<ImportNote>,
) -> Result<Vec<ImportedDomain>, ImportError> {
    let mut domains: Vec<ImportedDomain> = Vec::new();
    for domain in saved {
        let name = row.needed_text("verifiedDomains.name", &domain.name)?.to_lowercase();
        let is_default = row.yes("verifiedDomains.isDefault", &domain.is_default)?.unwrap_or(false);
        let is_initial = row.yes("verifiedDomains.isInitial", &domain.is_initial)?.unwrap_or(false);
        match domains.iter_mut().find(|known| known.name == name) {
            Some(known) => {
                known.is_default |= is_default;
                known.is_initial |= is_initial;
            }
            None => domains.push(ImportedDomain { name, is_default, is_initial }),
        }
    }
    let marked = domains.iter().filter(|domain| domain.is_default).count();
    let chosen = domains
        .iter()
        .position(|domain| domain.is_default)
        .or_else(|| domains.iter().position(|domain| domain.is_initial))
        .unwrap_or(0);
    let Some(primary) = domains.get(chosen) else { return Err(ImportError::NoDomain) };
    if marked != 1 {
        notes.push(ImportNote::PrimaryDomainChosen { domain: primary.name.clone() });
    }
    for (place, domain) in domains.iter_mut().enumerate() {
        domain.is_default = place == chosen;
    }
    Ok(domains)
}
