//! The question before licenses are taken away.

use crate::text::licenses as words;
use crate::ui::dialog::Dialog;
use crate::ui::named::named;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::licenses::work::ManageWork;
use crate::widgets::operations::typed_count::{TypedCount, confirms};
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;

/// Asks before revoking. It names the revoked licenses, the number of failures, and the users without a license afterwards with
/// the consequences for their data.
#[component]
pub fn ConfirmRevoke(work: ManageWork) -> impl IntoView {
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
fn Question(work: ManageWork, summary: PlanSummary) -> impl IntoView {
    let losing = summary.losing;
    let wrong = RwSignal::new(false);
    let typed = move || work.choices.with(|choices| choices.typed_count.clone());
    let confirm = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !confirms(&untrack(typed), losing) {
            wrong.set(true);
            return;
        }
        work.confirming.set(false);
        work.send();
    };
    let more = summary.left_unlicensed.saturating_sub(summary.first_left_unlicensed.len());
    view! {
        <form on:submit=confirm>
            <p>{words::revokes(&summary.revoked_products)}</p>
            {(summary.direct_removed > 0).then(|| view! { <p>{words::direct_removed(summary.direct_removed)}</p> })}
            {(summary.failed > 0).then(|| view! { <p>{words::others_fail(summary.failed)}</p> })}
            {match summary.left_unlicensed {
                0 => view! { <p>{words::left_unlicensed(0)}</p> }.into_any(),
                users => {
                    view! {
                        <Notice kind=NoticeKind::Warn>
                            <p>{words::left_unlicensed(users)}</p>
                            <ul class="lines left-unlicensed">
                                {summary
                                    .first_left_unlicensed
                                    .into_iter()
                                    .map(|name| view! { <li>{named(name)}</li> })
                                    .collect_view()}
                                {(more > 0).then(|| view! { <li>{words::and_more(more)}</li> })}
                            </ul>
                            <p><b>{words::REVOKE_WARNING}</b></p>
                        </Notice>
                    }
                        .into_any()
                }
            }}
            <TypedCount
                count=losing
                users=words::WHO_LOSE
                typed=Signal::derive(typed)
                on_typed=Callback::new(move |text| work.choices.update(|choices| choices.typed_count = text))
                wrong
            />
            <p class="foot">
                <button type="submit" class="primary">{words::REVOKE}</button>
                <button type="button" class="second" on:click=move |_| work.confirming.set(false)>{words::DONT_SAVE}</button>
            </p>
        </form>
    }
}
