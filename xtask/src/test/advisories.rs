//! Checks Cargo.lock against a snapshot of the RustSec advisory database.
//!
//! The snapshot is not part of the repository. Where it is absent, the check says so and passes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use semver::{Version, VersionReq};
use serde::Deserialize;

use crate::lock::{self, Locked};
use crate::problem::Problem;
use crate::process;
use crate::workspace::Workspace;

/// The snapshot, from the root of the repository.
const SNAPSHOT: &str = "../shared/data/advisory-db.tar.gz";
/// The accepted advisories, from the root of the repository.
const ACCEPTED: &str = "xtask/advisories.toml";
/// The folder of the database's archive.
const FOLDER: &str = "advisory-db";

/// The facts at the top of an advisory.
#[derive(Deserialize)]
struct Advisory {
    advisory: Head,
    #[serde(default)]
    versions: Versions,
}

#[derive(Deserialize)]
struct Head {
    id: String,
    package: String,
    /// `unmaintained`, `unsound` or `notice`; a vulnerability has none.
    informational: Option<String>,
    withdrawn: Option<String>,
}

/// The versions without the fault.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Versions {
    patched: Vec<VersionReq>,
    unaffected: Vec<VersionReq>,
}

/// An advisory about a crate that is used.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    id: String,
    kind: String,
    title: String,
    package: String,
    version: Version,
    mended_by: String,
}

impl Found {
    fn line(&self) -> String {
        let Self { id, kind, title, package, version, mended_by } = self;
        format!("  {id} ({kind}): {package} {version}: {title}. {mended_by}")
    }
}

#[derive(Deserialize)]
struct AcceptedFile {
    #[serde(default)]
    accepted: Vec<Accepted>,
}

/// An advisory that is accepted.
#[derive(Deserialize)]
struct Accepted {
    id: String,
    reason: String,
}

/// Checks every crate of Cargo.lock.
pub fn check(workspace: &Workspace) -> Result<(), Problem> {
    let snapshot = workspace.root.join(SNAPSHOT);
    if !snapshot.is_file() {
        println!("Skipped: {SNAPSHOT} is not there.");
        return Ok(());
    }
    let folder = unpack(workspace, &snapshot)?;
    let mut found = Vec::new();
    for locked in lock::read(workspace)?.iter().filter(|locked| locked.source.is_some()) {
        found.extend(about(&folder, locked)?);
    }
    let path = workspace.root.join(ACCEPTED);
    let text = fs::read_to_string(&path).map_err(Problem::file("read", &path))?;
    let file: AcceptedFile = toml::from_str(&text).map_err(unreadable(&path))?;
    match complaints(&found, &file.accepted) {
        complaints if complaints.is_empty() => Ok(()),
        complaints => Err(Problem::Advisories(complaints.join("\n"))),
    }
}

/// Unpacks the snapshot into the build folder, in place of an earlier one.
fn unpack(workspace: &Workspace, snapshot: &Path) -> Result<PathBuf, Problem> {
    let folder = workspace.target.join(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Problem::file("removed", &folder))?;
    }
    fs::create_dir_all(&workspace.target).map_err(Problem::file("made", &workspace.target))?;
    process::run(process::command("tar").arg("-xzf").arg(snapshot).arg("-C").arg(&workspace.target))?;
    Ok(folder.join("crates"))
}

/// The advisories about a crate in this version.
fn about(crates: &Path, locked: &Locked) -> Result<Vec<Found>, Problem> {
    let folder = crates.join(&locked.name);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).map_err(Problem::file("read", &folder))? {
        let path = entry.map_err(Problem::file("read", &folder))?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(&path).map_err(Problem::file("read", &path))?;
            found.extend(of_text(&text, locked).map_err(|what| unexpected(&path, what))?);
        }
    }
    found.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(found)
}

/// The advisory of a text, if it is about the crate in this version. A pre-release counts as affected unless a range of
/// versions without the fault names pre-releases: too many complaints are better than too few.
fn of_text(text: &str, locked: &Locked) -> Result<Option<Found>, String> {
    let (facts, words) = text
        .split_once("```toml\n")
        .and_then(|(_, rest)| rest.split_once("\n```"))
        .ok_or("it does not begin with a block of TOML")?;
    let Advisory { advisory, versions } = toml::from_str(facts).map_err(|error| error.to_string())?;
    let version = Version::parse(&locked.version).map_err(|error| error.to_string())?;
    let is_without = versions.patched.iter().chain(&versions.unaffected).any(|range| range.matches(&version));
    if advisory.package != locked.name || advisory.withdrawn.is_some() || is_without {
        return Ok(None);
    }
    let title = words.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or("no title").trim();
    let ranges: Vec<String> = versions.patched.iter().map(VersionReq::to_string).collect();
    Ok(Some(Found {
        id: advisory.id,
        kind: advisory.informational.unwrap_or_else(|| "vulnerability".to_owned()),
        title: title.trim_end_matches('.').to_owned(),
        package: advisory.package,
        version,
        mended_by: match ranges.as_slice() {
            [] => "No version mends it; look for another crate".to_owned(),
            ranges => format!("Mended by version {}", ranges.join(" or ")),
        },
    }))
}

/// The faults: advisories that are not accepted, and acceptances without reason or need.
fn complaints(found: &[Found], accepted: &[Accepted]) -> Vec<String> {
    let reasons: BTreeMap<&str, &str> = accepted.iter().map(|one| (one.id.as_str(), one.reason.trim())).collect();
    let ids: BTreeSet<&str> = found.iter().map(|one| one.id.as_str()).collect();
    let unaccepted = found.iter().filter(|one| !reasons.contains_key(one.id.as_str())).map(Found::line);
    let without_reason = reasons.iter().filter(|(_, reason)| reason.is_empty());
    let without_need = reasons.keys().filter(|id| !ids.contains(*id));
    let mut all: Vec<String> = unaccepted.collect();
    if !all.is_empty() {
        let advice = format!(
            "Crates of Cargo.lock have known faults. Update them (`cargo update -p CRATE`), or accept an advisory in \
             {ACCEPTED} with the reason why it does no harm:"
        );
        all.insert(0, advice);
    }
    all.extend(without_reason.map(|(id, _)| format!("{ACCEPTED} accepts {id} without a reason.")));
    all.extend(without_need.map(|id| format!("{ACCEPTED} accepts {id}, which is not found any more. Remove it.")));
    all
}

fn unreadable(path: &Path) -> impl FnOnce(toml::de::Error) -> Problem {
    move |error| unexpected(path, error.to_string())
}

fn unexpected(path: &Path, what: String) -> Problem {
    Problem::Unexpected { program: path.display().to_string(), what }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "```toml\n[advisory]\nid = \"RUSTSEC-2020-0001\"\npackage = \"leaky\"\ndate = \"2020-01-01\"\n\n\
        [affected]\nfunctions = { \"leaky::leak\" = [\"< 1.3.0\"] }\n\n[versions]\npatched = [\n  \">= 1.2.3, < 1.3.0\",\n  \
        \">= 1.3.1\",\n]\nunaffected = [\"< 1.0.0\"]\n```\n\n# It leaks.\n\nWords.\n";

    fn locked(name: &str, version: &str) -> Locked {
        Locked { name: name.to_owned(), version: version.to_owned(), source: None, checksum: None }
    }

    fn ids(version: &str) -> Option<String> {
        of_text(TEXT, &locked("leaky", version)).unwrap().map(|found| found.id)
    }

    #[test]
    fn versions_between_the_ranges_without_the_fault_are_found() {
        for version in ["1.0.0", "1.2.2", "1.3.0", "1.3.1-rc.1"] {
            assert_eq!(ids(version).as_deref(), Some("RUSTSEC-2020-0001"), "{version}");
        }
        for version in ["0.9.9", "1.2.3", "1.2.9", "1.3.1", "2.0.0"] {
            assert_eq!(ids(version), None, "{version}");
        }
        assert_eq!(of_text(TEXT, &locked("other", "1.0.0")), Ok(None));
        let withdrawn = TEXT.replace("date =", "withdrawn = \"2020-02-02\"\ndate =");
        assert_eq!(of_text(&withdrawn, &locked("leaky", "1.0.0")), Ok(None));
        assert!(of_text("no block", &locked("leaky", "1.0.0")).is_err());
    }

    #[test]
    fn a_complaint_says_what_to_do() {
        let found = of_text(TEXT, &locked("leaky", "1.0.0")).unwrap().unwrap();
        assert_eq!(
            found.line(),
            "  RUSTSEC-2020-0001 (vulnerability): leaky 1.0.0: It leaks. Mended by version >=1.2.3, <1.3.0 or >=1.3.1"
        );
        let accept = |id: &str, reason: &str| Accepted { id: id.to_owned(), reason: reason.to_owned() };
        let found = [found];
        assert_eq!(complaints(&found, &[]).len(), 2);
        assert_eq!(complaints(&found, &[accept("RUSTSEC-2020-0001", "It is never called.")]), Vec::<String>::new());
        assert!(complaints(&found, &[accept("RUSTSEC-2020-0001", " ")])[0].ends_with("without a reason."));
        assert!(complaints(&[], &[accept("RUSTSEC-2020-0001", "Once.")])[0].ends_with("Remove it."));
    }

    #[test]
    fn what_is_accepted_is_readable() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("advisories.toml");
        let file: AcceptedFile = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        assert!(file.accepted.iter().all(|one| one.id.starts_with("RUSTSEC-") && !one.reason.trim().is_empty()));
    }
}
