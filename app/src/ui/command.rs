//! A button that gives a command: of a command bar, a row or a panel.

use super::icon::Icon;
use leptos::prelude::*;

/// A command. While `why_not` gives a reason, the command is disabled: it still accepts focus and touch, and shows the
/// reason. `name` is its accessible name where the label alone does not tell it from others; it contains the label. `look` is the
/// style of the button.
///
/// `id` must be unique in the page.
#[component]
pub fn Command(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    on_click: Callback<()>,
    #[prop(optional, into)] name: Option<Signal<String>>,
    #[prop(optional, into)] why_not: Signal<Option<String>>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(optional)] class: &'static str,
    #[prop(default = "plain")] look: &'static str,
) -> impl IntoView {
    let why = format!("{id}-why");
    let reason = StoredValue::new(why.clone());
    let disabled = Memo::new(move |_| why_not.with(Option::is_some));
    let target = move || disabled.get().then(|| reason.get_value());
    view! {
        <button
            type="button"
            id=id
            class=format!("{look} command {class}")
            aria-label=name
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
            {icon.map(Icon::draw)}
            {move || label.get()}
        </button>
        <div id=why class="bubble" popover="auto">
            {move || why_not.get()}
        </div>
    }
}
