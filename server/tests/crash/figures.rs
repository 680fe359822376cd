//! The figures of a run.

use super::journal::{Asked, Became, Kind};
use std::collections::BTreeMap;

/// Counts over all rounds.
#[derive(Default)]
pub struct Figures {
    /// Kills, by failpoint or kind.
    pub kills: BTreeMap<&'static str, u32>,
    /// Requests sent and not answered at the kill, by kind.
    pub unanswered: BTreeMap<&'static str, u32>,
    /// How many of these were resolved when sent again: they were already done, or were done then.
    pub resolved: u32,
    /// Jobs running at the kill.
    pub jobs: i64,
    /// Acknowledged requests sent once more, which must get the same answer.
    pub repeated: u32,
}

impl Figures {
    /// Counts one kill and what it left unanswered.
    pub fn struck(&mut self, name: &'static str, unanswered: &[(usize, Asked)], jobs: i64) {
        *self.kills.entry(name).or_default() += 1;
        for (_, asked) in unanswered {
            *self.unanswered.entry(asked.kind.function()).or_default() += 1;
        }
        self.jobs += jobs;
    }

    /// Prints the counts as text.
    pub fn print(&self, engine: &str, asked: &[Asked]) {
        let acknowledged = |kind| {
            let is_done = |asked: &&Asked| asked.kind == kind && asked.became.is_some_and(Became::is_done);
            asked.iter().filter(is_done).count()
        };
        let denied = asked.iter().filter(|asked| asked.became == Some(Became::Denied)).count();
        println!("{engine}: {} kills survived {:?}", self.kills.values().sum::<u32>(), self.kills);
        println!(
            "{engine}: {} requests; acknowledged: {} saves, {} undos, {} orders, {} changes of accounts, {} additions and edits; {denied} were denied to who may not do it; the others were refused",
            asked.len(),
            acknowledged(Kind::Save),
            acknowledged(Kind::Undo),
            acknowledged(Kind::Buy),
            acknowledged(Kind::Accounts),
            acknowledged(Kind::Entries)
        );
        println!(
            "{engine}: {} unanswered when killed {:?}, {} of them done once after all; {} jobs broken off; {} answers asked for again; 0 violations",
            self.unanswered.values().sum::<u32>(),
            self.unanswered,
            self.resolved,
            self.jobs,
            self.repeated
        );
    }
}
