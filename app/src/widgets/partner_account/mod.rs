//! The partner's own account: its verification and the partner agreement.

pub mod agreement;
pub mod recording;
pub mod verification;
