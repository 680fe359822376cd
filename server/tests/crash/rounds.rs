//! Rounds of the crash tests: people work, the program is killed and restarted, unanswered requests are sent again, and
//! everything is checked.

use super::check;
use super::client::Client;
use super::crew::Crew;
use super::database::Database;
use super::figures::Figures;
use super::journal::{Asked, Became, Journal};
use super::numbers::Numbers;
use super::passwords;
use super::postgres::Stoppable;
use super::program::{self, Program};
use super::site::Site;
use domain::access::proof::PROOF_SECONDS;
use server::failpoint::Failpoint;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// The default number of kills on both engines together. Each point occurs on each engine.
const KILLS: u64 = 36;
const CLIENTS: u64 = 4;
/// A point not reached within this time is never reached.
const REACHED_BY: Duration = Duration::from_secs(60);
/// Longer than an abandoned key stays claimed (30 seconds) or an abandoned job leased (10 seconds).
const SETTLED_BY: Duration = Duration::from_secs(90);
/// Makes claims and leases expire at once.
const SKIP: [&str; 2] = [
    "UPDATE idempotency_record SET started = started - 31000 WHERE subject_id IS NULL",
    "UPDATE job SET lease_until = lease_until - 11000",
];

/// How a round is interrupted.
enum Blow {
    /// The program is killed at a random moment.
    Moment,
    /// The program is killed at a point, the N-th time it is reached.
    Point(Failpoint, u64),
    /// The database is stopped at once; the program keeps running.
    Database(Stoppable),
}

impl Blow {
    /// Every other round takes the next point. The rounds between them take a random moment, or the database if it may
    /// be stopped.
    fn of_round(round: u64, database: &Database, numbers: &mut Numbers) -> Self {
        if round.is_multiple_of(2) {
            let all = Failpoint::AT_WORK;
            return Self::Point(all[(round / 2) as usize % all.len()], numbers.between(1, 4));
        }
        match Stoppable::of(database) {
            Some(server) if numbers.between(1, 2) == 1 => Self::Database(server),
            _ => Self::Moment,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Moment => "any moment",
            Self::Point(point, _) => point.as_str(),
            Self::Database(_) => "database stopped at once",
        }
    }

    fn point(&self) -> Option<(Failpoint, u64)> {
        if let Self::Point(point, times) = self { Some((*point, *times)) } else { None }
    }
}

/// Stops the clients when dropped, also after a failed check. They would otherwise never stop.
struct Shift<'a>(&'a AtomicBool);

impl Drop for Shift<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A run on one engine.
struct Run<'a> {
    runtime: &'a Runtime,
    engine: &'static str,
    site: Site,
    seed: u64,
    crew: Crew,
    signed_in: Instant,
    journal: Journal,
    figures: Figures,
}

/// Runs half of the kills, on one engine.
pub fn run(runtime: &Runtime, database: Database) {
    let told = |name: &str| std::env::var(name).ok().map(|number| number.parse::<u64>().unwrap());
    let kills = told("TENANTRY_KILLS").unwrap_or(KILLS).div_ceil(2);
    let seed = told("TENANTRY_SEED").unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0);
    let engine = if matches!(database, Database::Sqlite(_)) { "SQLite" } else { "PostgreSQL" };
    println!("{engine}: the choices of this run are repeated by TENANTRY_SEED={seed}");
    let site = runtime.block_on(Site::fill(database));
    let crew = {
        let program = Program::start(&site.database.url(), &site.folder, None);
        Crew::gather(program.port, site.customer)
    };
    let (journal, figures) = (Journal::default(), Figures::default());
    let mut run = Run { runtime, engine, site, seed, crew, signed_in: Instant::now(), journal, figures };
    for round in 0..kills {
        run.round(round, round + 1 == kills);
    }
    run.figures.print(engine, &run.journal.all());
    run.look_for_passwords();
    assert!(!run.journal.operations().is_empty(), "nothing was saved, so nothing was tested");
    let is_denied = |asked: &Asked| asked.became == Some(Became::Denied);
    assert!(run.journal.all().iter().any(is_denied), "nobody was denied anything");
}

impl Run<'_> {
    /// Signs in again before the proof of who it is gets too old for handing out passwords.
    fn sign_in_again(&mut self, program: &Program) {
        if self.signed_in.elapsed() > Duration::from_secs(u64::from(PROOF_SECONDS) / 2) {
            self.crew.sign_in_again(program.port);
            self.signed_in = Instant::now();
        }
    }

    fn round(&mut self, round: u64, is_last: bool) {
        let mut numbers = Numbers::of(self.seed, round);
        let mut blow = Blow::of_round(round, &self.site.database, &mut numbers);
        if is_last && matches!(blow, Blow::Database(_)) {
            blow = Blow::Moment;
        }
        let asked_before = self.journal.all().len();
        let mut program = self.start(blow.point());
        let (stop, port) = (AtomicBool::new(false), program.port);
        let begin = numbers.next();
        scope(|people| {
            for client in 0..CLIENTS {
                let numbers = Numbers::of(begin, client);
                let client = Client::of((&self.crew, port), self.site.customer, &self.journal, numbers);
                let stop = &stop;
                people.spawn(move || client.work(stop));
            }
            let _shift = Shift(&stop);
            self.strike(&blow, &mut program, &mut numbers);
        });
        let unanswered = self.journal.unanswered();
        program::check(&self.site.database.url(), &self.site.folder);
        // The last round really waits for claims and leases to expire, as people would have to.
        let jobs = self.runtime.block_on(self.look(!is_last));
        self.figures.struck(blow.name(), &unanswered, jobs);
        let (engine, name, left) = (self.engine, blow.name(), unanswered.len());
        println!("{engine} {}: {name}, {left} requests unanswered, {jobs} jobs broken off", round + 1);
        if !matches!(blow, Blow::Database(_)) {
            program = self.start(None);
        }
        self.sign_in_again(&program);
        self.settle(program.port, unanswered);
        self.repeat(program.port, asked_before);
        self.runtime.block_on(self.check());
        program.kill();
    }

    fn look_for_passwords(&self) {
        let mut folders = vec![self.site.folder.as_path()];
        if let Database::Sqlite(folder) = &self.site.database {
            folders.push(folder);
        }
        passwords::are_in_no_file(&folders, &self.journal);
        let times = self.journal.given().len();
        println!("{}: passwords or links were handed out {times} times, and are in no file", self.engine);
    }

    fn start(&self, crash_at: Option<(Failpoint, u64)>) -> Program {
        Program::start(&self.site.database.url(), &self.site.folder, crash_at)
    }

    fn strike(&self, blow: &Blow, program: &mut Program, numbers: &mut Numbers) {
        if let Blow::Point(point, times) = blow {
            let reached = program.is_killed_within(REACHED_BY);
            assert!(reached, "the point {} was not reached {times} times", point.as_str());
            return;
        }
        sleep(Duration::from_millis(numbers.between(50, 500)));
        match blow {
            Blow::Database(server) => self.runtime.block_on(server.stop_at_once(&self.site.database.url())),
            _ => program.kill(),
        }
    }

    /// Counts interrupted jobs, and makes claims and leases expire if `skip`.
    async fn look(&self, skip: bool) -> i64 {
        let store = self.site.store().await;
        let jobs = sqlx::query_scalar("SELECT COUNT(*) FROM job").fetch_one(store.read_pool()).await.unwrap();
        for sql in SKIP {
            if skip {
                sqlx::query(sql).execute(store.read_pool()).await.unwrap();
            }
        }
        store.close().await;
        jobs
    }

    /// Sends unanswered requests again, unchanged, until they are answered.
    fn settle(&mut self, port: u16, unanswered: Vec<(usize, Asked)>) {
        let start = Instant::now();
        for (place, asked) in unanswered {
            let console = self.crew.console(asked.who, port);
            let became = loop {
                let answer = console.call(asked.kind.function(), &asked.arguments);
                if let Some(became) = answer.clone().and_then(|answer| asked.hear(answer)) {
                    break became;
                }
                assert!(start.elapsed() < SETTLED_BY, "{asked:?} gets no answer but {answer:?}");
                sleep(Duration::from_millis(50));
            };
            self.figures.resolved += u32::from(became.is_done());
            self.journal.answer(place, became);
        }
    }

    /// Sends the acknowledged requests of this round once more, and those that were denied, and checks that the answers are the
    /// same.
    fn repeat(&mut self, port: u16, first: usize) {
        let asked = self.journal.all()[first..].to_vec();
        for asked in asked.into_iter().filter(|asked| asked.became != Some(Became::Nothing)) {
            let answer = self.crew.console(asked.who, port).call(asked.kind.function(), &asked.arguments).unwrap();
            assert_eq!(asked.hear(answer), asked.became, "asked again: {asked:?}");
            self.figures.repeated += 1;
        }
    }

    async fn check(&self) {
        let store = self.site.store().await;
        let start = Instant::now();
        let running = async || -> i64 {
            sqlx::query_scalar("SELECT COUNT(*) FROM job").fetch_one(store.read_pool()).await.unwrap()
        };
        while running().await > 0 {
            assert!(start.elapsed() < SETTLED_BY, "a job does not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        check::everything(&store, &self.journal).await;
        store.close().await;
    }
}
