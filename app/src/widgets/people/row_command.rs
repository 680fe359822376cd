//! The buttons of a row.

use super::command::PersonCommand;
use super::managing::Managing;
use leptos::prelude::*;

/// A command of a row. Its accessible name contains the name of the person or group. While `why_not` gives a reason, the command is
/// disabled: it still accepts focus and touch, and shows the reason.
///
/// `id` must be unique in the page.
#[component]
pub fn RowCommand(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] name: Signal<String>,
    why_not: Memo<Option<String>>,
    on_click: Callback<()>,
    #[prop(optional, into)] busy: Signal<bool>,
) -> impl IntoView {
    let why = format!("{id}-why");
    let reason = StoredValue::new(why.clone());
    let disabled = Memo::new(move |_| why_not.with(Option::is_some));
    let target = move || disabled.get().then(|| reason.get_value());
    view! {
        <button
            type="button"
            id=id
            class="plain command"
            aria-label=move || name.get()
            aria-disabled=move || (disabled.get() || busy.get()).then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-describedby=target
            popovertarget=target
            on:click=move |_| {
                if !disabled.get_untracked() {
                    on_click.run(());
                }
            }
        >
            {move || label.get()}
        </button>
        <div id=why class="bubble" popover="auto">
            {move || why_not.get()}
        </div>
    }
}

/// The button of a command about a person or an invitation.
#[component]
pub fn CommandButton(managing: Managing, #[prop(into)] id: String, command: Signal<PersonCommand>) -> impl IntoView {
    let label = Signal::derive(move || command.with(|command| command.label().to_owned()));
    let name = Signal::derive(move || command.with(PersonCommand::name));
    let why_not =
        Memo::new(move |_| command.with(|command| managing.why_not(command)).map(|refused| refused.to_string()));
    let busy = Signal::derive(move || command.with(|command| managing.is_under_way(command)));
    let on_click = Callback::new(move |()| managing.run(command.get_untracked()));
    view! { <RowCommand id label name why_not on_click busy/> }
}
