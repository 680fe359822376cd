//! Pages in WebAssembly files of their own.
//!
//! The first file contains the frame of all pages, signing in and the list of customers. Each [`Area`] has a file with its other pages and parts. It
//! is fetched when one points at a link to it, or when one of its pages is opened. On the server all pages are
//! available.

mod area;
mod asked_proof;
mod fetching;
mod later;
mod parts;

pub use area::Area;
pub use asked_proof::AskedProof;
pub use fetching::{fetch, fetch_next, is_there, provide_fetching_ahead};
pub use later::Later;
pub use parts::{
    AccountPart, ActivityPart, EntriesPart, LaterPart, PortalPart, ProductsPart, RelationshipsPart, ResultsPart,
    UsersPart, part,
};
