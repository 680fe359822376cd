//! HTTP: the router, its protection, and what it serves besides pages.

mod activity;
pub mod auth;
mod busy;
pub mod caller;
mod connections;
mod csrf;
pub mod device;
pub mod download;
mod export;
mod file_name;
mod headers;
mod health;
mod invitation;
mod password_link;
pub mod refusals;
mod render;
pub mod router;
mod secret_paths;
pub mod serve;
mod session_cookie;
mod set_up;
mod sign_in;
pub mod transport;
mod unauthenticated;
mod unreadable;
mod user_files;
mod write_limit;
