//! The benchmark: 100,000 users of one customer, on SQLite and on PostgreSQL if `TENANTRY_TEST_POSTGRES_URL` is set.
//!
//! Run it with `cargo xtask bench`. Add `lists`, `selections`, `saves`, `jobs`, `entries` or `passwords` to measure
//! only that part; `find` runs only if named. The times are those of the store's own calls, without reading the request
//! and writing the reply. It prints the median of [`ROUNDS`] calls, and the slowest.

#[path = "../../tests/support/arrivals.rs"]
mod arrivals;
mod entries;
mod find;
#[path = "../../tests/support/people.rs"]
#[allow(clippy::unwrap_used, reason = "the benchmark ends if it cannot begin")]
mod people;
#[path = "../../tests/support/stores.rs"]
#[allow(clippy::unwrap_used, reason = "the benchmark ends if it cannot begin")]
mod stores;

use domain::access::permission::Permission;
use domain::access::{Actor, CustomerScope, decide};
use domain::console::accounts::{AccountsRequest, Who};
use domain::console::passwords::Handover;
use domain::console::purchase::BuyRequest;
use domain::console::save::{SaveReply, SaveRequest, plan_for_all};
use domain::console::selection::SelectionChange;
use domain::demo;
use domain::directory::filter::{LocationFilter, ReadyFilter, UserFilter};
use domain::directory::page::{Cursor, PageSize, Sort, SortBy};
use domain::directory::role::AdminRole;
use domain::directory::seats::SeatQuantity;
use domain::ids::{IdempotencyKey, SelectionId, SkuId, UserId};
use domain::rules::account_change::{AccountChange, plan_accounts};
use domain::rules::boxes::Choice;
use domain::rules::change::Change;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::chunks::Step;
use server::time::stamp;
use std::error::Error;
use std::time::{Duration, Instant};
use uuid::Uuid;

const USERS: usize = 100_000;
const ROUNDS: usize = 31;
const SAVES: usize = 5;
/// Users of a save that is not a job.
const SAVE_USERS: usize = 10_000;
/// People do not save 10,000 users every second. The pause lets SQLite copy what the last save wrote.
const BETWEEN_SAVES: Duration = Duration::from_secs(3);

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let folder = std::env::temp_dir().join(format!("tenantry-bench-{}", Uuid::new_v4()));
    std::fs::create_dir_all(&folder)?;
    let sqlite = format!("sqlite://{}", folder.join("bench.sqlite").display());
    let result = bench("SQLite", &sqlite).await;
    std::fs::remove_dir_all(&folder)?;
    result?;
    match std::env::var("TENANTRY_TEST_POSTGRES_URL") {
        Ok(url) => bench("PostgreSQL", &postgres_database(&url).await?).await,
        Err(_) => {
            println!("PostgreSQL: left out, TENANTRY_TEST_POSTGRES_URL is not set.");
            Ok(())
        }
    }
}

/// A fresh database on the given server.
async fn postgres_database(url: &str) -> Outcome<String> {
    server::store::install_drivers();
    let pool = sqlx::AnyPool::connect(url).await?;
    let name = format!("bench_{}", Uuid::new_v4().simple());
    let sql = format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'");
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&pool).await?;
    let server = url.rsplit_once('/').map_or(url, |(server, _)| server);
    Ok(format!("{server}/{name}"))
}

async fn bench(engine: &str, url: &str) -> Outcome<()> {
    println!("\n{engine}, {USERS} users");
    let store = stores::open(url).await;
    store.ensure_catalog().await?;
    if std::env::args().skip(1).any(|name| name == "find") {
        find::find(&store).await?;
        store.close().await;
        return Ok(());
    }
    let (scope, skus) = seed(&store).await?;
    if is_wanted("lists") {
        lists(&store, scope, &skus).await?;
    }
    if is_wanted("selections") {
        selections(&store, scope).await?;
    }
    if is_wanted("saves") {
        saves(&store, scope, &skus).await?;
    }
    if is_wanted("jobs") {
        jobs(&store, scope, &skus).await?;
    }
    if is_wanted("entries") {
        let sku = skus.first().copied().ok_or("no products")?;
        buy(&store, scope, sku).await?;
        entries::entries(&store, scope, sku).await?;
    }
    if is_wanted("passwords") {
        passwords(&store, scope).await?;
    }
    let violations = store.violations().await?;
    store.close().await;
    if violations.is_empty() { Ok(()) } else { Err(format!("broken invariants: {violations:?}").into()) }
}

/// Whether this part is named on the command line, or no part is.
fn is_wanted(part: &str) -> bool {
    let mut named = std::env::args().skip(1).peekable();
    named.peek().is_none() || named.any(|name| name == part)
}

/// Adds a partner and the person who does everything.
async fn add_person(store: &SqlStore) -> Actor {
    people::add_partner_of(store, &people::new_person(Uuid::new_v4(), "Bench", "", 0)).await
}

async fn seed(store: &SqlStore) -> Outcome<(CustomerScope, Vec<SkuId>)> {
    let actor = add_person(store).await;
    let sized = demo::sized(1, USERS)?;
    let began = Instant::now();
    let arrival = arrivals::local(actor.partner, server::time::now());
    store.write_directory(arrival, &sized.directory, sized.users(), false).await?;
    println!("{:<44} {:>9}", "write the whole directory", shown(began.elapsed()));
    let customer = sized.directory.customer.id;
    let scope = decide(&actor, Permission::SeeUsers, customer, store.customer_access(&actor, customer, 0).await?)
        .scope()
        .ok_or("no scope")?;
    Ok((scope, sized.directory.products.iter().map(|held| held.product.sku_id).collect()))
}

async fn lists(store: &SqlStore, scope: CustomerScope, skus: &[SkuId]) -> Outcome<()> {
    let country = "SK".parse()?;
    let filter = |change: &dyn Fn(&mut UserFilter)| {
        let mut filter = UserFilter::default();
        change(&mut filter);
        filter
    };
    let ready = |ready| filter(&|filter| filter.ready = ready);
    let search = |text: &str| filter(&|filter| filter.search = text.into());
    let choices = store.filter_choices(scope).await?;
    let cases = [
        ("all users", UserFilter::default()),
        ("licensed", ready(ReadyFilter::Licensed)),
        ("unlicensed", ready(ReadyFilter::Unlicensed)),
        ("guests", ready(ReadyFilter::Guests)),
        ("sign-in blocked", ready(ReadyFilter::SignInBlocked)),
        ("with errors", ready(ReadyFilter::WithErrors)),
        ("global admins", ready(ReadyFilter::Admins(AdminRole::Global))),
        ("search: one letter", search("a")),
        ("search: a first name", search("adele")),
        ("search: two words", search("adele vance")),
        ("search: nobody", search("zzzz")),
        ("any of two products", filter(&|filter| filter.any_of = skus.iter().take(2).copied().collect())),
        ("all of two products", filter(&|filter| filter.all_of = skus.iter().take(2).copied().collect())),
        ("none of two products", filter(&|filter| filter.none_of = skus.iter().take(2).copied().collect())),
        ("location", filter(&|filter| filter.location = Some(LocationFilter::Is(country)))),
        ("location missing", filter(&|filter| filter.location = Some(LocationFilter::Missing))),
        ("department", filter(&|filter| filter.department = choices.departments.first().cloned())),
    ];
    for (name, filter) in cases {
        let query = UserQuery { filter, size: PageSize::default(), ..UserQuery::default() };
        measure(&format!("page: {name}"), || async { store.users(scope, &query).await.map(|_| ()) }).await?;
        measure(&format!("  count: {name}"), || async { store.count_users(scope, &query).await.map(|_| ()) }).await?;
    }
    for by in [SortBy::Name, SortBy::Email, SortBy::Location] {
        let sort = Sort { by, descending: true };
        let middle = UserQuery { sort, place: Cursor::Last, ..UserQuery::default() };
        let last = store.users(scope, &middle).await?.rows.first().map(|row| row.id).ok_or("no rows")?;
        let query = UserQuery { sort, place: Cursor::Before(last), ..UserQuery::default() };
        measure(&format!("page: before a row, by {by:?}"), || async { store.users(scope, &query).await.map(|_| ()) })
            .await?;
    }
    Ok(())
}

async fn selections(store: &SqlStore, scope: CustomerScope) -> Outcome<()> {
    measure("select all matching", || async {
        let all = SelectionChange::Matching(UserFilter::default());
        store.change_selection(scope, SelectionId::new(Uuid::new_v4()), &all, server::time::now()).await.map(|_| ())
    })
    .await
}

/// Measures assigning a product to many users and revoking it, without a job.
async fn saves(store: &SqlStore, scope: CustomerScope, skus: &[SkuId]) -> Outcome<()> {
    let (sku, add) = changeable(store, scope, skus).await?;
    let selection = SelectionId::new(Uuid::new_v4());
    let clicks = SelectionChange::Clicks { add, remove: Vec::new() };
    store.change_selection(scope, selection, &clicks, server::time::now()).await?;
    let (mut assigned, mut revoked) = (Vec::new(), Vec::new());
    for _ in 0..SAVES {
        assigned.push(save(store, scope, selection, asked(sku, Choice::Fill)).await?);
        revoked.push(save(store, scope, selection, asked(sku, Choice::Empty)).await?);
    }
    report(&format!("save: assign to {SAVE_USERS} users"), assigned);
    report(&format!("save: revoke from {SAVE_USERS} users"), revoked);
    Ok(())
}

/// Finds a product, and users without it who have another license and can get it.
async fn changeable(store: &SqlStore, scope: CustomerScope, skus: &[SkuId]) -> Outcome<(SkuId, Vec<UserId>)> {
    for sku in skus {
        buy(store, scope, *sku).await?;
        let none = UserFilter { none_of: vec![*sku], ready: ReadyFilter::Licensed, ..UserFilter::default() };
        let (tried, order) = select(store, scope, &none).await?;
        let selected = store.snapshot(scope, tried).await?;
        let change = asked(*sku, Choice::Fill);
        let plan = plan_for_all(&selected.snapshot, &order, &change, ShortagePolicy::InOrder);
        let changed = plan.users.iter().filter(|user| user.outcome.changes()).map(|user| user.user);
        let users: Vec<UserId> = changed.take(SAVE_USERS).collect();
        if users.len() == SAVE_USERS {
            return Ok((*sku, users));
        }
    }
    Err(format!("no product can be assigned to {SAVE_USERS} users").into())
}

/// Measures one save for all users, from the request to the end of its job.
async fn jobs(store: &SqlStore, scope: CustomerScope, skus: &[SkuId]) -> Outcome<()> {
    let sku = skus.first().copied().ok_or("no products")?;
    for _ in 0..USERS / SAVE_USERS {
        buy(store, scope, sku).await?;
    }
    let selection = SelectionId::new(Uuid::new_v4());
    let all = SelectionChange::Matching(UserFilter::default());
    store.change_selection(scope, selection, &all, server::time::now()).await?;
    // The first save makes all users alike. Each later one changes everybody who can be changed.
    whole(store, scope, selection, asked(sku, Choice::Empty)).await?;
    let (mut accepted, mut ended) = (Vec::new(), Vec::new());
    for choice in [Choice::Fill, Choice::Empty, Choice::Fill, Choice::Empty] {
        let (first, all) = whole(store, scope, selection, asked(sku, choice)).await?;
        accepted.push(first);
        ended.push(all);
    }
    report(&format!("save for {USERS} users: answered"), accepted);
    report(&format!("save for {USERS} users: ended"), ended);
    Ok(())
}

/// Saves for a whole selection. Returns the times to the answer and to the end of the job.
async fn whole(
    store: &SqlStore,
    scope: CustomerScope,
    selection: SelectionId,
    change: Change,
) -> Outcome<(Duration, Duration)> {
    let policy = ShortagePolicy::InOrder;
    let selected = store.snapshot(scope, selection).await?;
    let plan = plan_for_all(&selected.snapshot, &selected.order, &change, policy);
    let changed = plan.users.iter().filter(|user| user.outcome.changes()).count();
    let digest = plan.digest;
    drop(selected);
    tokio::time::sleep(BETWEEN_SAVES).await;
    let request =
        SaveRequest { key: IdempotencyKey::new(Uuid::new_v4()), selection, change, policy, digest, reason: None };
    let began = Instant::now();
    let SaveReply::Saved(_) = store.save(scope, &request, stamp()).await? else { return Err("not saved".into()) };
    let answered = began.elapsed();
    let mut job = store.next_job(server::time::now()).await?.ok_or("no job")?;
    while store.work_chunk(&mut job, stamp()).await? == Step::More {}
    println!("  {changed} users changed");
    Ok((answered, began.elapsed()))
}

/// Measures resetting the passwords of many users, and making temporary ones with the reply that contains them.
async fn passwords(store: &SqlStore, scope: CustomerScope) -> Outcome<()> {
    let (_, order) = select(store, scope, &UserFilter::default()).await?;
    let who = Who::Listed(order.into_iter().take(SAVE_USERS).collect());
    let (mut resets, mut made) = (Vec::new(), Vec::new());
    for _ in 0..SAVES {
        let accounts = store.accounts(scope, &who, &AccountChange::Reset).await?;
        let digest = plan_accounts(&accounts, &AccountChange::Reset).digest;
        let key = IdempotencyKey::new(Uuid::new_v4());
        let request = AccountsRequest { key, who: who.clone(), change: AccountChange::Reset, digest, reason: None };
        tokio::time::sleep(BETWEEN_SAVES).await;
        let began = Instant::now();
        let SaveReply::Saved(operation) = store.change_accounts(scope, &request, stamp()).await? else {
            return Err("not reset".into());
        };
        resets.push(began.elapsed());
        tokio::time::sleep(BETWEEN_SAVES).await;
        let began = Instant::now();
        let out = store.hand_out(scope, operation, Handover::Passwords, app::services::random, stamp()).await?;
        let out = out.ok_or("no passwords")?;
        let reply = serde_json::to_string(&out)?;
        made.push(began.elapsed());
        println!("  {} temporary passwords in {} bytes", out.handed.len(), reply.len());
    }
    report(&format!("reset the passwords of {SAVE_USERS} users"), resets);
    report(&format!("make {SAVE_USERS} temporary passwords"), made);
    Ok(())
}

/// Buys seats for all users of a save.
async fn buy(store: &SqlStore, scope: CustomerScope, sku_id: SkuId) -> Outcome<()> {
    let quantity = SeatQuantity::try_from(i64::try_from(SAVE_USERS)?)?;
    let request = BuyRequest { key: IdempotencyKey::new(Uuid::new_v4()), sku_id, quantity, reason: None };
    store.buy(scope, &request, stamp()).await?;
    Ok(())
}

fn asked(sku: SkuId, choice: Choice) -> Change {
    let mut change = Change::default();
    change.choose(sku, choice);
    change
}

/// Selects matching users with a location, in order, so many that [`SAVE_USERS`] of them would change.
async fn select(store: &SqlStore, scope: CustomerScope, filter: &UserFilter) -> Outcome<(SelectionId, Vec<UserId>)> {
    let selection = SelectionId::new(Uuid::new_v4());
    let size = PageSize::ALL.into_iter().max_by_key(|size| size.get()).unwrap_or_default();
    let mut query = UserQuery { filter: filter.clone(), size, ..UserQuery::default() };
    let mut chosen = 0;
    while chosen < 3 * SAVE_USERS {
        let page = store.users(scope, &query).await?;
        let located = page.rows.iter().filter(|row| row.location.is_some());
        let add: Vec<UserId> = located.map(|row| row.id).take(3 * SAVE_USERS - chosen).collect();
        chosen += add.len();
        let clicks = SelectionChange::Clicks { add, remove: Vec::new() };
        store.change_selection(scope, selection, &clicks, server::time::now()).await?;
        match page.rows.last() {
            Some(last) if page.has_next => query.place = Cursor::After(last.id),
            _ => break,
        }
    }
    Ok((selection, store.snapshot(scope, selection).await?.order))
}

async fn save(store: &SqlStore, scope: CustomerScope, selection: SelectionId, change: Change) -> Outcome<Duration> {
    let policy = ShortagePolicy::EverybodyOrNobody;
    let selected = store.snapshot(scope, selection).await?;
    let digest = plan_for_all(&selected.snapshot, &selected.order, &change, policy).digest;
    tokio::time::sleep(BETWEEN_SAVES).await;
    let request =
        SaveRequest { key: IdempotencyKey::new(Uuid::new_v4()), selection, change, policy, digest, reason: None };
    let began = Instant::now();
    match store.save(scope, &request, stamp()).await? {
        SaveReply::Saved(_) => Ok(began.elapsed()),
        other => Err(format!("not saved: {other:?}").into()),
    }
}

async fn measure<F, R>(name: &str, call: F) -> Outcome<()>
where
    F: Fn() -> R,
    R: Future<Output = Result<(), domain::store::StoreError>>,
{
    call().await?;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        call().await?;
        times.push(began.elapsed());
    }
    report(name, times);
    Ok(())
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let median = times[times.len() / 2];
    let slowest = times.last().copied().unwrap_or_default();
    println!("{name:<44} {:>9}   slowest {:>9}", shown(median), shown(slowest));
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
