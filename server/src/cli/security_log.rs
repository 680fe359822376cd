//! `tenantry security-log`.

use super::{CliError, say};
use crate::store::SqlStore;
use app::format::moment;
use app::text::security as words;
use clap::Args;
use domain::console::security::SecurityEventRow;
use domain::directory::page::{Cursor, PageSize};
use domain::upload::write::Format;

#[derive(Debug, Args)]
pub(super) struct SecurityLogArgs {
    /// Print only the events of this many days
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=400))]
    days: u16,
}

/// Prints events as CSV, newest first.
pub(super) async fn run(store: &SqlStore, args: &SecurityLogArgs) -> Result<(), CliError> {
    let partner = store.partner().await?;
    let partner = partner.ok_or_else(|| CliError::Refused("There is no partner yet. Add an admin first.".into()))?;
    let since = crate::time::now() - i64::from(args.days) * 24 * 60 * 60 * 1000;
    say(print(&[
        "Date and time (UTC)",
        "Event",
        "Person",
        "Customer",
        "Address",
        "Request",
        words::ROLES,
        words::REFUSED,
    ]));
    let mut place = Cursor::First;
    loop {
        let page = store.security_events_of(partner, place, PageSize::default()).await?;
        let recent = page.rows.iter().take_while(|row| row.at >= since);
        recent.clone().for_each(|row| say(print_row(row)));
        match page.rows.last() {
            Some(last) if page.has_next && recent.count() == page.rows.len() => place = Cursor::After(last.id),
            _ => return Ok(()),
        }
    }
}

fn print(cells: &[&str]) -> String {
    Format::Csv.line(cells).trim_end().to_owned()
}

fn print_row(row: &SecurityEventRow) -> String {
    print(&[
        &moment(row.at),
        row.kind.as_str(),
        &words::person(row),
        &row.customer.map(|customer| customer.to_string()).unwrap_or_default(),
        row.address.as_deref().unwrap_or_default(),
        row.request.as_deref().unwrap_or_default(),
        &row.roles.as_ref().map(|changed| words::roles_changed(changed, usize::MAX)).unwrap_or_default(),
        &words::refused(row).unwrap_or_default(),
    ])
}
