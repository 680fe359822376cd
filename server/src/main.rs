//! Tenantry.
fn main() {}
