//! The subject of a form that adds or edits: something new, or something there is.

use domain::access::application::Application;
use domain::access::group::Group;

/// The group of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupFormOf {
    /// A new group.
    NewGroup,
    /// A group to edit.
    Group(Group),
}

/// The application of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationFormOf {
    /// A new application.
    NewApplication,
    /// An application to edit.
    Application(Application),
}
