//! Choices of a partner, as the command line makes them.

use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::ids::PartnerId;
use server::security::event;
use server::store::SqlStore;
use server::store::people::partner_choices::PartnerChoice;

/// Makes a choice of a partner.
pub async fn choose<T: PartnerChoice>(store: &SqlStore, partner: PartnerId, choice: T) {
    let event = event(SecurityEventKind::SettingChanged, server::time::now(), Caller::default()).at_partner(partner);
    store.set_partner_choice(partner, choice, &event).await.unwrap();
}
