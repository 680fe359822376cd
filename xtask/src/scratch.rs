//! The folder for the files of tests: in memory where there is room, because tests make and remove thousands of databases and
//! none of them has to outlive the machine.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, fs};

use crate::process;

/// The file system that Linux keeps in memory.
const MEMORY: &str = "/dev/shm";
/// The room that all tests together need there, several times over, in KiB.
const ROOM: u64 = 4 << 20;
/// The memory that must be free besides what compilers and browsers use, in KiB.
const FREE: u64 = 8 << 20;

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// The folder, made when it is first asked for.
pub fn folder() -> &'static Path {
    FOLDER.get_or_init(|| {
        let own = Path::new(MEMORY).join(format!("tenantry-tests-{}", std::process::id()));
        if has_room() && fs::create_dir(&own).is_ok() { own } else { env::temp_dir() }
    })
}

/// Removes the folder if it was made, with the files that failed tests left in it.
pub fn remove() {
    if let Some(own) = FOLDER.get()
        && own.starts_with(MEMORY)
        && let Err(error) = fs::remove_dir_all(own)
    {
        eprintln!("{} can't be removed: {error}", own.display());
    }
}

/// Whether tests in memory leave enough of it to others.
fn has_room() -> bool {
    let room = process::output(process::command("df").args(["--output=avail", "--block-size=1K", MEMORY]));
    let room = room.ok().and_then(|text| last_number(&text));
    let free = fs::read_to_string("/proc/meminfo").ok().and_then(|text| available(&text));
    room.is_some_and(|room| room >= ROOM) && free.is_some_and(|free| free >= FREE)
}

/// The last word of `df`, a number.
fn last_number(text: &str) -> Option<u64> {
    text.split_whitespace().last()?.parse().ok()
}

/// The memory that programs can still take, as Linux tells it.
fn available(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_and_the_free_memory_are_read() {
        assert_eq!(last_number("   Avail\n24657920\n"), Some(24_657_920));
        assert_eq!(last_number("df: /dev/shm: No such file or directory\n"), None);
        let meminfo = "MemTotal:       24657920 kB\nMemFree: 100 kB\nMemAvailable:   20000000 kB\n";
        assert_eq!(available(meminfo), Some(20_000_000));
        assert_eq!(available("MemTotal: 1 kB\n"), None);
    }
}
