//! The dialog that creates a user in the directory of the shown tenant and invites that user.

use super::created::{Created, CreatedDialog};
use super::groups::GroupsField;
use super::typed::{ACTIONS, CUSTOMERS, NewPersonDraft, NotCreated, REASON, ROLES};
use crate::api::customers::get_customer;
use crate::api::new_person::{NewPersonReply, create_person};
use crate::error::ApiError;
use crate::state::latest::{Asker, Latest};
use crate::state::send_once::SendOnce;
use crate::state::storage::fresh_id;
use crate::text::common;
use crate::text::new_person as words;
use crate::text::tenants::CREATE_USER;
use crate::ui::dialog_about::DialogAbout;
use crate::widgets::entries::adding::domains_of;
use crate::widgets::entries::draft::NewUser;
use crate::widgets::entries::fields::{EmailField, Fields, LocationField, ProfileTextField};
use crate::widgets::entries::form::FormChange;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::reason_field::TypedReason;
use crate::widgets::people::custom_draft::TypedDuties;
use crate::widgets::people::duties::DutiesIds;
use crate::widgets::people::managing::ManagingPeople;
use crate::widgets::people::send_form::{SendDialog, SendForm};
use crate::widgets::people::sending::{Answer, Sending};
use crate::widgets::people::typed::Typed;
use domain::access::people::People;
use domain::access::person_refused::PersonRefused;
use domain::console::new_person::{NewPersonRefused, NewPersonRequest, check_new_person};
use domain::directory::customer::Customer;
use domain::directory::profile_field::ProfileField;
use domain::ids::{CustomerId, UserId};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The ids of the parts for roles and custom permissions.
const IDS: DutiesIds = DutiesIds {
    kind: "new-person-access",
    roles: ROLES,
    actions: ACTIONS,
    reach: "new-person-reach",
    customers: CUSTOMERS,
};

/// The dialog, and the one that shows the created secrets once.
#[component]
pub fn NewPersonDialogs(managing: ManagingPeople) -> impl IntoView {
    let sending = Sending::begin();
    let created = DialogAbout::begin();
    let title = |_: &CustomerId| CREATE_USER.to_owned();
    let content = Callback::new(move |tenant| view! { <Loaded managing tenant sending created/> }.into_any());
    view! {
        <SendDialog dialog=managing.create sending title content/>
        <CreatedDialog created/>
    }
}

/// The form, once the domains and the country of the tenant are known.
#[component]
fn Loaded(
    managing: ManagingPeople,
    tenant: CustomerId,
    sending: Sending<NotCreated>,
    created: DialogAbout<Created>,
) -> impl IntoView {
    let customer = RwSignal::new(Latest::<Customer>::Nothing);
    let asker = Asker::begin();
    let ask = move || {
        asker.ask_for(customer, 0, async move { get_customer(tenant).await.map(|(customer, _)| customer) });
    };
    ask();
    let again = Callback::new(move |()| ask());
    move || match customer.get() {
        Latest::Ready(customer) => match fresh_id().and_then(|id| id.parse::<UserId>().ok()) {
            Some(id) => view! { <Form managing id customer sending created/> }.into_any(),
            None => view! { <p class="note bad">{words::NO_IDS}</p> }.into_any(),
        },
        Latest::Failed(error, _) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
        Latest::Nothing | Latest::Working(_) => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
    }
}

#[component]
fn Form(
    managing: ManagingPeople,
    id: UserId,
    customer: Customer,
    sending: Sending<NotCreated>,
    created: DialogAbout<Created>,
) -> impl IntoView {
    let user = NewUser::blank(id, &customer);
    let draft = NewPersonDraft { user, roles: BTreeSet::new(), groups: BTreeSet::new() };
    let typed = Typed::begin(draft, sending);
    let duties = managing.people.with_untracked(|people| TypedDuties::begin(None, &people.customers));
    let reason = TypedReason::begin();
    let fields = profile_fields(typed, &customer);
    let once = SendOnce::kept_under(format!("new-person:{}", customer.id));
    let on_send = Callback::new(move |()| match read(managing, once, &customer, (typed, duties, reason)) {
        Ok(request) => send(managing, (sending, once), created, request),
        Err(refused) => sending.refused.set(Some(refused)),
    });
    let label = Signal::derive(move || if sending.busy.get() { words::CREATING } else { words::CREATE });
    view! {
        <SendForm
            class="person-form"
            button_class="primary"
            open=managing.create.open
            sending
            notice=sending.notice()
            label
            on_send
        >
            <p>{words::CREATE_MEANS}</p>
            <div class="pair">
                <ProfileTextField fields field=ProfileField::FirstName/>
                <ProfileTextField fields field=ProfileField::LastName/>
            </div>
            <ProfileTextField fields field=ProfileField::DisplayName required=true/>
            <EmailField fields>""</EmailField>
            <LocationField fields/>
            {typed.duties_field(IDS, duties, "")}
            <GroupsField managing typed/>
            {reason.field(REASON)}
        </SendForm>
    }
}

/// The fields of the profile, as `Add user` has them.
fn profile_fields(typed: Typed<NewPersonDraft, NotCreated>, customer: &Customer) -> Fields {
    let domains = StoredValue::new(domains_of(customer));
    let on_change = Callback::new(move |change: FormChange| {
        domains.with_value(|domains| typed.form.update(|draft| draft.user.apply(change, domains)));
        let is_about_profile =
            |refused: &Option<NotCreated>| refused.as_ref().is_some_and(|refused| !refused.of_profile().is_empty());
        if typed.sending.refused.with_untracked(is_about_profile) {
            typed.sending.refused.set(None);
        }
    });
    let errors = Memo::new(move |_| {
        typed.sending.refused.with(|refused| refused.as_ref().map(NotCreated::of_profile).unwrap_or_default())
    });
    let form = Memo::new(move |_| typed.form.with(|draft| draft.user.form.clone()));
    Fields { form, on_change, errors, domains, is_locked: false }
}

/// The request, unless the browser knows why it is refused.
fn read(
    managing: ManagingPeople,
    once: SendOnce<NewPersonRequest>,
    customer: &Customer,
    (typed, duties, reason): (Typed<NewPersonDraft, NotCreated>, TypedDuties, TypedReason),
) -> Result<NewPersonRequest, NotCreated> {
    let draft = typed.form.get_untracked();
    let errors = draft.errors(customer);
    if !errors.is_empty() {
        return Err(NotCreated::Profile(errors));
    }
    let duties = duties.read(draft.roles.clone())?;
    let reason = reason.read().map_err(NotCreated::Reason)?;
    let request = draft.request(once, customer.id, duties, reason);
    // Only a browser without a source of random numbers can't make ids.
    let request = request.ok_or_else(|| NotCreated::Refused(NewPersonRefused::User(words::NO_IDS.to_owned())))?;
    match untrack(|| managing.refuses_new_person(&request)) {
        Some(refused) => Err(refused.into()),
        None => Ok(request),
    }
}

impl ManagingPeople {
    fn refuses_new_person(self, request: &NewPersonRequest) -> Option<PersonRefused> {
        self.actor.with(|actor| {
            let actor = actor.as_ref()?;
            self.people.with(|people| check_new_person(people, actor, request).err())
        })
    }
}

/// Sends the request until there is an answer, and shows the created user and secrets.
fn send(
    managing: ManagingPeople,
    (sending, once): (Sending<NotCreated>, SendOnce<NewPersonRequest>),
    created: DialogAbout<Created>,
    request: NewPersonRequest,
) {
    let name = request.invitation().people.into_iter().next().map(|invitee| invitee.name).unwrap_or_default();
    let said = words::created(&name);
    let ask = deliver(once, request, name);
    managing.send(sending, ask, said, move |made| {
        managing.create.open.set(false);
        if let Some(made) = made {
            created.ask(made);
        }
    });
}

async fn deliver(
    once: SendOnce<NewPersonRequest>,
    request: NewPersonRequest,
    name: String,
) -> Result<Answer<NotCreated, People, Created>, ApiError> {
    let tenant = request.tenant;
    Ok(match once.answer(request, create_person).await? {
        NewPersonReply::Made { operation, link, password, people } => {
            Answer::Done { shown: people, made: Some(Created::of(name, (tenant, operation), (link, password))) }
        }
        NewPersonReply::Refused(refused) => Answer::Refused(NotCreated::Refused(refused)),
    })
}
