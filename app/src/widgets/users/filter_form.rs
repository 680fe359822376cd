//! The form of the filters of the users list, and the values that filters can choose.

use crate::state::resource::Resource;
use domain::store::FilterChoices;

/// The id of the form of search and filters, which also works before hydration.
pub const FORM: &str = "users-form";

/// The values available to filters, loaded when first needed.
pub type LoadedChoices = Resource<FilterChoices>;
