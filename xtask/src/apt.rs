//! Installs missing Debian packages, if possible without a password.

use crate::problem::Problem;
use crate::process;
use crate::step::step;

/// Whether packages can be installed: on a Debian-based system, as root.
pub fn available() -> bool {
    process::find("apt-get").is_some() && is_root()
}

/// Whether this process is root.
pub fn is_root() -> bool {
    process::output(process::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs packages.
pub fn install(packages: &[&str]) -> Result<(), Problem> {
    let apt = || {
        let mut command = process::command("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        command
    };
    step(&format!("Installing {}", packages.join(", ")), || {
        process::run(apt().arg("update"))?;
        process::run(apt().args(["install", "--yes"]).args(packages))
    })
}
