//! The file with the keys that open sealed secrets. It is kept away from the database and its backups.

use crate::sealing::{Key, SealError};
use crate::signing::{KeyError, read_private};
use crate::store::engine::dialect::Dialect;
use crate::store::files::database_file::{self, beside};
use crate::store::files::partial_file::PartialFile;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// The first line of the file.
const TITLE: &str = "Tenantry key file 1";
/// This suffix is added to the name of a SQLite database.
const SUFFIX: &str = ".key";
/// The file for a database on a server.
const OF_A_SERVER: &str = "data/tenantry.key";

/// A key file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile(PathBuf);

impl KeyFile {
    /// The file with this path.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// The file of a database unless another one is named: beside a SQLite file, else in the folder `data`.
    pub fn of_database(url: &str) -> Self {
        let file = match Dialect::of(url) {
            Some(Dialect::Sqlite) => database_file::of_url(url).ok().map(|file| beside(&file, SUFFIX)),
            Some(Dialect::Postgres) | None => None,
        };
        Self(file.unwrap_or_else(|| OF_A_SERVER.into()))
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The keys in it; `None` if there is no file.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn read(&self) -> Result<Option<Vec<Key>>, KeyError> {
        let text = match read_private(&self.0) {
            Err(KeyError::File(_, error)) if error.kind() == ErrorKind::NotFound => return Ok(None),
            read => read?,
        };
        let keys = str::from_utf8(&text).ok().and_then(keys_of);
        keys.map(Some).ok_or_else(|| KeyError::NotAKey(self.0.clone()))
    }

    /// Makes the file with a new key. A file that another process made meanwhile is read instead.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn make(&self) -> Result<Vec<Key>, KeyError> {
        let key = new_key()?;
        let made = self.make_folder().and_then(|()| self.partial(&[&key])?.finish(&self.0));
        match made {
            Ok(_) => Ok(vec![key]),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                self.read()?.ok_or_else(|| KeyError::File(self.0.clone(), error))
            }
            Err(error) => Err(KeyError::File(self.0.clone(), error)),
        }
    }

    /// Replaces the file by one with these keys. At any moment there is the old file or the new one.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn replace(&self, keys: &[&Key]) -> Result<(), KeyError> {
        let replaced = self.partial(keys).and_then(|file| file.replace(&self.0));
        replaced.map_err(|error| KeyError::File(self.0.clone(), error))
    }

    fn partial(&self, keys: &[&Key]) -> io::Result<PartialFile> {
        let partial = PartialFile::beside(&self.0)?;
        OpenOptions::new().write(true).open(&partial.path)?.write_all(written(keys).as_bytes())?;
        if fs::exists(&self.0)? {
            partial.belong_like(&self.0)?;
        }
        Ok(partial)
    }

    fn make_folder(&self) -> io::Result<()> {
        match self.0.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => DirBuilder::new().recursive(true).mode(0o700).create(folder),
            None => Ok(()),
        }
    }
}

/// A new key.
///
/// # Errors
/// [`KeyError::NoRandomness`].
pub(in crate::store) fn new_key() -> Result<Key, KeyError> {
    Key::new().map_err(|_: SealError| KeyError::NoRandomness)
}

fn written(keys: &[&Key]) -> String {
    let lines = keys.iter().map(|key| key.written() + "\n").collect::<String>();
    format!("{TITLE}\n{lines}")
}

fn keys_of(text: &str) -> Option<Vec<Key>> {
    let mut lines = text.lines();
    let keys =
        lines.next().filter(|title| *title == TITLE).and_then(|_| lines.map(Key::read).collect::<Option<Vec<_>>>());
    keys.filter(|keys| !keys.is_empty())
}
