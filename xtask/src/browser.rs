//! The browser that the tests drive, and the fonts it needs to draw every customer's name.

use std::env;
use std::path::{Path, PathBuf};

use crate::apt;
use crate::problem::Problem;
use crate::process;

const PACKAGES: [&str; 5] = ["chromium", "fontconfig", "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"];

/// Finds Chromium, installing it and the fonts where that is possible.
pub fn ensure() -> Result<PathBuf, Problem> {
    let chromium = env::var_os("CHROMIUM_PATH").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    let complete = chromium.exists() && has_fonts();
    if !complete && apt::available() {
        apt::install(&PACKAGES)?;
    }
    check(&chromium)?;
    if !has_fonts() {
        println!(
            "Fonts for Chinese and Arabic are missing: some names will look wrong in screenshots. Debian has fonts-noto-core and fonts-noto-cjk."
        );
    }
    Ok(chromium)
}

fn check(chromium: &Path) -> Result<(), Problem> {
    if chromium.exists() {
        return Ok(());
    }
    Err(Problem::Missing {
        tool: format!("Chromium ({})", chromium.display()),
        advice: "The tests in a real browser need it. On Debian: apt-get install chromium. Elsewhere set CHROMIUM_PATH to the program."
            .to_owned(),
    })
}

fn has_fonts() -> bool {
    ["zh", "ar"].iter().all(|language| {
        process::output(process::command("fc-list").arg(format!(":lang={language}")))
            .is_ok_and(|fonts| !fonts.is_empty())
    })
}
