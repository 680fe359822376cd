//! Two servers on one PostgreSQL, behind a proxy that alternates between them.

use super::check;
use super::client::Client;
use super::crew::Crew;
use super::database::Database;
use super::journal::Journal;
use super::numbers::Numbers;
use super::program::Program;
use super::site::Site;
use serde_json::{Value, json};
use std::io::copy;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{scope, sleep, spawn};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

const CLIENTS: u64 = 4;
const WORK: Duration = Duration::from_secs(6);
const ENDED_BY: Duration = Duration::from_secs(60);

/// A session of one server is valid on the other, each job is done once, and both servers report the same about every
/// operation. When one is killed, the other continues its jobs.
pub fn run(runtime: &Runtime, database: Database) {
    let site = runtime.block_on(Site::fill(database));
    let url = site.database.url();
    let mut one = Program::start(&url, &site.folder, None);
    let other = Program::start(&url, &site.folder, None);
    let balancer = in_turn([one.port, other.port]);
    let crew = Crew::gather(balancer, site.customer);
    let journal = Journal::default();
    let stop = AtomicBool::new(false);
    scope(|scope| {
        for number in 0..CLIENTS {
            let numbers = Numbers::of(2026, number);
            let client = Client::of((&crew, balancer), site.customer, &journal, numbers);
            scope.spawn(|| client.work(&stop));
        }
        sleep(WORK);
        stop.store(true, Ordering::SeqCst);
    });
    assert!(journal.operations().len() > 20, "too little was done: {}", journal.operations().len());
    // The other server continues the jobs of a killed server.
    one.kill();
    let ask = |port, operation: &Value| {
        let arguments = json!({ "customer": site.customer, "operation": operation });
        let heard = crew.anna.at(port).call("operations/get", &arguments);
        heard.expect("signed in at the other server too").value()
    };
    let start = Instant::now();
    while journal.operations().iter().any(|operation| ask(other.port, &json!(operation))["state"] == "Running") {
        assert!(start.elapsed() < ENDED_BY, "an operation does not end");
        sleep(Duration::from_millis(200));
    }
    let again = Program::start(&url, &site.folder, None);
    for operation in journal.operations() {
        let operation = json!(operation);
        assert_eq!(ask(again.port, &operation), ask(other.port, &operation));
    }
    let store = runtime.block_on(site.store());
    runtime.block_on(check::everything(&store, &journal));
    runtime.block_on(store.close());
}

/// Listens, and passes each connection to the next of these ports in turn.
fn in_turn(ports: [u16; 2]) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let turn = Arc::new(AtomicUsize::new(0));
    spawn(move || {
        for from in listener.incoming().flatten() {
            let to = ports[turn.fetch_add(1, Ordering::SeqCst) % ports.len()];
            if let Ok(to) = TcpStream::connect((Ipv4Addr::LOCALHOST, to)) {
                join(from, to);
            }
        }
    });
    port
}

/// Forwards data in both directions until both sides have ended.
fn join(from: TcpStream, to: TcpStream) {
    for (mut one, mut other) in [(from.try_clone().unwrap(), to.try_clone().unwrap()), (to, from)] {
        spawn(move || {
            // When one side is gone, the connection ends for the other too.
            let _ = copy(&mut one, &mut other);
            let _ = other.shutdown(Shutdown::Write);
        });
    }
}
