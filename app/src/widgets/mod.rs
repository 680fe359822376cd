//! Parts that know our domain.

pub mod activity;
pub mod frame;
pub mod licenses;
pub mod users;
