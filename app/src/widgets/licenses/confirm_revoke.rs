//! The question before licenses are taken away.

use super::work::Work;
use crate::text::licenses as words;
use crate::ui::dialog::Dialog;
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;

/// Above so many users who lose a license the count is typed.
const TYPED_ABOVE: usize = 20;

/// Asks before revoking: who is left unlicensed, and what that means for their data.
#[component]
pub fn ConfirmRevoke(work: Work) -> impl IntoView {
    let title = Signal::derive(move || {
        let customer = work.customer_name.get();
        work.summary().map(|summary| words::revoke_title(&customer, &summary)).unwrap_or_default()
    });
    view! {
        <Dialog open=work.confirming title>
            {move || work.summary().map(|summary| view! { <Question work summary=(*summary).clone()/> })}
        </Dialog>
    }
}

#[component]
fn Question(work: Work, summary: PlanSummary) -> impl IntoView {
    let losing = summary.losing;
    let wrong = RwSignal::new(false);
    let typed = move || work.choices.with(|choices| choices.typed_count.clone());
    let confirm = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if losing > TYPED_ABOVE && !is_count(&untrack(typed), losing) {
            wrong.set(true);
            return;
        }
        work.confirming.set(false);
        work.send();
    };
    let more = summary.left_unlicensed.saturating_sub(summary.first_left_unlicensed.len());
    view! {
        <form on:submit=confirm>
            <p>{words::left_unlicensed(summary.left_unlicensed)}</p>
            {(summary.left_unlicensed > 0)
                .then(|| {
                    view! {
                        <ul class="lines left-unlicensed">
                            {summary
                                .first_left_unlicensed
                                .into_iter()
                                .map(|name| view! { <li>{name}</li> })
                                .collect_view()}
                            {(more > 0).then(|| view! { <li>{words::and_more(more)}</li> })}
                        </ul>
                        <p><b>{words::REVOKE_WARNING}</b></p>
                    }
                })}
            {(losing > TYPED_ABOVE)
                .then(|| {
                    view! {
                        <label class="field">
                            <span>{words::type_count(losing)}</span>
                            <input
                                class="box"
                                inputmode="numeric"
                                autocomplete="off"
                                prop:value=typed
                                aria-invalid=move || wrong.get().then_some("true")
                                aria-describedby="count-error"
                                on:input=move |event| {
                                    wrong.set(false);
                                    work.choices.update(|choices| choices.typed_count = event_target_value(&event));
                                }
                            />
                        </label>
                        <p class="field-error" id="count-error" role="alert">
                            {move || wrong.get().then(|| words::wrong_count(losing))}
                        </p>
                    }
                })}
            <p class="foot">
                <button type="submit" class="primary">{words::REVOKE}</button>
                <button type="button" class="second" on:click=move |_| work.confirming.set(false)>{words::KEEP}</button>
            </p>
        </form>
    }
}

/// Whether the typed text is the count; commas and spaces around it are let pass.
fn is_count(typed: &str, count: usize) -> bool {
    typed.trim().replace(',', "").parse() == Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typed_count_must_be_the_count() {
        assert!(is_count(" 1,021 ", 1021));
        for typed in ["", "21", "1021 users", "-1021"] {
            assert!(!is_count(typed, 1021), "{typed}");
        }
    }
}
