//! The server of Tenantry: HTTP, the command line and the store. `domain` holds the rules, `app` the pages.

pub mod store;
