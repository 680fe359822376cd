//! The tabs of activity: the log, and the security events beside it. The address selects one.

use super::log::ActivityLog;
use super::log_of::LogOf;
use super::security_events::SecurityEvents;
use crate::state::session::denied;
use crate::text::security as words;
use crate::ui::tabs::{Tab, Tabs};
use crate::widgets::frame::params::query_param;
use domain::access::permission::Permission;
use domain::directory::page::Cursor;
use leptos::prelude::*;

/// The tabs, and the content of the selected one. The security events of all customers have a permission of their own; who sees the log of a
/// customer sees its refusals.
#[component]
pub fn ActivityTabs(#[prop(into)] label: String, whose: LogOf) -> impl IntoView {
    let (title, word) = match whose {
        LogOf::All => (words::SECURITY, "security"),
        LogOf::Customer(_) => (words::REFUSALS, "refusals"),
    };
    let view = query_param("view");
    let shows_security = Memo::new(move |_| view.with(|view| view.as_deref() == Some(word)));
    let no_security = denied(Permission::SeeSecurity);
    let tabs = Signal::derive(move || {
        let tab = |label: &str, href: String, current| Tab { label: label.to_owned(), href, current };
        let current = shows_security.get();
        let has_security = whose != LogOf::All || no_security.with(Option::is_none);
        let security = has_security.then(|| tab(title, whose.security(Cursor::First), current));
        [tab(words::ACTIVITY, whose.address(""), !current)].into_iter().chain(security).collect()
    });
    view! {
        <Tabs label tabs/>
        {move || match shows_security.get() {
            true => view! { <SecurityEvents whose/> }.into_any(),
            false => view! { <ActivityLog whose/> }.into_any(),
        }}
    }
}
