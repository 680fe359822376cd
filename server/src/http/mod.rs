//! HTTP: the router, what guards it, and what it serves besides pages.

mod activity;
pub mod auth;
pub mod caller;
mod csrf;
mod export;
mod file_name;
mod headers;
mod health;
mod password_link;
mod render;
pub mod router;
mod secret_paths;
pub mod serve;
mod session_cookie;
mod set_up;
mod sign_in;
pub mod transport;
mod unreadable;
mod user_files;
