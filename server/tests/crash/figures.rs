//! What a run came to.

use super::journal::{Asked, Became, Kind};
use std::collections::BTreeMap;

/// Counts over all rounds.
#[derive(Default)]
pub struct Figures {
    /// Kills, by where they struck.
    pub kills: BTreeMap<&'static str, u32>,
    /// Requests that were sent and not answered when the kill struck, by what they asked.
    pub unanswered: BTreeMap<&'static str, u32>,
    /// Of these, how many turned out to be done already when they were sent again or were done then.
    pub resolved: u32,
    /// Jobs that were running when the kill struck.
    pub jobs: i64,
    /// Acknowledged requests that were sent once more and had to get the same answer.
    pub repeated: u32,
}

impl Figures {
    /// One kill, with what it left unanswered.
    pub fn struck(&mut self, name: &'static str, unanswered: &[(usize, Asked)], jobs: i64) {
        *self.kills.entry(name).or_default() += 1;
        for (_, asked) in unanswered {
            *self.unanswered.entry(asked.kind.function()).or_default() += 1;
        }
        self.jobs += jobs;
    }

    /// Prints them in words.
    pub fn print(&self, engine: &str, asked: &[Asked]) {
        let acknowledged = |kind| {
            let is_done = |asked: &&Asked| {
                asked.kind == kind && matches!(asked.became, Some(became) if became != Became::Nothing)
            };
            asked.iter().filter(is_done).count()
        };
        println!("{engine}: {} kills survived {:?}", self.kills.values().sum::<u32>(), self.kills);
        println!(
            "{engine}: {} requests; acknowledged: {} saves, {} undos, {} orders, {} changes of accounts, {} additions and edits; the others were refused",
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
