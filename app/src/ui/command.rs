//! A button of a command bar.

use leptos::prelude::*;

/// A command. While `why_not` gives a reason it cannot be used: it still takes focus and touch, and shows the reason.
///
/// `id` is unique in the page.
#[component]
pub fn Command(
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    on_click: Callback<()>,
    #[prop(optional, into)] why_not: Signal<Option<String>>,
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
            aria-disabled=move || disabled.get().then_some("true")
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
