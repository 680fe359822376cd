//! The dialog that adds users of the shown tenant's directory: they are found, ticked and invited.

use super::custom_draft::TypedDuties;
use super::find_field::FindField;
use super::invite_form::IDS;
use super::managing::ManagingPeople;
use super::send_form::{FieldsForm, SendDialog};
use super::sending::Sending;
use super::typed::Typed;
use super::typed_invitations::{InvitationDraft, InviteField, NotInvited, TypedInvitations};
use crate::api::users::list_users;
use crate::error::ApiError;
use crate::state::latest::{Asker, Latest};
use crate::text::people as people_words;
use crate::text::tenants as words;
use crate::ui::named::named;
use crate::widgets::frame::error_view::ErrorView;
use domain::access::invitation_form::{INVITATIONS_MAX, InvitationForm, Invitee};
use domain::access::invited_addresses::AddressesRefused;
use domain::bounds::SEARCH_MAX;
use domain::directory::filter::UserFilter;
use domain::directory::invisible::isolated;
use domain::directory::page::{Cursor, Page, PageSize};
use domain::directory::user::UserRow;
use domain::ids::{CustomerId, UserId};
use domain::store::UserQuery;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The pause after typing before the server is asked, in milliseconds.
const PAUSE_MS: u32 = 200;

/// The users that are found, and those that are ticked. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
struct Finding {
    tenant: CustomerId,
    sought: RwSignal<String>,
    place: RwSignal<Cursor<UserId>>,
    found: RwSignal<Latest<Page<UserRow>>>,
    chosen: RwSignal<BTreeMap<UserId, Invitee>>,
    asker: Asker,
}

impl Finding {
    fn begin(tenant: CustomerId) -> Self {
        let finding = Self {
            tenant,
            sought: RwSignal::new(String::new()),
            place: RwSignal::new(Cursor::First),
            found: RwSignal::new(Latest::Nothing),
            chosen: RwSignal::new(BTreeMap::new()),
            asker: Asker::begin(),
        };
        finding.ask(0);
        finding
    }

    fn ask(self, pause_ms: u32) {
        let search: String = self.sought.get_untracked().trim().chars().take(SEARCH_MAX).collect();
        self.asker.ask_for(self.found, pause_ms, find(self.tenant, search, self.place.get_untracked()));
    }

    fn seek(self) {
        self.place.set(Cursor::First);
        self.ask(PAUSE_MS);
    }

    fn go_to(self, place: Cursor<UserId>) {
        self.place.set(place);
        self.ask(0);
    }

    fn page<T: Default>(self, read: impl FnOnce(&Page<UserRow>) -> T) -> T {
        self.found.with(|found| found.shown().map(read).unwrap_or_default())
    }

    fn choose(self, row: &UserRow, is_chosen: bool) {
        self.chosen.update(|chosen| {
            if is_chosen {
                let (name, sign_in_name) = (row.display_name.clone(), row.upn.clone());
                chosen.insert(row.id, Invitee { name, sign_in_name, directory_user: Some(row.id) });
            } else {
                chosen.remove(&row.id);
            }
        });
    }
}

async fn find(tenant: CustomerId, search: String, place: Cursor<UserId>) -> Result<Page<UserRow>, ApiError> {
    let filter = UserFilter { search, ..UserFilter::default() };
    let query = UserQuery { filter, place, size: PageSize::ALL[0], ..UserQuery::default() };
    list_users(tenant, query, None).await.map(|found| found.page)
}

/// The dialog.
#[component]
pub fn ExistingUsersDialog(managing: ManagingPeople) -> impl IntoView {
    let sending = Sending::begin();
    let title = |_: &CustomerId| words::ADD_EXISTING.to_owned();
    let content = Callback::new(move |tenant| view! { <Form managing tenant sending/> }.into_any());
    view! { <SendDialog dialog=managing.existing sending title content/> }
}

#[component]
fn Form(managing: ManagingPeople, tenant: CustomerId, sending: Sending<NotInvited>) -> impl IntoView {
    let typed = Typed::begin(InvitationDraft::default(), sending);
    let duties = managing.people.with_untracked(|people| TypedDuties::begin(None, &people.customers));
    let finding = Finding::begin(tenant);
    let on_send = Callback::new(move |()| send(managing, finding, typed, duties));
    view! {
        <FieldsForm open=managing.existing.open sending send=people_words::INVITE busy=people_words::INVITING on_send>
            <p>{words::ADD_EXISTING_MEANS}</p>
            <UsersField managing finding typed/>
            {typed.duties_field(IDS, duties, "")}
        </FieldsForm>
    }
}

/// The users of the directory, to be searched and ticked.
#[component]
fn UsersField(managing: ManagingPeople, finding: Finding, typed: TypedInvitations) -> impl IntoView {
    const ID: &str = "invite-addresses";
    const ERROR: &str = "invite-addresses-error";
    let error = typed.sending.error(InviteField::Addresses.id());
    let again = Callback::new(move |()| finding.ask(0));
    let none = move || finding.found.with(|found| found.ready().is_some_and(|page| page.rows.is_empty()));
    view! {
        <fieldset class="choices field-group" aria-describedby=ERROR>
            <legend>{words::DIRECTORY_USERS}</legend>
            <p class="field-error" id=ERROR aria-live="polite">
                {move || error.get()}
            </p>
            <p class="chips">
                <FindField id=ID label=words::FIND_USER described_by=ERROR sought=finding.sought on_input=Callback::new(move |()| finding.seek())/>
                <span class="muted num" role="status">
                    {move || words::chosen(finding.chosen.with(BTreeMap::len))}
                </span>
            </p>
            {move || {
                let failed = finding.found.with(|found| found.error().cloned());
                failed.map(|error| view! { <ErrorView error on_retry=again/> })
            }}
            <div class="members">
                <For each=move || finding.page(|page| page.rows.clone()) key=|row| row.id let:row>
                    <UserChoice managing finding typed row/>
                </For>
                {move || none().then(|| view! { <p class="muted">{words::NO_USER_FOUND}</p> })}
            </div>
            <Pages finding/>
        </fieldset>
    }
}

/// The buttons to the pages before and after.
#[component]
fn Pages(finding: Finding) -> impl IntoView {
    let before = Memo::new(move |_| {
        finding.page(|page| page.rows.first().filter(|_| page.has_previous).map(|row| Cursor::Before(row.id)))
    });
    let after = Memo::new(move |_| {
        finding.page(|page| page.rows.last().filter(|_| page.has_next).map(|row| Cursor::After(row.id)))
    });
    let has_pages = Memo::new(move |_| before.with(Option::is_some) || after.with(Option::is_some));
    let button = move |label: &'static str, place: Memo<Option<Cursor<UserId>>>| {
        view! {
            <button
                type="button"
                class="second"
                aria-disabled=move || place.with(Option::is_none).then_some("true")
                on:click=move |_| {
                    if let Some(place) = place.get_untracked() {
                        finding.go_to(place);
                    }
                }
            >
                {label}
            </button>
        }
    };
    move || {
        has_pages.get().then(|| {
            view! {
                <p class="acts">
                    {button(words::PREVIOUS_USERS, before)} {button(words::NEXT_USERS, after)}
                </p>
            }
        })
    }
}

#[component]
fn UserChoice(managing: ManagingPeople, finding: Finding, typed: TypedInvitations, row: UserRow) -> impl IntoView {
    let (id, name, upn) = (row.id, row.display_name.clone(), row.upn.clone());
    let is_person = managing.people.with_untracked(|people| people.is_person(Some(finding.tenant), id));
    let why_not = match (is_person, row.sign_in_allowed) {
        (true, _) => Some(words::IS_PERSON),
        (false, false) => Some(people_words::BLOCKED),
        (false, true) => None,
    };
    view! {
        <label class="choice">
            <input
                type="checkbox"
                disabled=why_not.is_some()
                prop:checked=move || finding.chosen.with(|chosen| chosen.contains_key(&id))
                on:change=move |event| {
                    finding.choose(&row, event_target_checked(&event));
                    typed.sending.forgive(InviteField::Addresses.id());
                }
            />
            <span>
                {named(name)} " " <span class="muted role-means">{named(upn)}</span>
                {why_not.map(|why_not| view! { <span class="tag">{why_not}</span> })}
            </span>
        </label>
    }
}

/// Invites those who are ticked.
fn send(managing: ManagingPeople, finding: Finding, typed: TypedInvitations, duties: TypedDuties) {
    managing.invite_if_read(typed.sending, managing.existing.open, || {
        let people: Vec<Invitee> = finding.chosen.with_untracked(|chosen| chosen.values().cloned().collect());
        if people.is_empty() {
            return Err(NotInvited::NobodyChosen);
        }
        if people.len() > INVITATIONS_MAX {
            return Err(NotInvited::Addresses(AddressesRefused::TooMany(people.len())));
        }
        let (roles, custom) = duties.read(typed.form.with_untracked(|draft| draft.roles.clone()))?;
        let all = people.iter().map(|one| isolated(&one.sign_in_name).into_owned()).collect();
        let tenant = Some(finding.tenant);
        Ok((InvitationForm { people, roles, custom, tenant, ..InvitationForm::default() }, all))
    });
}
