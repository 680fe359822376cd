//! Adding and editing users.

pub mod add;
pub mod adding;
pub mod conflicts;
pub mod draft;
pub mod edit;
pub mod edit_draft;
pub mod email;
pub mod fields;
pub mod form;
pub mod left_out;
pub mod many;
pub mod many_draft;
pub mod many_licenses;
pub mod many_results;
pub mod many_step;
pub mod names;
pub mod permissions;
pub mod previewing;
pub mod printing;
pub mod products;
pub mod review;
pub mod same_licenses;
pub mod saved_templates;
pub mod saving_one;
pub mod sending;
pub mod templates;
