//! The dialog that selects users by emails, pasted or from a file.

use crate::error::ApiError;
use crate::text::common;
use crate::text::users as words;
use crate::ui::command_result::CommandResult;
use crate::ui::dialog::Dialog;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::users::clipboard::copy;
use crate::widgets::users::emails::emails_in;
use crate::widgets::users::file_text::read_file;
use crate::widgets::users::list::{UserList, use_user_list};
use domain::bounds::TYPED_MAX;
use domain::console::selection::{FoundByAddress, SelectionChange};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Emails per request; larger lists take several requests.
const EMAILS_PER_REQUEST: usize = 10_000;

/// Whether the dialog is open. Passed in a context, because the dialog is in another file.
#[derive(Clone, Copy)]
pub struct SelectByEmailOpen(pub RwSignal<bool>);

/// State of the dialog, kept while it is closed.
#[derive(Clone, Copy)]
struct EmailsDraft {
    text: RwSignal<String>,
    file: RwSignal<Option<FileFound>>,
    working: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    done: RwSignal<Option<SelectedByEmail>>,
}

/// The emails of a file; `None` if it could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileFound {
    name: String,
    emails: Option<Vec<String>>,
}

/// The result.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SelectedByEmail {
    asked: usize,
    found: FoundByAddress,
}

/// The dialog.
#[component]
pub fn SelectByEmail(open: RwSignal<bool>) -> impl IntoView {
    let draft = EmailsDraft {
        text: RwSignal::new(String::new()),
        file: RwSignal::new(None),
        working: RwSignal::new(false),
        error: RwSignal::new(None),
        done: RwSignal::new(None),
    };
    view! {
        <Dialog open title=words::SELECT_BY_EMAIL.trim_end_matches('…').to_owned()>
            <Form draft open/>
        </Dialog>
    }
}

#[component]
fn Form(draft: EmailsDraft, open: RwSignal<bool>) -> impl IntoView {
    let list = use_user_list();
    let emails = Memo::new(move |_| draft.emails());
    let select = Callback::new(move |()| draft.select(list, emails.get_untracked()));
    let cannot = move || draft.working.get() || emails.with(Vec::is_empty);
    let found = move || {
        emails
            .with(|emails| if emails.is_empty() { words::NO_EMAILS.into() } else { words::emails_found(emails.len()) })
    };
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                if !untrack(cannot) {
                    select.run(());
                }
            }
        >
            <div class="field">
                <label for="emails">{words::EMAILS}</label>
                <span id="emails-hint" class="muted">{words::EMAILS_HINT}</span>
                <textarea
                    id="emails"
                    class="box"
                    rows="8"
                    spellcheck="false"
                    aria-describedby="emails-hint"
                    prop:value=move || draft.text.get()
                    on:input=move |event| draft.text.set(event_target_value(&event))
                ></textarea>
            </div>
            <FileField draft/>
            {move || draft.error.get().map(|error| view! { <ErrorView error on_retry=select/> })}
            {move || draft.done.get().map(|done| view! { <HowItWent done/> })}
            <div class="foot">
                <span class="muted" role="status">{found}</span>
                <button type="submit" class="primary" disabled=cannot>
                    {words::SELECT}
                </button>
                <button type="button" class="second" on:click=move |_| open.set(false)>
                    {crate::text::common::CLOSE}
                </button>
            </div>
        </form>
    }
}

#[component]
fn FileField(draft: EmailsDraft) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let on_change = move |_| {
        if let Some(input) = input.get_untracked() {
            read_file(&input, move |name, text| {
                draft.file.try_set(Some(FileFound { name, emails: text.map(|text| emails_in(&text)) }));
            });
        }
    };
    let found = move || {
        draft.file.get().map(|file| match file.emails {
            Some(emails) => words::emails_in_file(emails.len(), &file.name),
            None => words::FILE_UNREADABLE.to_owned(),
        })
    };
    view! {
        <div class="field">
            <label for="email-file">{words::EMAIL_FILE}</label>
            <span id="email-file-hint" class="muted">{words::EMAIL_FILE_HINT}</span>
            <input
                id="email-file"
                node_ref=input
                type="file"
                accept=".txt,.csv,text/plain,text/csv"
                aria-describedby="email-file-hint"
                on:change=on_change
            />
            <span role="status">{found}</span>
        </div>
    }
}

/// The number of selected users, and the emails that were not found.
#[component]
fn HowItWent(done: SelectedByEmail) -> impl IntoView {
    let FoundByAddress { not_found, by_address, of_several } = done.found;
    let missing = not_found.len() + of_several.len();
    let summary = words::selected_by_email(done.asked.saturating_sub(missing), done.asked);
    let kind = if missing + by_address.len() == 0 { NoticeKind::Good } else { NoticeKind::Warn };
    let said = CommandResult::begin();
    let list = not_found.join("\n");
    let missing = not_found.len();
    // Users found by another address are listed, because a different user may have been meant.
    let others = by_address.into_iter().map(|(typed, upn)| words::found_by_address(&typed, &upn));
    let others = others.chain(of_several.into_iter().map(|(typed, upns)| words::of_several(&typed, &upns)));
    let others: Vec<String> = others.collect();
    let to_copy = list.clone();
    let on_copy = move |_| {
        copy(&to_copy, move |done| said.say(if done { words::copied(missing) } else { words::NOT_COPIED.to_owned() }));
    };
    view! {
        <Notice kind>
            <p role="status">{summary}</p>
            {(!others.is_empty())
                .then(|| view! { <ul>{others.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> })}
            {(missing > 0)
                .then(|| {
                    view! {
                        <label class="field">
                            {words::not_found(missing)}
                            <textarea id="emails-not-found" class="box" rows="5" readonly prop:value=list></textarea>
                        </label>
                        <p class="acts">
                            <button type="button" class="second" on:click=on_copy>
                                {common::COPY}
                            </button>
                            {said.view()}
                        </p>
                    }
                })}
        </Notice>
    }
}

impl EmailsDraft {
    /// The emails of text and file, without duplicates.
    fn emails(self) -> Vec<String> {
        let mut all = self.text.get();
        if let Some(emails) = self.file.get().and_then(|file| file.emails) {
            all.push('\n');
            all.push_str(&emails.join("\n"));
        }
        emails_in(&all)
    }

    fn select(self, list: UserList, emails: Vec<String>) {
        self.working.set(true);
        self.error.set(None);
        self.done.set(None);
        spawn_local(async move {
            let result = select_all(list, &emails).await;
            self.working.try_set(false);
            match result {
                Ok(found) => {
                    self.done.try_set(Some(SelectedByEmail { asked: emails.len(), found }));
                }
                Err(error) => {
                    self.error.try_set(Some(error));
                }
            }
        });
    }
}

/// Selects the users with these emails, and returns those that are not a user's own email.
async fn select_all(list: UserList, emails: &[String]) -> Result<FoundByAddress, ApiError> {
    // Requests don't accept longer texts, and no user has such an email.
    let (emails, not_found): (Vec<_>, Vec<_>) =
        emails.iter().cloned().partition(|email| email.chars().count() <= TYPED_MAX);
    let mut all = FoundByAddress { not_found, ..FoundByAddress::default() };
    for some in emails.chunks(EMAILS_PER_REQUEST) {
        let found = list.selection.change(SelectionChange::Upns(some.to_vec())).await?.found;
        all.not_found.extend(found.not_found);
        all.by_address.extend(found.by_address);
        all.of_several.extend(found.of_several);
    }
    list.show_selection_in_url(untrack(|| list.selection.id()));
    Ok(all)
}
