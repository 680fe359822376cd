//! HTTP: the router, what guards it, and what it serves besides pages.

mod activity;
pub mod auth;
mod busy;
pub mod caller;
mod connections;
mod csrf;
pub mod device;
mod export;
mod headers;
mod health;
mod password_link;
pub mod refusals;
mod render;
pub mod router;
pub mod serve;
mod set_up;
mod sign_in;
mod strangers;
mod user_files;
