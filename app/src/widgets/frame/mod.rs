//! The frame around every page: top bar, menu, breadcrumb, title, errors.
