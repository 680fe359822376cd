//! Step 1: what is done, and with which file.

use super::file_bytes::{is_too_large, read_bytes};
use super::work::Work;
use crate::paths;
use crate::text::upload as words;
use crate::ui::enter::OnEnter;
use crate::ui::focus::focus_first_field;
use domain::upload::error::FileError;
use domain::upload::row::Action;
use leptos::ev::DragEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::FileList;

/// The file that is chosen and not validated yet.
type Chosen = StoredValue<Option<(String, Vec<u8>)>>;

/// The id of what stands in the step.
const FIELDS: &str = "upload-file-fields";

/// Adding or updating; the template; the file, chosen or dropped; `Validate`.
#[component]
pub fn ChooseFile(work: Work) -> impl IntoView {
    let chosen: Chosen = StoredValue::new(None);
    let name = RwSignal::new(None::<String>);
    Effect::new(|_| request_animation_frame(|| focus_first_field(FIELDS, "upload-file")));
    let why_not = move || name.with(Option::is_none).then_some(words::CHOOSE_FIRST);
    let validate = Callback::new(move |()| {
        if let Some((name, bytes)) = chosen.get_value() {
            work.read(name, bytes);
        }
    });
    view! {
        <section aria-labelledby="upload-file">
            <h2 id="upload-file" tabindex="-1">{words::STEP_FILE}</h2>
            <OnEnter run=validate>
                <div id=FIELDS>
                    <ChooseAction work/>
                    <p>
                        <a href=paths::upload_template(work.customer) rel="external" download="">
                            {words::TEMPLATE}
                        </a>
                    </p>
                    <p class="muted">{words::LAYOUTS}</p>
                    <FileField work chosen name/>
                </div>
            </OnEnter>
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
fn ChooseAction(work: Work) -> impl IntoView {
    let choice = move |action: Action| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="upload-action"
                    checked=action == Action::Add
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
            {choice(Action::Add)}
            {choice(Action::Update)}
        </fieldset>
    }
}

#[component]
fn FileField(work: Work, chosen: Chosen, name: RwSignal<Option<String>>) -> impl IntoView {
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
