//! Temporary passwords and one-time links, handed out once.

use crate::error::ApiError;
use crate::state::proving::Proving;
#[cfg(feature = "ssr")]
use domain::console::passwords::HandedPassword;
use domain::console::passwords::{HandedOut, Handover};
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::*;

/// Creates temporary passwords or one-time links for the users of an operation. Only the reply contains them; another
/// call creates new ones.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`]; [`ApiError::Missing`] if the customer has no such operation, or the operation gives no passwords.
#[server(endpoint = "passwords/create", protocol = Proving)]
pub async fn create_passwords(
    customer: CustomerId,
    operation: OperationId,
    how: Handover,
) -> Result<HandedOut, ApiError> {
    let (services, scope) = crate::proof::proven_operation_scope(customer, operation).await?;
    let made = services.store.hand_out(scope, operation, how, crate::services::random, services.stamp()).await?;
    let mut made = made.ok_or_else(|| ApiError::Missing.with_status())?;
    if let (Handover::Links, Some(post)) = (how, &services.post) {
        let customer = services.store.customer(scope).await?.name;
        let letters: Vec<_> = made.handed.iter().filter_map(|one| letter(one, &customer, made.expires)).collect();
        made.mailed = Some(letters.len());
        post.post(letters);
    }
    Ok(made)
}

#[cfg(feature = "ssr")]
fn letter(one: &HandedPassword, customer: &str, expires: i64) -> Option<crate::services::LinkLetter> {
    Some(crate::services::LinkLetter {
        whose: one.user.uuid(),
        to: one.mail.clone()?,
        about: crate::services::LetterAbout::Password {
            name: one.name.clone(),
            upn: one.upn.clone(),
            customer: customer.to_owned(),
        },
        path: crate::paths::password_link(one.secret.reveal()),
        expires,
    })
}
