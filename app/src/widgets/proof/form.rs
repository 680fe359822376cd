//! The form of the dialog: the password, and a code where the person has a second factor. The typed text is in memory
//! only, while the dialog is open.

use crate::api::session::prove;
use crate::error::ApiError;
use crate::paths;
use crate::state::proving::ProofQuestion;
use crate::text::common;
use crate::text::proof as words;
use crate::ui::focus::focus;
use crate::widgets::frame::error_view::ErrorView;
use domain::access::proof::{ProofKind, ProofRefused, TypedPassword, TypedProof};
use domain::access::second_factor::{CODE_MAX, CodeText};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The fields.
const PASSWORD: &str = "proof-password";
const CODE: &str = "proof-code";

/// The typed values, and why the latest proof was not accepted. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
struct Typing {
    password: RwSignal<String>,
    code: RwSignal<String>,
    asks_code: RwSignal<bool>,
    refused: RwSignal<Option<ProofRefused>>,
    failed: RwSignal<Option<ApiError>>,
}

impl Typing {
    fn begin(kind: ProofKind) -> Self {
        Self {
            password: RwSignal::new(String::new()),
            code: RwSignal::new(String::new()),
            asks_code: RwSignal::new(kind == ProofKind::PasswordAndCode),
            refused: RwSignal::new(None),
            failed: RwSignal::new(None),
        }
    }

    fn proof(self) -> TypedProof {
        let code = self.asks_code.get_untracked().then(|| CodeText(self.code.get_untracked().trim().to_owned()));
        TypedProof { password: TypedPassword(self.password.get_untracked()), code }
    }

    /// Shows why it was not accepted, at its field.
    fn refuse(self, refused: ProofRefused) {
        if refused.is_about_code() {
            self.asks_code.set(true);
        }
        self.refused.set(Some(refused));
        request_animation_frame(move || focus(if refused.is_about_code() { CODE } else { PASSWORD }));
    }
}

/// The address of the page under the dialog, to come back to. The dialog is in the browser only.
fn here() -> String {
    let place = window().location();
    place.pathname().unwrap_or_default() + &place.search().unwrap_or_default()
}

/// The form. A proof that is accepted answers the question and closes the dialog.
#[component]
pub fn ProofForm(question: ProofQuestion, open: RwSignal<bool>, busy: RwSignal<bool>) -> impl IntoView {
    let typing = Typing::begin(question.kind);
    let send = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        typing.refused.set(None);
        typing.failed.set(None);
        busy.set(true);
        let (proof, question) = (typing.proof(), question.clone());
        spawn_local(async move {
            let answer = prove(proof).await;
            busy.set(false);
            match answer {
                Ok(Ok(())) => {
                    question.answer(true);
                    open.set(false);
                }
                Ok(Err(refused)) => typing.refuse(refused),
                Err(error) => typing.failed.set(Some(error)),
            }
        });
    });
    let is_busy = move || busy.get().then_some("true");
    let cancel = move |_| {
        if !busy.get_untracked() {
            open.set(false);
        }
    };
    view! {
        <form
            class="proof-form"
            on:submit=move |event| {
                event.prevent_default();
                send.run(());
            }
        >
            <p>{words::LEAD}</p>
            <PasswordField typing/>
            {move || typing.asks_code.get().then(|| view! { <CodeField typing/> })}
            <p class="muted">
                {words::BY_PROVIDER} " "
                <a href=paths::confirm_by_provider(&here()) rel="external">
                    {words::CONFIRM_BY_PROVIDER}
                </a>
            </p>
            {move || typing.failed.get().map(|error| view! { <ErrorView error on_retry=send/> })}
            <p class="foot">
                <button type="submit" class="primary" aria-disabled=is_busy aria-busy=is_busy>
                    {move || if busy.get() { words::CHECKING } else { words::CONFIRM }}
                </button>
                <button type="button" class="second" aria-disabled=is_busy on:click=cancel>
                    {common::CANCEL}
                </button>
            </p>
        </form>
    }
}

/// Why the latest proof was not accepted, if it is about this field.
fn refusal(typing: Typing, about_code: bool) -> Signal<Option<ProofRefused>> {
    Signal::derive(move || typing.refused.get().filter(|refused| refused.is_about_code() == about_code))
}

#[component]
fn PasswordField(typing: Typing) -> impl IntoView {
    let refused = refusal(typing, false);
    view! {
        <div class="field">
            <label for=PASSWORD>{words::PASSWORD}</label>
            <input
                class="box"
                id=PASSWORD
                type="password"
                autocomplete="current-password"
                aria-required="true"
                aria-invalid=move || refused.get().map(|_| "true")
                aria-describedby="proof-password-error"
                prop:value=move || typing.password.get()
                on:input=move |event| typing.password.set(event_target_value(&event))
            />
            <p class="field-error" id="proof-password-error" aria-live="polite">
                {move || refused.get().map(|refused| refused.to_string())}
            </p>
        </div>
    }
}

#[component]
fn CodeField(typing: Typing) -> impl IntoView {
    let refused = refusal(typing, true);
    view! {
        <div class="field">
            <label for=CODE>{words::CODE_OR_RECOVERY}</label>
            <input
                class="box"
                id=CODE
                autocomplete="one-time-code"
                autocapitalize="characters"
                spellcheck="false"
                maxlength=CODE_MAX.to_string()
                aria-required="true"
                aria-invalid=move || refused.get().map(|_| "true")
                aria-describedby="proof-code-error"
                prop:value=move || typing.code.get()
                on:input=move |event| typing.code.set(event_target_value(&event))
            />
            <p class="field-error" id="proof-code-error" aria-live="polite">
                {move || refused.get().map(|refused| refused.to_string())}
            </p>
        </div>
    }
}
