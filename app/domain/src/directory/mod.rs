//! The directory: customers, users, products and licenses. It is the source for a Local customer and a mirror for
//! others.

pub mod address;
pub mod base32;
pub mod built_in_role;
pub mod country;
pub mod country_names;
pub mod customer;
pub mod customer_deletion;
pub mod day;
pub mod deleted_user;
pub mod filter;
pub mod fold;
pub mod found;
pub mod invisible;
pub mod license;
pub mod mailbox_form;
pub mod one_line;
pub mod page;
pub mod password;
pub mod password_kind;
mod password_words;
pub mod product;
pub mod profile;
pub mod profile_field;
pub mod role;
pub mod search;
pub mod seats;
pub mod software;
pub mod tag;
pub mod upn;
pub mod user;
