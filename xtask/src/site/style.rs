//! Bundles the style sheets: each `@import` line becomes the file it names.

use std::fs;
use std::path::{Path, PathBuf};

use crate::problem::Problem;

/// The style sheet and all its imports, without comments and blank lines; empty if there is no style sheet.
pub fn bundle(main: &Path) -> Result<String, Problem> {
    if !main.exists() {
        return Ok(String::new());
    }
    inline(main, &mut Vec::new())
}

fn inline(path: &Path, importers: &mut Vec<PathBuf>) -> Result<String, Problem> {
    let fault = |reason: String| Problem::Style { path: path.to_owned(), reason };
    if importers.iter().any(|importer| importer == path) {
        return Err(fault("it imports itself".to_owned()));
    }
    importers.push(path.to_owned());
    let text = fs::read_to_string(path).map_err(Problem::file("read", path))?;
    let text = without_comments(&text).ok_or_else(|| fault("a comment does not end".to_owned()))?;
    if !closes_its_blocks(&text) {
        return Err(fault("a block is not closed, or closed twice: browsers would drop the rules after it".to_owned()));
    }
    let mut bundle = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some(rest) = line.strip_prefix("@import") else {
            bundle.push_str(line);
            bundle.push('\n');
            continue;
        };
        let import = parse_import(rest).ok_or_else(|| {
            fault(format!(
                "`{line}` is not understood: write `@import \"./file.css\" layer(name);` on a line of its own"
            ))
        })?;
        let imported = inline(&path.with_file_name(import.file.trim_start_matches("./")), importers)?;
        match import.layer {
            Some(layer) => bundle.push_str(&format!("@layer {layer} {{\n{imported}}}\n")),
            None => bundle.push_str(&imported),
        }
    }
    importers.pop();
    Ok(bundle)
}

#[derive(Debug, PartialEq)]
struct Import<'a> {
    file: &'a str,
    layer: Option<&'a str>,
}

/// Parses the text after `@import`.
fn parse_import(text: &str) -> Option<Import<'_>> {
    let (file, rest) = text.trim().strip_prefix('"')?.split_once('"')?;
    let rest = rest.trim().strip_suffix(';')?.trim();
    let layer = match rest {
        "" => None,
        _ => Some(rest.strip_prefix("layer(")?.strip_suffix(')')?),
    };
    Some(Import { file, layer })
}

/// The text without its comments, or `None` if a comment does not end. Strings are left alone.
fn without_comments(text: &str) -> Option<String> {
    let mut kept = String::with_capacity(text.len());
    let mut quote = None;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            let end = rest.get(2..)?.find("*/")?;
            rest = rest.get(end + 4..)?;
            continue;
        }
        let escaped = kept.ends_with('\\');
        match quote {
            None if matches!(character, '"' | '\'') => quote = Some(character),
            Some(open) if open == character && !escaped => quote = None,
            _ => {}
        }
        kept.push(character);
        rest = rest.get(character.len_utf8()..)?;
    }
    Some(kept)
}

/// Whether every block that begins in the text ends in it. Braces in strings don't count.
fn closes_its_blocks(text: &str) -> bool {
    let (mut open, mut quote, mut escaped) = (0_usize, None, false);
    for character in text.chars() {
        match (quote, character) {
            (Some(_), _) if escaped => {}
            (Some(end), _) if character == end => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '{') => open += 1,
            (None, '}') => match open.checked_sub(1) {
                Some(left) => open = left,
                None => return false,
            },
            (None, _) => {}
        }
        escaped = character == '\\' && !escaped;
    }
    open == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn with(name: &str, files: &[(&str, &str)]) -> Folder {
            let folder = std::env::temp_dir().join(format!("tenantry-style-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            for (file, text) in files {
                fs::write(folder.join(file), text).unwrap();
            }
            Folder(folder)
        }

        fn bundle(&self) -> Result<String, Problem> {
            bundle(&self.0.join("main.css"))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn imports_become_layers_in_their_order() {
        let folder = Folder::with(
            "layers",
            &[
                ("main.css", "@layer a, b;\n\n@import \"./a.css\" layer(a);\n@import \"b.css\";\n"),
                ("a.css", "/* colours */\n:root {\n  --ink: #111;\n}\n"),
                ("b.css", "p { margin: 0; }"),
            ],
        );
        assert_eq!(
            folder.bundle().unwrap(),
            "@layer a, b;\n@layer a {\n:root {\n--ink: #111;\n}\n}\np { margin: 0; }\n"
        );
    }

    #[test]
    fn a_missing_style_is_empty_and_a_missing_import_a_problem() {
        assert_eq!(bundle(Path::new("/nowhere/main.css")).unwrap(), "");
        let folder = Folder::with("missing", &[("main.css", "@import \"./gone.css\";")]);
        assert!(folder.bundle().unwrap_err().to_string().contains("gone.css"));
    }

    #[test]
    fn imports_that_go_round_or_are_not_understood_are_problems() {
        let round = Folder::with("round", &[("main.css", "@import \"main.css\";")]);
        assert!(round.bundle().unwrap_err().to_string().contains("imports itself"));
        let media = Folder::with("media", &[("main.css", "@import \"main.css\" print;")]);
        assert!(media.bundle().unwrap_err().to_string().contains("is not understood"));
    }

    #[test]
    fn a_block_that_is_left_open_or_closed_twice_is_a_problem() {
        for (name, text) in [("open", "a {\n  gap: 0;\nb {\n}\n"), ("twice", "a {\n}\n}\n")] {
            let folder = Folder::with(name, &[("main.css", "@import \"./a.css\" layer(a);\n"), ("a.css", text)]);
            let problem = folder.bundle().unwrap_err().to_string();
            assert!(problem.contains("a.css") && problem.contains("is not closed"), "{problem}");
        }
        assert!(closes_its_blocks(r#"a::before { content: "{\"{"; }"#));
    }

    #[test]
    fn comments_go_but_not_out_of_strings() {
        assert_eq!(without_comments("a/* b */c").unwrap(), "ac");
        assert_eq!(
            without_comments(r#"q::before { content: "/* \" */"; }/**/"#).unwrap(),
            r#"q::before { content: "/* \" */"; }"#
        );
        assert_eq!(without_comments("a /* b"), None);
    }
}
