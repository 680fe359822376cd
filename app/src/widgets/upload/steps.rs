//! The page with the steps of an upload.

use super::choose::ChooseFile;
use super::options::ForOtherRows;
use super::save::Save;
use super::sending::UploadSending;
use super::step::UploadStep;
use super::table::Rows;
use super::work::{UploadProblem, UploadWork};
use crate::text::common;
use crate::text::licenses;
use crate::text::upload as words;
use crate::ui::focus::focus;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::came_back::CameBack;
use crate::widgets::wizard::on_page::{LeadsOn, StepHeading, step_id};
use domain::console::entries::UserForm;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// The steps of an upload. The first chooses a file. The others appear once a file is read.
#[component]
pub fn Steps(customer: CustomerId, form: UserForm) -> impl IntoView {
    let work = UploadWork::begin(customer, form);
    let sending = UploadSending::begin(work);
    let is_read = Memo::new(move |_| work.draft.with(Option::is_some).then(|| work.file_number.get()));
    let look_up = Callback::new(move |()| work.look_up());
    let start_again = Callback::new(move |()| work.start_over());
    view! {
        <div class="upload">
            <CameBack came_back=work.came_back on_start_again=start_again/>
            <ChooseFile work/>
            {move || match work.problem.get() {
                Some(UploadProblem::Words(words)) => view! { <Notice kind=NoticeKind::Bad>{words}</Notice> }.into_any(),
                Some(UploadProblem::Error(error)) => view! { <ErrorView error on_retry=look_up/> }.into_any(),
                Some(UploadProblem::NotDecoded(error, chosen)) => {
                    view! { <ErrorView error on_retry=Callback::new(move |()| work.read_in(chosen))/> }.into_any()
                }
                None => ().into_any(),
            }}
            {move || work.decoding.get().then(|| view! { <p class="muted" role="status">{words::DECODING}</p> })}
            {move || {
                is_read
                    .get()
                    .map(|_| {
                        // A stored draft is there without the person going on, so the focus stays.
                        if work.has_bytes() {
                            request_animation_frame(|| focus(UploadStep::Rows.word()));
                        }
                        view! {
                            <section aria-labelledby=UploadStep::Rows.word()>
                                <StepHeading step=UploadStep::Rows/>
                                <Unanswered sending/>
                                <Rows work/>
                            </section>
                            <section aria-labelledby=UploadStep::Others.word()>
                                <StepHeading step=UploadStep::Others/>
                                <LeadsOn step=UploadStep::Others>
                                    <ForOtherRows work/>
                                </LeadsOn>
                            </section>
                            <section id=step_id(UploadStep::Save) aria-labelledby=UploadStep::Save.word()>
                                <StepHeading step=UploadStep::Save/>
                                <Save work sending/>
                            </section>
                        }
                    })
            }}
        </div>
    }
}

/// The notice that a save got no answer, and the button that sends it again. It is above the rows, which may have errors only
/// because the save succeeded.
#[component]
fn Unanswered(sending: UploadSending) -> impl IntoView {
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
                        {common::TRY_AGAIN}
                    </button>
                </Notice>
            }
        })
    }
}
