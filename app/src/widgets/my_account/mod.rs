//! One's own account, and sessions as lists show them.

pub mod account;
pub mod ending;
pub mod identities;
pub mod own_sessions;
pub mod password;
pub mod second_factor;
pub mod sections;
pub mod session_table;
