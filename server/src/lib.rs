//! The server of Tenantry: HTTP, the command line and the store. `domain` holds the rules, `app` the pages.

pub mod cli;
pub mod config;
pub mod failpoint;
pub mod hasher;
pub mod http;
pub mod job_worker;
pub mod mail;
pub mod oidc;
pub mod password;
pub mod reminders;
pub mod sealing;
pub mod security;
pub mod signing;
pub mod store;
pub mod time;
pub mod totp;
