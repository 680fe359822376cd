//! Unfinished files, which never have the name of a finished one.

use crate::store::files::database_file::{COMPANIONS, OWNER_ONLY, beside};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, chown};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// An unfinished file beside the finished one. Dropping it removes it, together with SQLite's files beside it.
pub(in crate::store) struct PartialFile {
    /// Its path.
    pub(in crate::store) path: PathBuf,
}

impl PartialFile {
    /// An empty file that only its owner can read.
    pub(in crate::store) fn beside(finished: &Path) -> io::Result<Self> {
        let path = beside(finished, &format!(".partial-{}", Uuid::new_v4().simple()));
        OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(&path)?;
        Ok(Self { path })
    }

    /// Gives it the owner of another file.
    pub(in crate::store) fn belong_like(&self, other: &Path) -> io::Result<()> {
        let (other, own) = (fs::metadata(other)?, fs::metadata(&self.path)?);
        if (other.uid(), other.gid()) == (own.uid(), own.gid()) {
            return Ok(());
        }
        chown(&self.path, Some(other.uid()), Some(other.gid()))
    }

    /// Gives it the name of the finished file once it is on disk, unless a file with that name exists. Returns its size
    /// in bytes.
    pub(in crate::store) fn finish(self, finished: &Path) -> io::Result<u64> {
        let bytes = sync(&self.path)?;
        match fs::hard_link(&self.path, finished) {
            Ok(()) => {}
            // Some file systems have no hard links.
            Err(error) if error.kind() != ErrorKind::AlreadyExists && !finished.exists() => {
                fs::rename(&self.path, finished)?;
            }
            Err(error) => return Err(error),
        }
        sync_folder(finished)?;
        Ok(bytes)
    }

    /// Replaces another file once this one is on disk. The other file loses its name at the same moment.
    pub(in crate::store) fn replace(self, other: &Path) -> io::Result<()> {
        sync(&self.path)?;
        fs::rename(&self.path, other)?;
        sync_folder(other)
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        for suffix in [""].iter().chain(&COMPANIONS) {
            // Mostly there is no such file, because it has its final name by now.
            let _ = fs::remove_file(beside(&self.path, suffix));
        }
    }
}

fn sync(path: &Path) -> io::Result<u64> {
    let file = File::open(path)?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

/// Makes the names in a file's folder durable.
fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
