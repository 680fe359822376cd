//! SQLite files that begin with the tables of this version.

use crate::support::stores;
use std::path::Path;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Writes a file with the tables of this version and without rows. Making the tables takes longer than most tests, so they are made
/// once for all tests of a program.
pub async fn write_file(path: &Path) {
    static FILE: OnceCell<Vec<u8>> = OnceCell::const_new();
    std::fs::write(path, FILE.get_or_init(new_file).await).unwrap();
}

async fn new_file() -> Vec<u8> {
    let path = std::env::temp_dir().join(format!("tenantry-tables-{}.sqlite", Uuid::new_v4().simple()));
    stores::open(&format!("sqlite://{}", path.display())).await.close().await;
    let file = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    file
}
