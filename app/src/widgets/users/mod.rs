//! Parts of the users list.
