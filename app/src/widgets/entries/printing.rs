//! Printing the added users: all of them, not only the page that is shown.

use crate::api::operations::list_outcomes;
use crate::error::ApiError;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::outcome_table::OutcomeTable;
use domain::console::operation::{OutcomeRow, OutcomeTab};
use domain::directory::page::{Cursor, PageSize};
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How many rows are asked for at once.
const SIZE: PageSize = PageSize::ALL[3];

/// Printing the results of an operation. Everything in it is a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Printing {
    customer: CustomerId,
    operation: OperationId,
    /// Whether the rows are being loaded.
    pub busy: RwSignal<bool>,
    rows: RwSignal<Vec<OutcomeRow>>,
    failed: RwSignal<Option<ApiError>>,
}

impl Printing {
    /// Of this operation.
    pub fn begin(customer: CustomerId, operation: OperationId) -> Self {
        Self {
            customer,
            operation,
            busy: RwSignal::new(false),
            rows: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
        }
    }

    /// Loads all rows, then prints.
    pub fn print(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let loaded = all_rows(self.customer, self.operation).await;
            // The page may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match loaded {
                Ok(rows) => {
                    self.rows.set(rows);
                    // All rows are there in the frame after the next.
                    request_animation_frame(|| {
                        request_animation_frame(|| {
                            let _ = window().print();
                        });
                    });
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }
}

async fn all_rows(customer: CustomerId, operation: OperationId) -> Result<Vec<OutcomeRow>, ApiError> {
    let (mut rows, mut place) = (Vec::new(), Cursor::First);
    loop {
        let page = list_outcomes(customer, operation, OutcomeTab::All, place, SIZE).await?;
        let last = page.rows.last().map(|row| row.position).filter(|_| page.has_next);
        rows.extend(page.rows);
        match last {
            Some(position) => place = Cursor::After(position),
            None => return Ok(rows),
        }
    }
}

/// All rows, on paper only and there instead of the table behind it; and why they can't be printed, if so.
#[component]
pub fn Printed(printing: Printing) -> impl IntoView {
    let again = Callback::new(move |()| printing.print());
    view! {
        {move || printing.failed.get().map(|error| view! { <ErrorView error on_retry=again/> })}
        {move || {
            let rows = printing.rows.get();
            (!rows.is_empty())
                .then(|| {
                    view! {
                        <div class="print-list">
                            <OutcomeTable customer=printing.customer rows with_emails=true/>
                        </div>
                    }
                })
        }}
    }
}
