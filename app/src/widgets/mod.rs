//! Parts that know our domain.

pub mod accounts;
pub mod activity;
pub mod entries;
pub mod frame;
pub mod licenses;
pub mod my_account;
pub mod new_person;
pub mod operation_page;
pub mod operations;
pub mod partner_account;
pub mod people;
pub mod portal;
pub mod previews;
pub mod proof;
pub mod purchases;
pub mod relationships;
pub mod upload;
pub mod users;
pub mod wizard;
