//! Decoding user files that are not Unicode.

use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::ids::CustomerId;
use domain::upload::code_page::{CodePage, Decoded};
use domain::upload::error::FileError;
use leptos::prelude::*;

/// Decodes a file that is not Unicode, with the chosen or a guessed code page. The file is not stored.
///
/// `bytes` has a character for each byte, from U+0000 to U+00FF. In JSON that takes a third of the size of an array of
/// numbers.
///
/// # Errors
/// [`ApiError`]; correctable problems are a [`FileError`].
#[server(endpoint = "upload/decode", protocol = JsonHttp)]
pub async fn decode_file(
    customer: CustomerId,
    bytes: String,
    chosen: Option<CodePage>,
) -> Result<Result<Decoded, FileError>, ApiError> {
    let (services, scope) = crate::services::customer_scope(Permission::EditUsers, customer).await?;
    let bytes = bytes.chars().map(u8::try_from).collect::<Result<Vec<u8>, _>>();
    let bytes = bytes.map_err(|_| ApiError::Invalid("a character that is no byte".to_owned()).with_status())?;
    if bytes.len() > domain::upload::error::BYTES_MAX {
        return Ok(Err(FileError::TooLarge));
    }
    let country = services.store.customer(scope).await?.country;
    Ok(CodePage::read(&bytes, chosen, country))
}
