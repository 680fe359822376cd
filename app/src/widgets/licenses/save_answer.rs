//! Showing why a save was not saved, and the differences to the plan now.

use crate::text::common;
use crate::text::licenses as words;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::licenses::answered::{Looked, SaveAnswered};
use crate::widgets::licenses::preview::{LicensesPreviewState, lines};
use crate::widgets::licenses::work::ManageWork;
use crate::widgets::operations::differences::{differing, differing_numbers};
use domain::cases::licenses::ManageView;
use leptos::prelude::*;
use std::sync::Arc;

/// The most users in the list.
const SHOWN: usize = 20;

/// The answer to the last save, or a notice that there was none.
#[component]
pub fn SaveAnswer(work: ManageWork) -> impl IntoView {
    view! {
        {move || match work.answer.get() {
            Some(SaveAnswered::Error(error)) => {
                view! { <ErrorView error on_retry=Callback::new(move |()| work.send())/> }.into_any()
            }
            Some(SaveAnswered::Refused(words)) => view! { <Notice kind=NoticeKind::Warn>{alert(words)}</Notice> }.into_any(),
            Some(SaveAnswered::Changed(looked)) => view! { <Changed work looked=*looked/> }.into_any(),
            None => view! { <Unanswered work/> }.into_any(),
        }}
    }
}

fn alert(words: String) -> impl IntoView {
    view! { <p role="alert">{words}</p> }
}

/// The notice that a save of the same change got no answer. The save may date from before a reload.
#[component]
fn Unanswered(work: ManageWork) -> impl IntoView {
    let open = Memo::new(move |_| {
        let sent = work.sending.unanswered.get();
        sent.filter(|sent| !work.sending.busy.get() && work.change.with(|change| *change == sent.change))
    });
    move || {
        open.get().map(|request| {
            view! {
                <Notice kind=NoticeKind::Warn>
                    {alert(words::UNANSWERED.to_owned())}
                    <p>
                        <button type="button" class="second" on:click=move |_| work.post(request.clone())>
                            {common::TRY_AGAIN}
                        </button>
                    </p>
                </Notice>
            }
        })
    }
}

/// The differences between the plan that the person saw and the plan now.
#[component]
fn Changed(work: ManageWork, looked: Looked) -> impl IntoView {
    let title = looked.title.clone();
    let looked = StoredValue::new(looked);
    let found = Memo::new(move |_| {
        let now = work.summary().map(|summary| summary.digest.clone());
        looked.with_value(|looked| {
            if work.preview.with(LicensesPreviewState::is_working) || now.as_ref() == Some(&looked.before.digest) {
                return None;
            }
            let users = looked.lines.as_ref().and_then(|before| {
                let asked = |view: &Arc<ManageView>| {
                    work.choices.with(|choices| lines(view, &choices.change, &choices.in_order))
                };
                let now = work.view.with(asked)?;
                Some(differing(before, &now))
            });
            Some(match users {
                Some(users) => {
                    let line = |user: &crate::widgets::operations::differences::Difference| {
                        format!("{}: was {} → now {}", user.name, user.was, user.now)
                    };
                    (users.iter().take(SHOWN).map(line).collect(), users.len().saturating_sub(SHOWN))
                }
                None => (differing_numbers(&looked.before, &looked.now), 0),
            })
        })
    });
    view! {
        <Notice kind=NoticeKind::Warn>
            {alert(title)}
            {move || match found.get() {
                None => view! { <p>{words::WORKING_OUT}</p> }.into_any(),
                Some((lines, _)) if lines.is_empty() => view! { <p>{words::SAME_NUMBERS}</p> }.into_any(),
                Some((lines, more)) => {
                    view! {
                        <ul class="lines">
                            {lines.into_iter().map(|line: String| view! { <li>{line}</li> }).collect_view()}
                            {(more > 0).then(|| view! { <li class="muted">{words::and_more(more)}</li> })}
                        </ul>
                    }
                        .into_any()
                }
            }}
            <p>{words::SAVE_AGAIN}</p>
        </Notice>
    }
}
