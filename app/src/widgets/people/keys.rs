//! The dialog with the keys of an application, and the form of a new key.

use super::application_button::ApplicationButton;
use super::application_command::{ApplicationCommand, KEYS_ID};
use super::fields::TextField;
use super::managing::ManagingPeople;
use super::send_form::FieldsForm;
use super::sending::{Answer, Sending};
use super::shown_key::ShownKey;
use crate::api::applications::{KeyReply, make_key};
use crate::text::applications as words;
use crate::ui::command_table::{Column, CommandTable, RowCommands, StatusCell};
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use domain::access::application::{Application, ApplicationRefused};
use domain::access::application_key::{ApplicationKey, KeyForm, KeyMonths};
use domain::access::people::People;
use domain::directory::password::Secret;
use leptos::prelude::*;

/// The description of a new key.
pub const DESCRIPTION_ID: &str = "key-description";
const MONTHS_ID: &str = "key-months";
const COLUMNS: [Column; 6] = [
    Column::Text(words::DESCRIPTION),
    Column::Text(words::STATUS),
    Column::Text(words::MADE_BY),
    Column::Text(words::CREATED),
    Column::Text(words::EXPIRES),
    Column::Text(words::LAST_USED),
];

/// The dialog. It stays open while a request is under way.
#[component]
pub fn KeysDialog(managing: ManagingPeople) -> impl IntoView {
    let DialogAbout { open, about } = managing.keys;
    let sending = Sending::begin();
    let title = Signal::derive(move || {
        about.with(|about| about.as_ref().map(|one| words::keys_of(&one.name)).unwrap_or_default())
    });
    let may_close = Callback::new(move |()| !sending.busy.get_untracked());
    view! {
        <Dialog open title wide=true may_close>
            {move || {
                about
                    .get()
                    .map(|application| {
                        let application = managing.kept(application);
                        view! {
                            <KeyTable managing application/>
                            <NewKey managing application sending/>
                        }
                    })
            }}
        </Dialog>
    }
}

#[component]
fn KeyTable(managing: ManagingPeople, application: Memo<Application>) -> impl IntoView {
    let is_empty = Memo::new(move |_| application.with(|application| application.keys.is_empty()));
    view! {
        <div class="sessions" id=KEYS_ID tabindex="-1" role="group" aria-label=words::KEYS>
            <Show when=move || !is_empty.get() fallback=|| view! { <p>{words::NO_KEYS}</p> }>
                <CommandTable label=words::KEYS columns=COLUMNS.to_vec()>
                    <For
                        each=move || application.with(|application| application.keys.clone())
                        key=|key| (key.id, key.status, key.last_used)
                        let:key
                    >
                        <KeyRow managing application key/>
                    </For>
                </CommandTable>
            </Show>
        </div>
    }
}

#[component]
fn KeyRow(managing: ManagingPeople, application: Memo<Application>, key: ApplicationKey) -> impl IntoView {
    let ApplicationKey { id, description, made_by, created, expires, last_used, status } = key.clone();
    let command = Signal::derive(move || ApplicationCommand::Revoke(application.get(), key.clone()));
    let last_used = match last_used {
        Some(at) => view! { <Moment at/> }.into_any(),
        None => view! { <span class="muted">{words::NEVER}</span> }.into_any(),
    };
    let button = status.is_live().then(|| {
        view! { <ApplicationButton managing id=format!("revoke-{id}") command/> }
    });
    view! {
        <tr>
            <td class="text name">{named(description)}</td>
            <StatusCell label=words::STATUS off=!status.is_live() status=words::key_status(status)/>
            <td class="text" data-label=words::MADE_BY>
                {named(made_by)}
            </td>
            <td class="text" data-label=words::CREATED>
                <Moment at=created/>
            </td>
            <td class="text" data-label=words::EXPIRES>
                <Moment at=expires/>
            </td>
            <td class="text" data-label=words::LAST_USED>
                {last_used}
            </td>
            <RowCommands>{button}</RowCommands>
        </tr>
    }
}

/// The form of a new key.
#[component]
fn NewKey(
    managing: ManagingPeople,
    application: Memo<Application>,
    sending: Sending<ApplicationRefused>,
) -> impl IntoView {
    let description = RwSignal::new(String::new());
    let months = RwSignal::new(KeyMonths::default());
    sending.clear();
    sending.focus_refused();
    let on_input = Callback::new(move |text| {
        description.set(text);
        sending.forgive(DESCRIPTION_ID);
    });
    let on_send = Callback::new(move |()| {
        let form =
            KeyForm { description: description.get_untracked().trim().to_owned(), months: months.get_untracked() };
        send(managing, sending, &application.get_untracked(), form, description);
    });
    let options = KeyMonths::ALL.map(|count| {
        view! {
            <option value=count.to_string() selected=move || u8::from(months.get()) == count>
                {words::months(count)}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <h3>{words::NEW_KEY_TITLE}</h3>
        <FieldsForm open=managing.keys.open sending send=words::NEW_KEY busy=words::MAKING_KEY on_send>
            <TextField
                id=DESCRIPTION_ID
                label=words::DESCRIPTION
                value=description
                on_input
                error=sending.error(DESCRIPTION_ID)
                hint=words::DESCRIPTION_HINT
                max=domain::access::application_key::DESCRIPTION_MAX
            />
            <div class="field">
                <label for=MONTHS_ID>{words::LASTS}</label>
                <select
                    class="box"
                    id=MONTHS_ID
                    on:change=move |event| {
                        let chosen = event_target_value(&event).parse::<u8>().ok();
                        if let Some(Ok(chosen)) = chosen.map(KeyMonths::try_from) {
                            months.set(chosen);
                        }
                    }
                >
                    {options}
                </select>
            </div>
        </FieldsForm>
    }
}

/// Makes the key, unless the rule refuses it, and shows it.
fn send(
    managing: ManagingPeople,
    sending: Sending<ApplicationRefused>,
    application: &Application,
    form: KeyForm,
    description: RwSignal<String>,
) {
    if sending.busy.get_untracked() {
        return;
    }
    sending.clear();
    if let Some(refused) = untrack(|| managing.refuses_key(application.id, &form)) {
        return sending.refused.set(Some(refused));
    }
    let (id, name, says) = (application.id, application.name.clone(), form.description.clone());
    let ask = async move { make_key(id, form).await.map(Answer::from) };
    managing.send(sending, ask, words::KEY_MADE.to_owned(), move |key| {
        description.set(String::new());
        if let Some(key) = key {
            managing.shown_key.ask(ShownKey { application: name, description: says, key });
        }
    });
}

impl From<KeyReply> for Answer<ApplicationRefused, People, Secret> {
    fn from(reply: KeyReply) -> Self {
        match reply {
            KeyReply::Made { key, people } => Self::Done { shown: people, made: Some(key) },
            KeyReply::Refused(refused) => Self::Refused(refused),
        }
    }
}
