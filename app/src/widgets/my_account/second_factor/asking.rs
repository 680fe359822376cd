//! Requests about the second factor: whether one is under way, and why the latest one did nothing.

use crate::error::ApiError;
use crate::text::second_factor as words;
use crate::ui::focus::focus;
use crate::widgets::frame::error_view::ErrorView;
use domain::access::second_factor::{CODE_MAX, CodeText, SecondFactorRefused};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The state of requests. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct Asking {
    /// Whether a request is under way.
    pub busy: RwSignal<bool>,
    /// Why the latest request was refused.
    pub refused: RwSignal<Option<SecondFactorRefused>>,
    /// Why the latest request failed.
    pub failed: RwSignal<Option<ApiError>>,
}

impl Asking {
    /// Nothing is under way.
    pub fn begin() -> Self {
        Self { busy: RwSignal::new(false), refused: RwSignal::new(None), failed: RwSignal::new(None) }
    }

    /// Sends a request, unless one is under way. `on_done` gets the answer, if the page is still there.
    pub fn send<T: 'static>(
        self,
        ask: impl Future<Output = Result<Result<T, SecondFactorRefused>, ApiError>> + 'static,
        on_done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.refused.set(None);
        self.failed.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let answer = ask.await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(Ok(done)) => on_done(done),
                Ok(Err(refused)) => self.refused.set(Some(refused)),
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }
}

/// A field for a code with its button. `id` must be unique in the page.
#[component]
pub fn CodeForm(
    asking: Asking,
    id: &'static str,
    label: &'static str,
    button: &'static str,
    on_code: Callback<CodeText>,
) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    let busy = move || asking.busy.get().then_some("true");
    let send = Callback::new(move |()| on_code.run(CodeText(code.get_untracked().trim().to_owned())));
    Effect::new(move |_| {
        if asking.refused.get().is_some() {
            focus(id);
        }
    });
    view! {
        <form on:submit=move |event| {
            event.prevent_default();
            send.run(());
        }>
            <div class="field">
                <label for=id>{label}</label>
                <input
                    class="box"
                    id=id
                    autocomplete="one-time-code"
                    autocapitalize="characters"
                    spellcheck="false"
                    maxlength=CODE_MAX.to_string()
                    aria-required="true"
                    aria-invalid=move || asking.refused.get().map(|_| "true")
                    aria-describedby=described_by
                    prop:value=move || code.get()
                    on:input=move |event| {
                        code.set(event_target_value(&event));
                        asking.refused.set(None);
                    }
                />
                <p class="field-error" id=error_id aria-live="polite">
                    {move || asking.refused.get().map(|refused| refused.to_string())}
                </p>
            </div>
            {move || asking.failed.get().map(|error| view! { <ErrorView error on_retry=send/> })}
            <button type="submit" class="primary" aria-disabled=busy aria-busy=busy>
                {move || if asking.busy.get() { words::CHECKING } else { button }}
            </button>
        </form>
    }
}
