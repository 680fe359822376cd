//! The frame around every page: top bar, menu, breadcrumb, title, errors.

pub mod account_menu;
pub mod code_field;
pub mod customer_frame;
pub mod customer_heading;
pub mod customer_menu;
pub mod customer_switch;
pub mod customers_table;
pub mod error_view;
pub mod key_help;
pub mod new_password;
pub mod nobody_selected;
pub mod page_frame;
pub mod page_links;
pub mod params;
pub mod running_list;
pub mod selection_page;
pub mod sign_in_card;
pub mod sign_in_name_field;
pub mod source;
pub mod suggestions;
pub mod toast_list;
pub mod top_bar;
