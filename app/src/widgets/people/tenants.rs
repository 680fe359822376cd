//! The tenants that the partner's account is associated with, under Account settings.

use super::send_form::{NotDone, SendDialog, SendForm};
use super::sending::{Answer, FieldRefusal, Replies, Sending};
use crate::api::tenants::{TenantsReply, change_tenant, list_tenants};
use crate::format::number;
use crate::paths;
use crate::state::resource::resource;
use crate::text::common;
use crate::text::tenants as words;
use crate::ui::command_table::{Column, CommandTable};
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::widgets::frame::error_view::ErrorView;
use domain::access::tenant::{Tenant, TenantChange};
use domain::access::tenant_rules::TenantRefused;
use leptos::prelude::*;

/// The id of the heading that names the table.
const TENANTS: &str = "tenants";

/// The tenants with the requests about them. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
struct ManagingTenants {
    tenants: Memo<Vec<Tenant>>,
    /// The question before a tenant is dissociated.
    question: DialogAbout<Tenant>,
    /// Sends a request that does not ask first.
    direct: Sending<TenantRefused>,
    latest: RwSignal<Option<Tenant>>,
    replies: Replies<Vec<Tenant>>,
}

impl FieldRefusal for TenantRefused {
    fn field(&self) -> Option<&'static str> {
        None
    }
}

impl ManagingTenants {
    fn change(self, sending: Sending<TenantRefused>, tenant: &Tenant, change: TenantChange) {
        let said = match change {
            TenantChange::Associate => words::associated(&tenant.name),
            TenantChange::Dissociate => words::dissociated(&tenant.name),
        };
        let id = tenant.id;
        let ask = async move { change_tenant(id, change).await.map(Answer::from) };
        self.replies.send(sending, ask, list_tenants(), said, move |_| {
            self.question.open.set(false);
            // By then the row has its other command.
            request_animation_frame(move || focus(&format!("tenant-{id}")));
        });
    }

    fn associate(self, tenant: Tenant) {
        self.latest.set(Some(tenant.clone()));
        self.change(self.direct, &tenant, TenantChange::Associate);
    }
}

impl From<TenantsReply> for Answer<TenantRefused, Vec<Tenant>> {
    fn from(reply: TenantsReply) -> Self {
        match reply {
            TenantsReply::Done(shown) => Self::Done { shown, made: None },
            TenantsReply::Refused(refused) => Self::Refused(refused),
        }
    }
}

/// The section.
#[component]
pub fn TenantsSection() -> impl IntoView {
    let loaded = resource(|| (), |()| list_tenants());
    let on_retry = Callback::new(move |()| loaded.refetch());
    view! {
        <section>
            <h2 id=TENANTS>{words::TENANTS}</h2>
            <p class="muted">{words::LEAD}</p>
            <p class="muted">{words::IMPORT_WITH} " " <code>{words::IMPORT_COMMAND}</code></p>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(tenants) => view! { <Tenants tenants/> }.into_any(),
                        Err(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn Tenants(tenants: Vec<Tenant>) -> impl IntoView {
    let replies = Replies::begin();
    let loaded = Memo::new(move |_| tenants.clone());
    let managing = ManagingTenants {
        tenants: replies.shown(loaded),
        question: DialogAbout::begin(),
        direct: Sending::begin(),
        latest: RwSignal::new(None),
        replies,
    };
    let is_empty = Memo::new(move |_| managing.tenants.with(Vec::is_empty));
    let again = Callback::new(move |()| {
        if let Some(tenant) = managing.latest.get_untracked() {
            managing.associate(tenant);
        }
    });
    view! {
        <NotDone sending=managing.direct notice=managing.direct.refusal() on_retry=again/>
        {move || match is_empty.get() {
            true => view! { <p>{words::NO_TENANTS}</p> }.into_any(),
            false => view! { <TenantTable managing/> }.into_any(),
        }}
        <DissociateDialog managing/>
    }
}

#[component]
fn TenantTable(managing: ManagingTenants) -> impl IntoView {
    let columns = vec![Column::Text(words::TENANT), Column::Number(words::USERS), Column::Text(words::STATUS)];
    view! {
        <CommandTable named_by=TENANTS columns>
            <For each=move || managing.tenants.get() key=|tenant| (tenant.id, tenant.associated) let:tenant>
                <TenantRow managing tenant/>
            </For>
        </CommandTable>
    }
}

/// A tenant. Another state makes another row.
#[component]
fn TenantRow(managing: ManagingTenants, tenant: Tenant) -> impl IntoView {
    let status = match tenant.associated {
        Some(at) => view! { {words::SINCE} " " <Moment at/> }.into_any(),
        None => view! { <span class="st off">{words::NOT_ASSOCIATED}</span> }.into_any(),
    };
    let (label, name) = match tenant.associated {
        Some(_) => (words::DISSOCIATE, words::dissociate_one(&tenant.name)),
        None => (words::ASSOCIATE, words::associate_one(&tenant.name)),
    };
    let on_premises = tenant.on_premises.then(|| view! { <span class="sub">{words::ON_PREMISES}</span> });
    let users = paths::users(tenant.id);
    let (id, shown_name, domain, count) =
        (format!("tenant-{}", tenant.id), tenant.name.clone(), tenant.primary_domain.clone(), tenant.users);
    let on_click = move |_| match tenant.associated {
        Some(_) => managing.question.ask(tenant.clone()),
        None => managing.associate(tenant.clone()),
    };
    view! {
        <tr>
            <td class="text name">
                {named(shown_name)} <span class="sub">{domain}</span> {on_premises}
            </td>
            <td class="num" data-label=words::USERS>
                <a href=users>{number(count)}</a>
            </td>
            <td class="text" data-label=words::STATUS>
                {status}
            </td>
            <td class="text">
                <button type="button" class="second" id=id aria-label=name on:click=on_click>
                    {label}
                </button>
            </td>
        </tr>
    }
}

#[component]
fn DissociateDialog(managing: ManagingTenants) -> impl IntoView {
    let sending = Sending::begin();
    let content = Callback::new(move |tenant| view! { <Question managing tenant sending/> }.into_any());
    view! { <SendDialog dialog=managing.question sending title=words::dissociate_question content/> }
}

#[component]
fn Question(managing: ManagingTenants, tenant: Tenant, sending: Sending<TenantRefused>) -> impl IntoView {
    sending.clear();
    let means = words::dissociate_means(&tenant.name);
    let on_send = Callback::new(move |()| managing.change(sending, &tenant, TenantChange::Dissociate));
    view! {
        <SendForm
            class="question"
            button_class="danger"
            open=managing.question.open
            sending
            notice=sending.refusal()
            label=words::DISSOCIATE
            on_send
        >
            <p>{means}</p>
        </SendForm>
    }
}
