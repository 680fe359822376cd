//! Words of the users list, the selection and the user panel.
