//! Parts of Manage licenses.

pub mod answered;
pub mod assigned;
pub mod confirm_revoke;
pub mod holders;
pub mod location;
pub mod manage;
pub mod mending;
pub mod open_orders;
pub mod plan_boxes;
pub mod preview;
pub mod preview_panel;
pub mod product_row;
pub mod product_table;
pub mod save_answer;
pub mod save_bar;
pub mod saving;
pub mod seats;
pub mod selected_boxes;
pub mod shortage;
pub mod work;
