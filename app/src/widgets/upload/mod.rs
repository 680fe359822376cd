//! Uploading users: the file, its rows, the settings for values that they leave open, saving.

pub mod choose;
pub mod draft;
pub mod encoding;
pub mod failed_file;
pub mod file_bytes;
pub mod options;
pub mod planned;
pub mod refused;
pub mod row;
pub mod save;
pub mod seats;
pub mod sending;
pub mod step;
pub mod steps;
pub mod table;
pub mod work;
