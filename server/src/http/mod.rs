//! HTTP: the router, what guards it, and what it serves besides pages.

pub mod auth;
mod csrf;
mod export;
mod headers;
mod health;
mod render;
pub mod router;
pub mod serve;
mod set_up;
mod sign_in;
