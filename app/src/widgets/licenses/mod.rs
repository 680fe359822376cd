//! Parts of managing licenses and of its results.

pub mod assigned;
pub mod buy_dialog;
pub mod change_table;
pub mod confirm_revoke;
pub mod differences;
pub mod holders;
pub mod location;
pub mod manage;
pub mod open_orders;
pub mod outcome_table;
pub mod places;
pub mod plan_boxes;
pub mod preview;
pub mod preview_panel;
pub mod product_row;
pub mod product_table;
pub mod progress;
pub mod retry;
pub mod save_answer;
pub mod save_bar;
pub mod saving;
pub mod seats;
pub mod selected_boxes;
pub mod shortage;
pub mod undo_dialog;
pub mod work;
