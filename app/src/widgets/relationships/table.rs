//! The relationships with a customer.

use super::delete_customer::DeleteCustomer;
use super::ends::{ends, status};
use super::form::RequestDialog;
use super::managing::ManagingRelationships;
use super::question::QuestionDialog;
use super::reseller::Reseller;
use super::tags::CustomerTags;
use crate::paths;
use crate::text::relationships as words;
use crate::ui::command::Command;
use crate::ui::named::named;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::people::link::LinkDialog;
use crate::widgets::people::send_form::NotDone;
use domain::access::relationship::{Relationship, RelationshipStatus};
use leptos::prelude::*;

/// The id of the heading that names the table.
const HEADING: &str = "relationships";

/// The reseller relationship and the admin relationships, with the commands.
#[component]
pub fn Relationships(managing: ManagingRelationships) -> impl IntoView {
    let is_empty = Memo::new(move |_| managing.shown.with(|shown| shown.relationships.is_empty()));
    let on_request = Callback::new(move |()| managing.form.ask(()));
    let on_retry = Callback::new(move |()| managing.clear());
    view! {
        <div class="people">
            <Reseller managing/>
            <NotDone sending=managing.sending notice=managing.sending.notice() on_retry/>
            <h2 id=HEADING>{words::RELATIONSHIPS}</h2>
            <p class="muted">{words::RECORDED_HERE}</p>
            <div class="acts">
                <Command
                    id="request-relationship"
                    label=words::REQUEST
                    on_click=on_request
                    why_not=managing.denied
                    class="second"
                />
            </div>
            <EndingSoon managing/>
            {move || match is_empty.get() {
                true => view! { <p class="grid empty">{words::NONE_YET}</p> }.into_any(),
                false => view! { <Table managing/> }.into_any(),
            }}
            <CustomerTags customer=managing.customer/>
            <DeleteCustomer customer=managing.customer/>
        </div>
        <RequestDialog managing/>
        <QuestionDialog managing/>
        <LinkDialog link=managing.link/>
    }
}

/// A note while relationships end soon.
#[component]
fn EndingSoon(managing: ManagingRelationships) -> impl IntoView {
    let count = Memo::new(move |_| {
        managing.shown.with(|shown| {
            let expiring = |one: &&Relationship| one.status_at(shown.at) == RelationshipStatus::Expiring;
            i64::try_from(shown.relationships.iter().filter(expiring).count()).unwrap_or(i64::MAX)
        })
    });
    move || {
        let count = count.get();
        (count > 0).then(|| view! { <Notice kind=NoticeKind::Warn>{words::ending_soon(count)}</Notice> })
    }
}

#[component]
fn Table(managing: ManagingRelationships) -> impl IntoView {
    let rows = move || {
        managing.shown.with(|shown| shown.relationships.iter().map(|one| row(one.clone(), shown.at)).collect_view())
    };
    view! {
        <div class="grid">
            <table aria-labelledby=HEADING>
                <thead>
                    <tr>
                        <th scope="col">{words::NAME}</th>
                        <th scope="col">{words::STATUS}</th>
                        <th scope="col">{words::ROLES}</th>
                        <th scope="col">{words::ENDS}</th>
                        <th scope="col">{words::AUTO_EXTEND}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(one: Relationship, now: i64) -> impl IntoView {
    let (state, end) = (one.status_at(now), one.end_at(now));
    view! {
        <tr>
            <td class="text name">
                <a href=paths::relationship(one.customer, one.id)>{named(one.name)}</a>
            </td>
            <td data-label=words::STATUS>{status(state)}</td>
            <td class="text" data-label=words::ROLES>
                {words::few_roles(&one.roles)}
            </td>
            <td class="text" data-label=words::ENDS>
                {ends(end, state, now)}
            </td>
            <td data-label=words::AUTO_EXTEND>{if one.auto_extend { words::ON } else { words::OFF }}</td>
        </tr>
    }
}
