//! Lines of a preview, one for each effect.

use crate::text::licenses as words;
use crate::widgets::operations::plans_off::AllPlansOff;
use domain::directory::invisible::isolated;
use domain::rules::preview_line::PreviewLine;
use leptos::prelude::*;

/// A line for each effect, with the users that it is the same for.
#[component]
pub fn PreviewLines(lines: Vec<PreviewLine>, class: &'static str) -> impl IntoView {
    let line = |(names, line): (String, PreviewLine)| {
        view! {
            <li class=class>
                {format!("{names}: {}", line.words)} <AllPlansOff plans_off=line.plans_off/>
            </li>
        }
    };
    grouped(lines).into_iter().map(line).collect_view()
}

/// Lines with the same words are one, with the names in their order.
fn grouped(lines: Vec<PreviewLine>) -> Vec<(String, PreviewLine)> {
    let mut groups: Vec<(String, PreviewLine)> = Vec::new();
    for line in lines {
        let name = if line.name.is_empty() { words::GONE_USER.into() } else { isolated(&line.name) };
        let same =
            |(_, other): &&mut (String, PreviewLine)| other.words == line.words && other.plans_off == line.plans_off;
        match groups.iter_mut().find(same) {
            Some((names, _)) => {
                names.push_str(", ");
                names.push_str(&name);
            }
            None => groups.push((name.into_owned(), line)),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, words: &str) -> PreviewLine {
        let user = "6fd2c87f-b296-42f0-b197-1e91e994b900".parse().unwrap();
        PreviewLine { user, name: name.into(), words: words.into(), plans_off: Vec::new() }
    }

    #[test]
    fn lines_with_the_same_words_are_one() {
        let lines =
            [line("Isaiah", "none left"), line("Alex", "+ Visio"), line("Lidia", "none left"), line("", "gone")];
        let expected = [("Isaiah, Lidia", "none left"), ("Alex", "+ Visio"), (words::GONE_USER, "gone")];
        let found: Vec<_> = grouped(lines.into()).into_iter().map(|(names, line)| (names, line.words)).collect();
        assert_eq!(found, expected.map(|(names, words)| (names.to_owned(), words.to_owned())));
    }
}
