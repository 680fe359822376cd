//! Adding and editing users.

pub mod add;
pub mod adding;
pub mod draft;
pub mod fields;
pub mod form;
pub mod names;
pub mod permissions;
pub mod previewing;
pub mod products;
pub mod review;
pub mod sending;
pub mod steps;
