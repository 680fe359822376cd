//! The portal of a customer: managing it for the partner, and its own pages.

pub mod assigning;
pub mod downloads;
pub mod edit_many;
pub mod edit_one;
pub mod frame;
pub mod manage;
pub mod person_form;
pub mod product_boxes;
pub mod products;
pub mod question;
pub mod required_roles;
pub mod restore;
pub mod results;
pub mod state;
pub mod temporary_password;
pub mod user_pane;
