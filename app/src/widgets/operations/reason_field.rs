//! `Reason or ticket`, where something is saved, undone or bought.

use crate::state::session::{reason_policy, session_asker};
use crate::text::operations as words;
use domain::console::reason::{REASON_MAX, Reason, ReasonError, ReasonPolicy};
use leptos::prelude::*;

/// A reason as it is typed in a dialog.
#[derive(Clone, Copy)]
pub struct TypedReason {
    typed: RwSignal<String>,
    missed: RwSignal<bool>,
    policy: Memo<ReasonPolicy>,
    ask_session_again: Callback<()>,
}

impl TypedReason {
    /// Nothing typed yet.
    pub fn begin() -> Self {
        Self {
            typed: RwSignal::new(String::new()),
            missed: RwSignal::new(false),
            policy: reason_policy(),
            ask_session_again: session_asker(),
        }
    }

    /// The typed reason. From now on the field shows its fault.
    ///
    /// # Errors
    /// Its fault.
    pub fn read(self) -> Result<Option<Reason>, ReasonError> {
        self.missed.set(true);
        self.policy.with_untracked(|policy| self.typed.with_untracked(|typed| policy.read(typed)))
    }

    /// The server wants one, which the page did not know.
    pub fn is_required(self) {
        self.missed.set(true);
        self.ask_session_again.run(());
    }

    /// Its field.
    pub fn field(self, id: &'static str) -> impl IntoView {
        let on_typed = Callback::new(move |text| self.typed.set(text));
        view! { <ReasonField id typed=self.typed on_typed missed=self.missed/> }
    }
}

/// The field, if the partner asks for reasons. A fault of the typed text is shown at once; that nothing was typed
/// only once it was missed.
#[component]
pub fn ReasonField(
    id: &'static str,
    #[prop(into)] typed: Signal<String>,
    on_typed: Callback<String>,
    #[prop(into)] missed: Signal<bool>,
) -> impl IntoView {
    let policy = reason_policy();
    let wrong = Memo::new(move |_| {
        let error = typed.with(|typed| policy.get().read(typed)).err()?;
        (error != ReasonError::Missing || missed.get()).then(|| error.to_string())
    });
    let error_id = format!("{id}-error");
    move || {
        let policy = policy.get();
        let error_id = error_id.clone();
        (policy != ReasonPolicy::Off).then(|| {
            view! {
                <div class="field reason">
                    <label for=id>
                        {words::REASON} " "
                        {(policy == ReasonPolicy::Optional).then(|| view! { <span class="muted">{words::OPTIONAL}</span> })}
                    </label>
                    <input
                        id=id
                        class="box"
                        autocomplete="off"
                        maxlength=(REASON_MAX * 2).to_string()
                        aria-required=(policy == ReasonPolicy::Required).then_some("true")
                        aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                        aria-describedby=error_id.clone()
                        prop:value=move || typed.get()
                        on:input=move |event| on_typed.run(event_target_value(&event))
                    />
                    <p class="field-error" id=error_id aria-live="polite">
                        {move || wrong.get()}
                    </p>
                </div>
            }
        })
    }
}
