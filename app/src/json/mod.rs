//! The encoding of requests, replies, the data of pages and stored values: JSON.

#[cfg(any(test, not(feature = "ssr")))]
mod tree;

use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use server_fn::codec::Post;
use server_fn::{ContentType, Decodes, Encodes, Format, FormatType, Http};

/// The protocol of server functions.
pub type JsonHttp = Http<Post<JsonText>, Post<JsonText>>;

/// JSON. Browsers read all of it in one way, or everything that comes in two ways would be in the pages twice.
pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<server_fn::Bytes, Self::Error> {
        serde_json::to_vec(value).map(server_fn::Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = NotRead;

    fn decode(bytes: server_fn::Bytes) -> Result<T, Self::Error> {
        read(std::str::from_utf8(&bytes).map_err(<NotRead as serde::de::Error>::custom)?)
    }
}

impl<T: Serialize> Encoder<T> for JsonText {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for JsonText {
    type Error = NotRead;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        read(text)
    }
}

/// Why JSON was not read.
#[cfg(feature = "ssr")]
pub type NotRead = serde_json::Error;
/// Why JSON was not read.
#[cfg(not(feature = "ssr"))]
pub type NotRead = tree::Unlike;

/// Reads a value from JSON. The server uses it for requests, and its errors describe the fault.
#[cfg(feature = "ssr")]
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, NotRead> {
    serde_json::from_str(text)
}

/// Reads a value from JSON.
#[cfg(not(feature = "ssr"))]
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, NotRead> {
    tree::read(text)
}
