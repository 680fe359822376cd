//! The question before a group is deleted, with the people who lose roles.

use super::managing::{ManagingPeople, NEW_GROUP_ID};
use super::send_form::{QuestionForm, SendDialog};
use super::sending::{Answer, Sending};
use crate::api::groups::delete_group;
use crate::text::groups as words;
use crate::ui::focus::focus;
use domain::access::group::{Group, GroupRefused};
use domain::access::group_rules::lost_by_deleting;
use leptos::prelude::*;

/// The most people whose lost roles are shown.
const SHOWN_MAX: usize = 20;

/// The dialog.
#[component]
pub fn DeleteGroupDialog(managing: ManagingPeople) -> impl IntoView {
    let sending = Sending::begin();
    let title = |group: &Group| words::delete_question(&group.name);
    let content = Callback::new(move |group| view! { <Question managing group sending/> }.into_any());
    view! { <SendDialog dialog=managing.deleted_group sending title content/> }
}

#[component]
fn Question(managing: ManagingPeople, group: Group, sending: Sending<GroupRefused>) -> impl IntoView {
    sending.clear();
    let lost: Vec<String> = managing.people.with_untracked(|people| {
        lost_by_deleting(people, group.id).iter().map(|(name, roles)| words::loses(name, roles)).collect()
    });
    let more = lost.len().checked_sub(SHOWN_MAX).filter(|more| *more > 0);
    let loses_custom = group.custom.is_some() && !group.members.is_empty();
    let stays = group.directory.is_some();
    let (id, name) = (group.id, group.name);
    let on_send = Callback::new(move |()| {
        let ask = async move { delete_group(id).await.map(Answer::from) };
        managing.send(sending, ask, words::deleted(&name), move |_| {
            managing.deleted_group.open.set(false);
            managing.ask_session_again();
            // By then the row is gone, and with it the button that had the focus.
            request_animation_frame(|| focus(NEW_GROUP_ID));
        });
    });
    let means = if lost.is_empty() && loses_custom {
        ().into_any()
    } else if lost.is_empty() {
        view! { <p>{words::NOBODY_LOSES}</p> }.into_any()
    } else {
        let shown = lost.into_iter().take(SHOWN_MAX).map(|line| view! { <li>{line}</li> }).collect_view();
        view! {
            <ul>{shown} {more.map(|more| view! { <li>{words::and_more(more)}</li> })}</ul>
        }
        .into_any()
    };
    view! {
        <QuestionForm open=managing.deleted_group.open sending takes_away=true label=words::DELETE on_send>
            {means}
            {stays.then(|| view! { <p>{words::STAYS_IN_DIRECTORY}</p> })}
            {loses_custom.then(|| view! { <p>{words::MEMBERS_LOSE}</p> })}
        </QuestionForm>
    }
}
