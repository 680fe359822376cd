//! The source of a customer's directory.

use crate::text::frame as words;
use crate::ui::moment::Moment;
use domain::directory::customer::CustomerSource;
use leptos::prelude::*;

/// `Local`, `Imported 23 Nov 2026 10:42 UTC`, `Connected`.
#[component]
pub fn Source(source: CustomerSource) -> impl IntoView {
    match source {
        CustomerSource::Local => words::LOCAL.into_any(),
        CustomerSource::Imported(when) => view! { {words::IMPORTED} " " <Moment at=when/> }.into_any(),
        CustomerSource::Connected => words::CONNECTED.into_any(),
    }
}
