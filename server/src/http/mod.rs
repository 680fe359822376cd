//! HTTP: the router, what guards it, and what it serves besides pages.

mod activity;
pub mod auth;
pub mod caller;
mod csrf;
pub mod download;
mod export;
mod headers;
mod health;
mod password_link;
mod render;
pub mod router;
pub mod serve;
mod set_up;
mod sign_in;
mod user_files;
mod write_limit;
