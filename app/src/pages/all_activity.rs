//! The activity log of all customers, and security events.

use crate::paths;
use crate::state::session::denied;
use crate::text::frame::ALL_ACTIVITY;
use crate::text::security as words;
use crate::ui::tabs::{Tab, Tabs};
use crate::widgets::activity::log::ActivityLog;
use crate::widgets::activity::log_of::LogOf;
use crate::widgets::activity::security_events::SecurityEvents;
use crate::widgets::frame::page_frame::PageFrame;
use crate::widgets::frame::params::query_param;
use domain::access::permission::Permission;
use leptos::prelude::*;

/// Activity of all customers, or security events, depending on the address.
#[component]
pub fn AllActivityPage() -> impl IntoView {
    let view = query_param("view");
    let shows_sign_ins = Memo::new(move |_| view.with(|view| view.as_deref() == Some("sign-ins")));
    let no_sign_ins = denied(Permission::SeeSecurity);
    let tabs = Signal::derive(move || {
        let tab = |label: &str, href: &str, current| Tab { label: label.to_owned(), href: href.to_owned(), current };
        let current = shows_sign_ins.get();
        let sign_ins = no_sign_ins.with(Option::is_none).then(|| tab(words::SIGN_INS, paths::SIGN_INS, current));
        [tab(words::ACTIVITY, paths::ACTIVITY, !current)].into_iter().chain(sign_ins).collect()
    });
    view! {
        <PageFrame title=ALL_ACTIVITY>
            <Tabs label=ALL_ACTIVITY tabs/>
            {move || match shows_sign_ins.get() {
                true => view! { <SecurityEvents/> }.into_any(),
                false => view! { <ActivityLog whose=LogOf::All/> }.into_any(),
            }}
        </PageFrame>
    }
}
