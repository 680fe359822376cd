//! Step 1: the action and the file.

use super::file_bytes::{is_too_large, read_bytes};
use super::step::UploadStep;
use super::work::UploadWork;
use crate::paths;
use crate::text::upload as words;
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::on_page::{LeadsOn, StepHeading, focus_on, step_id};
use domain::upload::error::FileError;
use domain::upload::row::RowAction;
use leptos::ev::DragEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::FileList;

/// The chosen file before it is validated.
type Chosen = StoredValue<Option<(String, Vec<u8>)>>;

/// The choice of adding or updating, the template, the file and `Validate`.
#[component]
pub fn ChooseFile(work: UploadWork) -> impl IntoView {
    let chosen: Chosen = StoredValue::new(None);
    let name = RwSignal::new(None::<String>);
    Effect::new(|_| focus_on(UploadStep::File));
    let why_not = move || name.with(Option::is_none).then_some(words::CHOOSE_FIRST);
    let validate = Callback::new(move |()| {
        if let Some((name, bytes)) = chosen.get_value() {
            work.read(name, bytes);
        }
    });
    view! {
        <section id=step_id(UploadStep::File) aria-labelledby=UploadStep::File.word()>
            <StepHeading step=UploadStep::File/>
            <LeadsOn step=UploadStep::File on_enter=validate>
                    <ChooseAction work/>
                    <p>
                        <a href=paths::upload_template(work.customer) rel="external" download="">
                            {words::TEMPLATE}
                        </a>
                    </p>
                    <p class="muted">{words::LAYOUTS}</p>
                    <FileField work chosen name/>
            </LeadsOn>
            <p class="acts">
                <button
                    type="button"
                    class="primary"
                    aria-disabled=move || why_not().map(|_| "true")
                    aria-describedby="validate-why"
                    on:click=move |_| validate.run(())
                >
                    {words::VALIDATE}
                </button>
                <span id="validate-why" class="muted">
                    {why_not}
                </span>
            </p>
        </section>
    }
}

#[component]
fn ChooseAction(work: UploadWork) -> impl IntoView {
    let choice = move |action: RowAction| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="upload-action"
                    checked=action == RowAction::Add
                    prop:checked=move || work.action.get() == action
                    on:change=move |_| work.choose_action(action)
                />
                <span>
                    {words::action(action)} <span class="muted overwrites">{words::action_means(action)}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend class="quiet">{words::WHAT_TO_DO}</legend>
            {choice(RowAction::Add)}
            {choice(RowAction::Update)}
        </fieldset>
    }
}

#[component]
fn FileField(work: UploadWork, chosen: Chosen, name: RwSignal<Option<String>>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let take = move |files: Option<FileList>| {
        // Until it is read there is none, not the one before.
        chosen.set_value(None);
        name.set(None);
        let Some(file) = files.and_then(|files| files.get(0)) else { return };
        work.forgive();
        if is_too_large(&file) {
            work.refuse(&FileError::TooLarge.to_string());
            return;
        }
        read_bytes(&file, move |file, bytes| {
            if chosen.is_disposed() {
                return;
            }
            match bytes {
                Some(bytes) => {
                    chosen.set_value(Some((file.clone(), bytes)));
                    name.set(Some(file));
                }
                None => work.refuse(words::UNREADABLE),
            }
        });
    };
    // One may be chosen before the page answers, and browsers keep it when one comes back to the page.
    Effect::new(move |_| {
        let files = input.get().and_then(|input| input.files());
        if files.as_ref().is_some_and(|files| files.length() > 0) {
            take(files);
        }
    });
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(input) = input.get_untracked() {
            // So the field names the file that was dropped.
            input.set_files(files.as_ref());
        }
        take(files);
    };
    let drag = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    view! {
        <div class="drop field" class:over=over on:dragover=drag on:dragleave=move |_| over.set(false) on:drop=drop>
            <label for="upload-input">{words::CSV_FILE}</label>
            <input
                id="upload-input"
                node_ref=input
                type="file"
                accept=".csv,.txt,.tsv,text/csv,text/plain"
                aria-describedby="upload-input-hint"
                on:change=move |_| take(input.get_untracked().and_then(|input| input.files()))
            />
            <span id="upload-input-hint" class="muted">
                {words::DROP_HERE} " " {words::limits()}
            </span>
        </div>
    }
}
