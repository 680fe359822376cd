//! Signals that outlive a page, and values in the browser's session storage.

pub mod accounts;
#[cfg(test)]
mod at_once;
pub mod choices;
pub mod clicks;
pub mod edited;
pub mod finding;
pub mod fresh_reset;
pub mod latest;
pub mod persisted;
pub mod proving;
pub mod resource;
pub mod retry_in_flight;
pub mod running;
pub mod selection;
pub mod send_once;
pub mod session;
pub mod storage;
pub mod toasts;
pub mod way_back;
