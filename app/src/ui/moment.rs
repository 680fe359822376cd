//! A point in time.

use crate::format::{Precision, Zone, machine_time, time_in};
use leptos::prelude::*;

/// A time in the browser's zone, with UTC as tooltip. Before hydration, and without script, the time is in UTC.
#[component]
pub fn Moment(
    /// UTC, epoch milliseconds.
    at: i64,
    #[prop(optional)] precision: Precision,
) -> impl IntoView {
    let zone = RwSignal::new(Zone::UTC);
    Effect::new(move |_| zone.set(zone_here(at)));
    view! {
        <time class="moment" datetime=machine_time(at) title=time_in(Zone::UTC, at, precision)>
            {move || time_in(zone.get(), at, precision)}
        </time>
    }
}

/// The browser's zone at that time, which may change with daylight saving.
#[cfg(feature = "hydrate")]
fn zone_here(at: i64) -> Zone {
    #[allow(clippy::cast_precision_loss, reason = "milliseconds of any realistic year are exact")]
    let behind = js_sys::Date::new(&(at as f64).into()).get_timezone_offset();
    #[allow(clippy::cast_possible_truncation, reason = "a browser is at most 14 hours, in whole minutes, from UTC")]
    let behind = behind as i32;
    Zone(-behind)
}

#[cfg(not(feature = "hydrate"))]
fn zone_here(_: i64) -> Zone {
    Zone::UTC
}
