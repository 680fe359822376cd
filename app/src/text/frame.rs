//! Words of the frame: menus, signing in, customers, errors.
