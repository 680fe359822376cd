//! The names that rows give to one thing, and the choice of one.

use std::collections::BTreeMap;

/// All names found, each with its number of rows.
#[derive(Debug, Default)]
pub(super) struct NameCounts(BTreeMap<String, u32>);

impl NameCounts {
    /// Counts a row's name. An empty name does not count.
    pub(super) fn add(&mut self, name: &str) {
        if !name.is_empty() {
            *self.0.entry(name.to_owned()).or_default() += 1;
        }
    }

    /// The name for people: one with lower-case letters before one in capitals, then as [`NameCounts::technical`].
    pub(super) fn spoken(&self) -> Option<&str> {
        self.best(|name| !name.contains(char::is_lowercase))
    }

    /// The name for machines: the one in most rows, then the one that sorts first.
    pub(super) fn technical(&self) -> Option<&str> {
        self.best(|_| false)
    }

    /// The names other than the kept one, in order.
    pub(super) fn without(&self, kept: &str) -> Vec<String> {
        self.0.keys().filter(|name| *name != kept).cloned().collect()
    }

    fn best(&self, last_resort: impl Fn(&str) -> bool) -> Option<&str> {
        self.0
            .iter()
            .min_by_key(|(name, rows)| (last_resort(name), std::cmp::Reverse(**rows), *name))
            .map(|(name, _)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(rows: &[&str]) -> NameCounts {
        let mut names = NameCounts::default();
        rows.iter().for_each(|name| names.add(name));
        names
    }

    #[test]
    fn a_spoken_name_has_lower_case_then_most_rows_then_sorts_first() {
        assert_eq!(names(&["SWAY", "SWAY", "Sway"]).spoken(), Some("Sway"));
        assert_eq!(names(&["SWAY"]).spoken(), Some("SWAY"));
        assert_eq!(names(&["Flow free", "Power Automate", "Power Automate"]).spoken(), Some("Power Automate"));
        assert_eq!(names(&["Power Virtual Agent", "Copilot Studio"]).spoken(), Some("Copilot Studio"));
    }

    #[test]
    fn a_technical_name_is_the_one_on_most_rows() {
        let names = names(&["Deskless", "DESKLESS", "DESKLESS"]);
        assert_eq!(names.technical(), Some("DESKLESS"));
        assert_eq!(names.without("DESKLESS"), ["Deskless"]);
    }

    #[test]
    fn empty_names_are_none() {
        assert_eq!(names(&["", ""]).spoken(), None);
    }
}
