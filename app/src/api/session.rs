//! Who is signed in.

use crate::error::ApiError;
use domain::access::Actor;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Who is signed in, if anybody.
///
/// # Errors
/// When the server is not reached.
#[server(endpoint = "session/who", input = Json)]
pub async fn who_is_signed_in() -> Result<Option<Actor>, ApiError> {
    Ok(crate::services::signed_in())
}
