//! All text shown by the pages, by part of the console.

pub mod accounts;
pub mod activity;
pub mod buying;
pub mod common;
pub mod drafts;
pub mod entries;
pub mod export;
pub mod frame;
pub mod groups;
pub mod licenses;
pub mod offboard;
pub mod operations;
pub mod passwords;
pub mod people;
pub mod reasons;
pub mod relationships;
pub mod restore;
pub mod saving;
pub mod seats;
pub mod second_factor;
pub mod security;
pub mod templates;
pub mod upload;
pub mod user_errors;
pub mod users;
