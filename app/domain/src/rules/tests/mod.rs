//! Tests of the license rules: an example for every sentence, then properties over generated customers.

mod apply;
mod boxes;
mod digest;
mod existing;
mod failures;
mod fixtures;
mod groups;
mod inverse;
mod location;
mod order;
mod plan_boxes;
mod properties;
mod published_table;
mod replace;
mod reserve;
mod seats;
mod summary;
mod swap;
mod unchanged;
mod undo;
mod warnings;
mod words;
mod world;
