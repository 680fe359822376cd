//! The choice where admin relationships are needed, under Account settings.

use crate::api::relationship_policy::{
    RelationshipPolicyReply, RelationshipPolicyView, get_relationship_policy, set_relationship_policy,
};
use crate::state::resource::resource;
use crate::text::common;
use crate::text::relationship_policy as words;
use crate::text::second_factor::SAVE;
use crate::ui::command::Command;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::people::send_form::NotDone;
use crate::widgets::people::sending::{Answer, FieldRefusal, Replies, Sending};
use domain::access::relationship_policy::RelationshipPolicy;
use domain::access::relationship_policy_rules::PolicyRefused;
use leptos::prelude::*;

/// The id of the heading.
const HEADING: &str = "relationship-policy";
/// The button that saves the choice.
const SAVE_ID: &str = "save-relationship-policy";

impl FieldRefusal for PolicyRefused {
    fn field(&self) -> Option<&'static str> {
        None
    }
}

impl From<RelationshipPolicyReply> for Answer<PolicyRefused, RelationshipPolicyView, ()> {
    fn from(reply: RelationshipPolicyReply) -> Self {
        match reply {
            RelationshipPolicyReply::Done(shown) => Self::Done { shown, made: None },
            RelationshipPolicyReply::Refused(refused) => Self::Refused(refused),
        }
    }
}

/// The section.
#[component]
pub fn RelationshipPolicySection() -> impl IntoView {
    let loaded = resource(|| (), |()| get_relationship_policy());
    let on_retry = Callback::new(move |()| loaded.refetch());
    view! {
        <section aria-labelledby=HEADING>
            <h2 id=HEADING>{words::HEADING}</h2>
            <p class="muted">{words::LEAD}</p>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(view) => view! { <Choice view/> }.into_any(),
                        Err(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

/// The policies, each with its meaning, and the button. A person that can't change it sees the current policy and the
/// reason.
#[component]
fn Choice(view: RelationshipPolicyView) -> impl IntoView {
    let chosen = RwSignal::new(view.policy);
    let (replies, sending) = (Replies::begin(), Sending::begin());
    let shown = replies.shown(Memo::new(move |_| view.clone()));
    let why_not = Memo::new(move |_| shown.with(|view| view.why_not.map(|why| why.to_string())));
    let save = Callback::new(move |()| {
        let policy = chosen.get_untracked();
        let ask = async move { set_relationship_policy(policy).await.map(Answer::from) };
        replies.send(sending, ask, get_relationship_policy(), words::SAVED.to_owned(), |_: Option<()>| ());
    });
    let option = move |policy: RelationshipPolicy| {
        let id = format!("relationship-policy-{policy}");
        let (name_id, means_id) = (format!("{id}-name"), format!("{id}-means"));
        let (named_by, described_by) = (name_id.clone(), means_id.clone());
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="relationship-policy"
                    id=id
                    aria-labelledby=named_by
                    aria-describedby=described_by
                    disabled=move || why_not.with(Option::is_some)
                    checked=chosen.get_untracked() == policy
                    prop:checked=move || chosen.get() == policy
                    on:change=move |_| chosen.set(policy)
                />
                <span>
                    <span id=name_id>{words::name(policy)}</span>
                    <span class="muted role-means" id=means_id>
                        {words::means(policy)} " " {move || shown.with(|view| words::concerns(policy, view.counts))}
                    </span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="choices field-group">
            <legend>{words::CHOICE}</legend>
            {RelationshipPolicy::ALL.map(option).into_iter().collect_view()}
        </fieldset>
        <NotDone sending notice=sending.refusal() on_retry=save/>
        <div class="acts">
            <Command id=SAVE_ID label=SAVE why_not look="second" busy=sending.busy on_click=save/>
        </div>
    }
}
