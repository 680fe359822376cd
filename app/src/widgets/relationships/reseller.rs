//! The reseller relationship, and the commands.

use super::command::{RelationshipCommand, reseller_button};
use super::managing::ManagingRelationships;
use crate::text::relationships as words;
use crate::ui::command::Command;
use crate::ui::moment::Moment;
use domain::access::reseller::{ResellerEvent, ResellerRelationship};
use leptos::prelude::*;

/// The state, since when it is so, and the commands that it allows.
#[component]
pub fn Reseller(managing: ManagingRelationships) -> impl IntoView {
    let state = Memo::new(move |_| managing.shown.with(|shown| shown.reseller));
    let command = move |event: ResellerEvent| {
        let command = RelationshipCommand::Reseller(event);
        let label = command.label();
        let on_click = Callback::new(move |()| managing.run(command.clone()));
        view! { <Command id=reseller_button(event) label on_click why_not=managing.denied class="second"/> }
    };
    let commands = move || {
        let events: &[ResellerEvent] = match state.get() {
            ResellerRelationship::None | ResellerRelationship::Removed(_) => &[ResellerEvent::Request],
            ResellerRelationship::Requested(_) => &[ResellerEvent::Accept, ResellerEvent::Remove],
            ResellerRelationship::Accepted(_) => &[ResellerEvent::Remove],
        };
        events.iter().map(|event| command(*event)).collect_view()
    };
    let since = move || match (state.get(), state.get().moment()) {
        (_, Some(at)) => view! { " " <Moment at/> }.into_any(),
        (ResellerRelationship::Accepted(_), None) => view! { " (" {words::BEFORE} ")" }.into_any(),
        (_, None) => ().into_any(),
    };
    view! {
        <h2>{words::RESELLER}</h2>
        <p class="reseller">
            <b>{move || words::reseller(state.get())}</b>
            <span class="muted">{since}</span>
        </p>
        <div class="acts">{commands}</div>
    }
}
