//! The requests of lists and exports, as queries of URLs. The browser and the server read and write them here.

pub mod activity;
pub mod export;
pub mod users;
