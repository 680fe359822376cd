//! The browser for the tests, and the fonts for every customer's name.

use std::env;
use std::path::PathBuf;

use crate::apt;
use crate::problem::Problem;
use crate::process;

/// Paths of Chromium. With the first, which has no windows and toolbars, tests take half the time.
const PROGRAMS: [&str; 2] = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
const PACKAGES: [&str; 5] =
    ["chromium-headless-shell", "fontconfig", "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"];

/// Programs for the tests in other engines, each with its package.
const ENGINES: [(&str, &str); 4] = [
    ("firefox-esr", "firefox-esr"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("Xvfb", "xvfb"),
    ("openssl", "openssl"),
];

/// Finds Chromium; installs it and the fonts if needed and possible.
pub fn ensure() -> Result<PathBuf, Problem> {
    let complete = find().is_some() && has_fonts();
    if !complete && apt::available() {
        apt::install(&PACKAGES)?;
    }
    let chromium = find().ok_or_else(|| Problem::Missing {
        tool: "Chromium".to_owned(),
        advice: "The tests in a real browser need it. On Debian: apt-get install chromium-headless-shell. Elsewhere set CHROMIUM_PATH to the program."
            .to_owned(),
    })?;
    if !has_fonts() {
        println!(
            "Fonts for Chinese and Arabic are missing: some names will look wrong in screenshots. Debian has fonts-noto-core and fonts-noto-cjk."
        );
    }
    Ok(chromium)
}

/// Finds Firefox, WebKit's driver and their libraries. Installs them if needed and possible.
pub fn ensure_engines() -> Result<(), Problem> {
    let missing = |(program, _): &&(&str, &str)| process::find(program).is_none();
    if ENGINES.iter().any(|engine| missing(&engine)) && apt::available() {
        apt::install(&ENGINES.map(|(_, package)| package))?;
    }
    match ENGINES.iter().find(missing) {
        None => Ok(()),
        Some((program, package)) => Err(Problem::Missing {
            tool: (*program).to_owned(),
            advice: format!("The tests in Firefox and WebKit need it. On Debian: apt-get install {package}."),
        }),
    }
}

fn find() -> Option<PathBuf> {
    let programs =
        env::var_os("CHROMIUM_PATH").map_or_else(|| PROGRAMS.map(PathBuf::from).to_vec(), |path| vec![path.into()]);
    programs.into_iter().find(|program| program.exists())
}

fn has_fonts() -> bool {
    ["zh", "ar"].iter().all(|language| {
        process::output(process::command("fc-list").arg(format!(":lang={language}")))
            .is_ok_and(|fonts| !fonts.is_empty())
    })
}
