//! Telling others about added users: by email, on paper.

use crate::api::operations::list_outcomes;
use crate::paths;
use crate::state::session::known_customer_name;
use crate::text::common;
use crate::text::{entries as words, licenses};
use crate::widgets::entries::printing::Printing;
use domain::console::operation::{OperationCounts, OutcomeRow, OutcomeTab};
use domain::directory::page::{Cursor, PageSize};
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::*;

/// The length of an address that programs accept, in characters.
const ADDRESS_MAX: usize = 1_800;
/// More users than such an address has room for.
const NAMED_MAX: usize = 50;

/// `E-mail` and `Print`. The email names the added users; it contains no secret.
#[component]
pub fn EmailCommand(
    customer: CustomerId,
    operation: OperationId,
    counts: OperationCounts,
    printing: Printing,
) -> impl IntoView {
    let rows = LocalResource::new(move || async move {
        let mut done = Vec::new();
        // Those who were added without their licenses stand among the errors, with those who were not added at all.
        for tab in [OutcomeTab::Successful, OutcomeTab::Errors] {
            if is_enough(&done, counts.changed) {
                break;
            }
            let page = list_outcomes(customer, operation, tab, Cursor::First, PageSize::LARGEST).await.ok()?;
            done.extend(page.rows.into_iter().filter(is_done));
        }
        Some(done)
    });
    let customer_name = known_customer_name();
    let href = move || {
        let rows = rows.get().flatten()?;
        let name = customer_name.get();
        let origin = location().origin().unwrap_or_default();
        let address = format!("{origin}{}", paths::operation(customer, operation));
        Some(mail(&words::mail_subject(&name, counts.changed), &rows, counts.changed, &address))
    };
    view! {
        <a class="plain" href=href rel="external">
            {words::EMAIL_RESULT}
        </a>
        <button
            type="button"
            class="plain"
            aria-disabled=move || printing.busy.get().then_some("true")
            aria-busy=move || printing.busy.get().then_some("true")
            on:click=move |_| printing.print()
        >
            {common::PRINT}
        </button>
    }
}

/// Whether something was done for the user.
fn is_done(row: &OutcomeRow) -> bool {
    row.outcome.changes()
}

/// Whether these are all, or more than an email names.
fn is_enough(done: &[OutcomeRow], changed: i64) -> bool {
    done.len() >= NAMED_MAX || i64::try_from(done.len()).is_ok_and(|done| done >= changed)
}

/// The address that begins an email: as many users as fit, how many more there are, and where all of them stand.
fn mail(subject: &str, rows: &[OutcomeRow], users: i64, address: &str) -> String {
    let escape = |text: &str| paths::escape(text).replace('/', "%2F");
    let mut mail = format!("mailto:?subject={}&body=", escape(subject));
    let end = |listed: usize| {
        let more = users - i64::try_from(listed).unwrap_or_default();
        let more = if more > 0 {
            format!("{}\r\n", licenses::and_more(usize::try_from(more).unwrap_or_default()))
        } else {
            String::new()
        };
        escape(&format!("{more}\r\n{address}\r\n"))
    };
    let mut listed = 0;
    for row in rows {
        let line = escape(&format!("{}\r\n", words::mail_line(&row.name, &row.upn)));
        if mail.len() + line.len() + end(listed).len() > ADDRESS_MAX {
            break;
        }
        mail.push_str(&line);
        listed += 1;
    }
    mail.push_str(&end(listed));
    mail
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::console::operation::Whereabouts;
    use domain::rules::outcome_kind::OutcomeKind;

    fn row(at: usize) -> OutcomeRow {
        OutcomeRow {
            position: 0,
            user: "6fd2c87f-b296-42f0-b197-1e91e994b900".parse().unwrap(),
            name: format!("User {at}"),
            upn: format!("user.{at}@fabrikam.com"),
            outcome: OutcomeKind::Added,
            code: None,
            message: String::new(),
            now: Whereabouts::Listed,
            licenses_now: Vec::new(),
            plans_off: Vec::new(),
        }
    }

    #[test]
    fn an_email_names_everybody_where_they_fit() {
        let rows: Vec<_> = (1..=2).map(row).collect();
        assert_eq!(
            mail("Two & more", &rows, 2, "https://x/y"),
            "mailto:?subject=Two%20%26%20more&body=User%201%20%3Cuser.1%40fabrikam.com%3E%0D%0A\
             User%202%20%3Cuser.2%40fabrikam.com%3E%0D%0A%0D%0Ahttps%3A%2F%2Fx%2Fy%0D%0A"
        );
    }

    #[test]
    fn who_failed_or_stayed_is_not_named_and_who_was_added_in_part_is() {
        let with = |outcome| OutcomeRow { outcome, code: Some("CountViolation".into()), ..row(1) };
        assert!(is_done(&with(OutcomeKind::Added)) && is_done(&row(1)));
        assert!(
            [OutcomeKind::Failed, OutcomeKind::Unchanged, OutcomeKind::LeftOut]
                .map(with)
                .iter()
                .all(|row| !is_done(row))
        );
        let rows: Vec<_> = (1..=NAMED_MAX).map(row).collect();
        assert!(is_enough(&rows, 1_000) && is_enough(&rows[..3], 3));
        assert!(!is_enough(&rows[..3], 4) && is_enough(&[], 0));
    }

    #[test]
    fn an_email_says_how_many_it_does_not_name() {
        let rows: Vec<_> = (1..=50).map(row).collect();
        let mail = mail("Many", &rows, 1_200, "https://x/y");
        assert!(mail.len() <= ADDRESS_MAX && mail.contains("and%201%2C1"), "{mail}");
    }
}
