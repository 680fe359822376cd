//! The steps of an upload, one under the other.

use super::choose::ChooseFile;
use super::options::ForOtherRows;
use super::save::Save;
use super::sending::Sending;
use super::table::Rows;
use super::work::{Problem, Work};
use crate::text::licenses;
use crate::text::upload as words;
use crate::ui::enter::OnEnter;
use crate::ui::focus::{focus, focus_first_field};
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::entries::came_back::CameBack;
use crate::widgets::frame::error_view::ErrorView;
use domain::console::entries::UserForm;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// The id of what stands in the last step.
const SAVE: &str = "upload-save-fields";

/// Choosing a file; once one is read, its rows, what they leave open, and saving.
#[component]
pub fn Steps(customer: CustomerId, form: UserForm) -> impl IntoView {
    let work = Work::begin(customer, form);
    let sending = Sending::begin(work);
    let is_read = Memo::new(move |_| work.draft.with(Option::is_some).then(|| work.file_number.get()));
    let look_up = Callback::new(move |()| work.look_up());
    let start_again = Callback::new(move |()| work.start_over());
    let to_save = Callback::new(move |()| focus_first_field(SAVE, "upload-save"));
    view! {
        <div class="upload">
            <CameBack came_back=work.came_back on_start_again=start_again/>
            <ChooseFile work/>
            {move || match work.problem.get() {
                Some(Problem::Words(words)) => view! { <Notice kind=NoticeKind::Bad>{words}</Notice> }.into_any(),
                Some(Problem::Error(error)) => view! { <ErrorView error on_retry=look_up/> }.into_any(),
                Some(Problem::NotDecoded(error, chosen)) => {
                    view! { <ErrorView error on_retry=Callback::new(move |()| work.read_in(chosen))/> }.into_any()
                }
                None => ().into_any(),
            }}
            {move || work.decoding.get().then(|| view! { <p class="muted" role="status">{words::DECODING}</p> })}
            {move || {
                is_read
                    .get()
                    .map(|_| {
                        // What the browser kept is there without anybody having gone on.
                        if work.has_bytes() {
                            request_animation_frame(|| focus("upload-rows"));
                        }
                        view! {
                            <section aria-labelledby="upload-rows">
                                <h2 id="upload-rows" tabindex="-1">{words::STEP_ROWS}</h2>
                                <Unanswered sending/>
                                <Rows work/>
                            </section>
                            <section aria-labelledby="upload-others">
                                <h2 id="upload-others">{words::STEP_OTHERS}</h2>
                                <OnEnter run=to_save>
                                    <ForOtherRows work/>
                                </OnEnter>
                            </section>
                            <section aria-labelledby="upload-save">
                                <h2 id="upload-save" tabindex="-1">{words::STEP_SAVE}</h2>
                                <div id=SAVE>
                                    <Save work sending/>
                                </div>
                            </section>
                        }
                    })
            }}
        </div>
    }
}

/// That a save got no answer, above rows that may be wrong only because it is done; and sending it again.
#[component]
fn Unanswered(sending: Sending) -> impl IntoView {
    move || {
        sending.is_unanswered().then(|| {
            view! {
                <Notice kind=NoticeKind::Warn>
                    <p>{licenses::UNANSWERED}</p>
                    <button
                        type="button"
                        class="second"
                        aria-disabled=move || sending.why_not().map(|_| "true")
                        on:click=move |_| sending.save()
                    >
                        {licenses::TRY_AGAIN}
                    </button>
                </Notice>
            }
        })
    }
}
