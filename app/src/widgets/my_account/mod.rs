//! The signed-in person's own account, a section each.

pub mod second_factor;
