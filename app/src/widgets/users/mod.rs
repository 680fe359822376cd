//! The users list, the selection and the user panel.

pub mod bar;
pub mod chips;
pub mod clipboard;
pub mod commands;
pub mod emails;
pub mod errors;
pub mod export_dialog;
pub mod file_text;
pub mod filter_choice;
pub mod filter_location;
pub mod filters;
pub mod list;
pub mod more_filters;
pub mod own_file;
pub mod pages;
pub mod panel;
pub mod panel_changes;
pub mod panel_commands;
pub mod panel_licenses;
pub mod product_filters;
pub mod row;
pub mod rows;
pub mod select_by_email;
pub mod table;
pub mod tabs;
pub mod user_dialog;
