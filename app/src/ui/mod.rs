//! Components independent of the domain.

pub mod check_box;
pub mod choice;
pub mod command;
pub mod command_bar;
pub mod command_result;
pub mod command_table;
pub mod dialog;
pub mod dialog_about;
pub mod discard;
pub mod enter;
pub mod explained_box;
pub mod focus;
pub mod icon;
pub mod keys;
pub mod moment;
pub mod named;
pub mod notice;
pub mod pager;
pub mod popover;
pub mod tabs;
pub mod tri_state;
pub mod whole_text;
