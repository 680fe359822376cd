//! How purchases were made, from subscriptions.json.

use super::graph_error::{GraphFile, ImportError};
use super::graph_pages;
use super::graph_row::GraphRow;
use super::graph_saved::SavedSubscription;
use crate::directory::product::Channel;
use crate::ids::SubscriptionId;
use std::collections::BTreeMap;

/// How each subscription of a file was bought.
#[derive(Debug, Default)]
pub(super) struct Channels(BTreeMap<SubscriptionId, Channel>);

impl Channels {
    /// Reads the file. Microsoft names the tenant of the partner who made a subscription; of others it says neither whether
    /// they are direct nor whether they come from the marketplace.
    pub(super) fn read(json: Option<&str>) -> Result<Self, ImportError> {
        let Some(json) = json else { return Ok(Self::default()) };
        let saved: Vec<SavedSubscription> = graph_pages::entries(GraphFile::Subscriptions, json)?;
        let channel = |(index, saved): (usize, &SavedSubscription)| {
            let row = GraphRow::new(GraphFile::Subscriptions, index, &[&saved.sku_part_number, &saved.id]);
            let id = SubscriptionId::new(row.needed_id("id", &saved.id)?);
            let partner = row.id("ownerTenantId", &saved.owner_tenant_id)?;
            Ok((id, partner.map_or(Channel::Unknown, |_| Channel::Csp)))
        };
        saved.iter().enumerate().map(channel).collect::<Result<_, _>>().map(Self)
    }

    /// How these subscriptions of one product were bought, if all of them were bought the same way.
    pub(super) fn of(&self, subscriptions: &[SubscriptionId]) -> Channel {
        let known = |id| self.0.get(id).copied().unwrap_or(Channel::Unknown);
        match subscriptions.split_first() {
            Some((first, rest)) if rest.iter().all(|id| known(id) == known(first)) => known(first),
            _ => Channel::Unknown,
        }
    }
}
