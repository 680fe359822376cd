//! Splits the compiled pages at the functions marked `#[wasm_split]` into a first file, and one for each mark.
//!
//! A small script, the link, joins the parts again in the browser. The script of the first file and the parts refer to
//! it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use wasm_split_cli_support::{Options, transform};

use super::wasm::{join, unused};
use crate::problem::Problem;
use crate::quality::Quality;
use crate::workspace::Workspace;

/// The name of the link in the first file's script, until both have their published names.
pub const LINK: &str = "./link.js";
/// The name of the first file's script in the link, until then.
pub const SCRIPT: &str = "./script.js";

/// The result of splitting.
pub struct Split {
    /// The first file, without its script.
    pub first: Vec<u8>,
    /// The link script.
    pub link: String,
    /// The other files, with their names in the link.
    pub parts: Vec<(String, Vec<u8>)>,
}

/// The least bytes of code in a file that several areas share. One with less is joined with another. Otherwise each set of
/// areas that shares a function would be a file, hundreds in all, and each is compressed alone.
const LITTLE: usize = 60_000;
/// The most bytes of code in a file of parts that were joined: about 150 kB with brotli.
const MUCH: usize = 500_000;

/// Splits a file that was linked with `--emit-relocs`.
pub fn split(workspace: &Workspace, compiled: &[u8], quality: Quality) -> Result<Split, Problem> {
    let slim = match quality {
        Quality::Release => Some(unused::empty(compiled).map_err(unfit)?),
        Quality::Dev => None,
    };
    let folder = workspace.target.join("split");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Problem::file("removed", &folder))?;
    }
    let first = folder.join("first.wasm");
    let mut options = Options::new(slim.as_deref().unwrap_or(compiled));
    options.output_dir = &folder;
    options.main_out_path = &first;
    options.main_module = SCRIPT;
    options.link_name = LINK;
    let made = transform(options).map_err(|error| Problem::Pages(format!("splitting them failed: {error:#}")))?;
    let mut parts = BTreeMap::new();
    for path in &made.split_modules {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        parts.insert(name, fs::read(path).map_err(Problem::file("read", path))?);
    }
    let link = folder.join(LINK);
    let link = silence(&fs::read_to_string(&link).map_err(Problem::file("read", &link))?)?;
    let mut sizes = HashMap::new();
    for (name, part) in &parts {
        sizes.insert(name.as_str(), join::code_size(part).map_err(unfit)?);
    }
    let joined = joined(&made.prefetch_map, &sizes);
    for (into, others) in &joined {
        let mut all = vec![parts.remove(into).unwrap_or_default()];
        all.extend(others.iter().filter_map(|other| parts.remove(other)));
        let all: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
        parts.insert(into.clone(), join::join(&all).map_err(unfit)?);
    }
    Ok(Split {
        first: fs::read(&first).map_err(Problem::file("read", &first))?,
        link: linked(&link, &joined)?,
        parts: parts.into_iter().map(|(name, part)| (format!("{name}.wasm"), part)).collect(),
    })
}

fn unfit(why: super::wasm::Unfit) -> Problem {
    Problem::Pages(format!("a part is not as expected: {why}"))
}

/// A file that several areas share.
struct Shared<'a> {
    parts: Vec<&'a str>,
    areas: BTreeSet<&'a str>,
    size: usize,
}

impl Shared<'_> {
    /// The bytes that areas would fetch in vain if the two were one file.
    fn in_vain(&self, other: &Self) -> usize {
        let only = |one: &Self, other: &Self| one.areas.difference(&other.areas).count();
        only(self, other) * other.size + only(other, self) * self.size
    }
}

/// The parts to join: the name of the one that the others are joined into, and the others. `needed` are the names of the
/// parts that each area needs.
fn joined(needed: &HashMap<String, Vec<String>>, sizes: &HashMap<&str, usize>) -> BTreeMap<String, Vec<String>> {
    let mut areas: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (area, parts) in needed {
        for part in parts.iter().filter(|part| part.starts_with("chunk_")) {
            areas.entry(part).or_default().insert(area);
        }
    }
    let size = |part: &str| sizes.get(part).copied().unwrap_or_default();
    let mut open: Vec<Shared<'_>> =
        areas.into_iter().map(|(part, areas)| Shared { parts: vec![part], areas, size: size(part) }).collect();
    let mut done = Vec::new();
    // The smallest is joined with the one where the least is fetched in vain, until none is small.
    while let Some(index) = (0..open.len()).min_by_key(|&index| open[index].size) {
        let small = open.swap_remove(index);
        let fits = |index: &usize| small.size < LITTLE && open[*index].size + small.size <= MUCH;
        let best =
            (0..open.len()).filter(fits).min_by_key(|&index| (small.in_vain(&open[index]), open[index].parts[0]));
        match best {
            Some(best) => {
                open[best].parts.extend(small.parts);
                open[best].areas.extend(small.areas);
                open[best].size += small.size;
            }
            None => done.push(small.parts),
        }
    }
    done.into_iter()
        .filter_map(|parts| {
            let mut parts = parts.into_iter().map(str::to_owned);
            Some((parts.next()?, parts.collect()))
        })
        .collect()
}

/// The link between parts of which some are joined into others.
fn linked(link: &str, joined: &BTreeMap<String, Vec<String>>) -> Result<String, Problem> {
    let unexpected = || Problem::Pages("the link between their parts is not as expected".to_owned());
    let name = |part: &str| format!("__{part}");
    let mut into = HashMap::new();
    let mut link = link.to_owned();
    for (part, others) in joined {
        for other in others {
            let start = link.find(&format!("const {} = ", name(other))).ok_or_else(unexpected)?;
            let end = link[start..].find(END_OF_PART).ok_or_else(unexpected)?;
            link.replace_range(start..start + end + END_OF_PART.len(), "");
            into.insert(name(other), name(part));
        }
    }
    let lines = link.lines().filter(|line| !line.starts_with("/*")).map(|line| {
        let Some(needed) = line.strip_prefix(", [").and_then(|line| line.strip_suffix("]));")) else {
            return line.to_owned();
        };
        let needed: BTreeSet<&str> =
            needed.split(", ").map(|part| into.get(part).map_or(part, String::as_str)).collect();
        format!(", [{}]));", needed.into_iter().collect::<Vec<_>>().join(", "))
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// How a part of the link ends that loads a file which several areas share.
const END_OF_PART: &str = ", []);\n";

/// Removes the logging of a failed part from the link: the page that needs the part reports it.
fn silence(link: &str) -> Result<String, Problem> {
    const LOGGED: &str = "console.error(e);";
    if link.matches(LOGGED).count() == 1 {
        Ok(link.replacen(LOGGED, "", 1))
    } else {
        Err(Problem::Pages(format!("the link between their parts has no `{LOGGED}`, or several")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_parts_join_what_is_fetched_with_them() {
        let areas: [(&str, &[&str]); 3] = [
            ("list", &["chunk_1", "chunk_2", "chunk_3", "split_list"]),
            ("users", &["chunk_1", "chunk_2", "chunk_4", "split_users"]),
            ("portal", &["chunk_3", "chunk_4", "chunk_5", "split_portal"]),
        ];
        let owned = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect();
        let needed = areas.iter().map(|(area, parts)| ((*area).to_owned(), owned(parts))).collect();
        let sizes =
            [("chunk_1", 300_000), ("chunk_2", 1_000), ("chunk_3", 200_000), ("chunk_4", 90_000), ("chunk_5", 9)];
        let joined = joined(&needed, &HashMap::from(sizes));
        let expected: [(&str, &[&str]); 3] = [("chunk_1", &["chunk_2"]), ("chunk_3", &["chunk_5"]), ("chunk_4", &[])];
        assert_eq!(joined, expected.iter().map(|(into, others)| ((*into).to_owned(), owned(others))).collect());
    }

    #[test]
    fn the_link_loads_a_joined_part_once() {
        let link = "/* list, users */\nconst __chunk_1 = makeLoad(() => {\n}\n, []);\n/* list, upload */\n\
            const __chunk_2 = makeLoad(() => {\n}\n, []);\nexport const list = wrapAsyncCb(makeLoad(() => {\n}\n\
            , [__chunk_1, __chunk_2]));\nexport const upload = wrapAsyncCb(makeLoad(() => {\n}\n, [__chunk_2]));\n";
        let joined = BTreeMap::from([("chunk_1".to_owned(), vec!["chunk_2".to_owned()])]);
        let linked = linked(link, &joined).unwrap();
        assert!(!linked.contains("chunk_2") && !linked.contains("/*"), "{linked}");
        assert_eq!(linked.matches(", [__chunk_1]));").count(), 2, "{linked}");
    }
}
