//! The id under which a selection is stored.

use domain::access::CustomerScope;
use domain::ids::SelectionId;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The beginning of a hash of the person, the customer and the id that the browser made. So the same id of two people, or
/// at two customers, names two selections, and nobody learns from an answer that somebody else uses an id.
pub fn own_id(scope: CustomerScope, selection: SelectionId) -> String {
    let named = format!("{} {} {selection}", scope.actor(), scope.customer());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(Sha256::digest(named)).for_each(|(byte, hashed)| *byte = hashed);
    Uuid::from_bytes(bytes).to_string()
}
