//! The pages of Tenantry and the server functions behind them.
//!
//! Data flows one way: browser event → component → [`api`] → use case in `domain` → store; the outcome flows back.

// Views are deeply nested types.
#![recursion_limit = "512"]
#![allow(
    missing_docs,
    reason = "macros turn arguments of server functions and components into structs; the functions are documented"
)]

pub mod api;
pub mod app;
pub mod customer_page;
pub mod error;
pub mod format;
pub mod json;
pub mod lazy;
pub mod list_paths;
pub mod pages;
pub mod paths;
pub mod portal_page;
pub mod portal_paths;
#[cfg(feature = "ssr")]
pub mod proof;
#[cfg(feature = "ssr")]
pub mod routed;
#[cfg(feature = "ssr")]
pub mod services;
pub mod shell;
pub mod state;
pub mod text;
pub mod ui;
pub mod urls;
pub mod widgets;
