//! A disk so small that a test can fill it.

use std::fs::{File, create_dir, remove_dir, remove_file};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use uuid::Uuid;

pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts a disk of 16 MiB in memory; `None` if mounting is not allowed.
    pub fn mount() -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("tenantry-disk-{}", Uuid::new_v4().simple()));
        create_dir(&folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=16m", "tmpfs"]).arg(&folder).stderr(Stdio::null());
        if mount.status().is_ok_and(|status| status.success()) {
            return Some(Self(folder));
        }
        remove_dir(&folder).unwrap();
        println!("Skipped: no disk can be mounted here. It takes root.");
        None
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Fills it to the last byte.
    pub fn fill(&self) {
        let mut file = File::create(self.ballast()).unwrap();
        for size in [1 << 16, 1 << 12, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    /// Makes room again.
    pub fn clear(&self) {
        remove_file(self.ballast()).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Unmounts lazily, because the database's connections close a moment later.
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
        drop(remove_dir(&self.0));
    }
}
