//! Buying seats and confirming orders, wherever seats are missing.

pub mod buy_dialog;
pub mod buying;
pub mod confirm_order;
