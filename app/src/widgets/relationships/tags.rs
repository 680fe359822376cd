//! The tags of a customer. They are shown beside its relationships, because both decide the access to the customer.

use crate::api::customers::get_customer;
use crate::api::tags::{TagsReply, set_tags};
use crate::state::session::denied;
use crate::state::toasts::use_toasts;
use crate::text::custom_permissions as words;
use crate::text::people::{SAVE, SAVING};
use crate::ui::command::Command;
use crate::ui::dialog::Dialog;
use crate::ui::named::named;
use crate::widgets::frame::customer_frame::CurrentCustomer;
use crate::widgets::people::duties::TAGS_TEXT_MAX;
use crate::widgets::people::fields::TextField;
use crate::widgets::people::send_form::FieldsForm;
use crate::widgets::people::sending::{FieldRefusal, Sending};
use domain::access::permission::Permission;
use domain::directory::tag::{Tag, TagsRefused, read_tags};
use domain::ids::CustomerId;
use domain::store::TagsChange;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// The id of the field.
const FIELD: &str = "customer-tags";

impl FieldRefusal for TagsRefused {
    fn field(&self) -> Option<&'static str> {
        Some(FIELD)
    }
}

/// The tags, and the form that changes them.
#[component]
pub fn CustomerTags(customer: CustomerId) -> impl IntoView {
    let current = use_context::<CurrentCustomer>();
    let changed = RwSignal::new(None::<Vec<String>>);
    let tags = Memo::new(move |_| {
        let loaded = || current.and_then(|CurrentCustomer(current)| current.get()).filter(|one| one.id == customer);
        changed.get().or_else(|| loaded().map(|loaded| loaded.tags)).unwrap_or_default()
    });
    let open = RwSignal::new(false);
    let sending = Sending::<TagsRefused>::begin();
    let may_close = Callback::new(move |()| !sending.busy.get_untracked());
    let on_click = Callback::new(move |()| open.set(true));
    let shown = move || match tags.with(Vec::is_empty) {
        true => view! { <span class="muted">{words::NO_TAGS}</span> }.into_any(),
        false => {
            tags.get().into_iter().map(|tag| view! { <span class="tag">{named(tag)}</span> }).collect_view().into_any()
        }
    };
    view! {
        <h2>{words::TAGS}</h2>
        <p class="muted">{words::TAGS_LEAD}</p>
        <p class="chips customer-tags">{shown}</p>
        <div class="acts">
            <Command
                id="edit-tags"
                label=words::EDIT_TAGS
                on_click
                why_not=denied(Permission::ManagePeople)
                class="second"
            />
        </div>
        <Dialog open title=words::EDIT_TAGS may_close>
            <Form customer tags changed open sending/>
        </Dialog>
    }
}

#[component]
fn Form(
    customer: CustomerId,
    tags: Memo<Vec<String>>,
    changed: RwSignal<Option<Vec<String>>>,
    open: RwSignal<bool>,
    sending: Sending<TagsRefused>,
) -> impl IntoView {
    let toasts = use_toasts();
    let text = RwSignal::new(tags.with_untracked(|tags| tags.join(", ")));
    let seen = StoredValue::new(tags.with_untracked(|tags| parsed(tags)));
    sending.clear();
    sending.focus_refused();
    let on_input = Callback::new(move |typed| {
        text.set(typed);
        sending.forgive(FIELD);
    });
    let on_send = Callback::new(move |()| {
        if sending.busy.get_untracked() {
            return;
        }
        sending.clear();
        let tags = match read_tags(&text.get_untracked()) {
            Ok(tags) => tags,
            Err(refused) => return sending.refused.set(Some(refused)),
        };
        let change = TagsChange { seen: seen.get_value(), tags };
        sending.busy.set(true);
        spawn_local(async move {
            let answer = set_tags(customer, change).await;
            sending.busy.try_set(false);
            match answer {
                Ok(TagsReply::Done(now)) => {
                    toasts.show(words::TAGS_SAVED.to_owned());
                    changed.try_set(Some(now));
                    open.try_set(false);
                }
                Ok(TagsReply::Refused(refused)) => {
                    sending.refused.try_set(Some(refused));
                    if let (TagsRefused::Changed, Ok((now, _))) = (refused, get_customer(customer).await) {
                        // The person decides anew, looking at the tags as they are now.
                        text.try_set(now.tags.join(", "));
                        seen.try_set_value(parsed(&now.tags));
                        changed.try_set(Some(now.tags));
                    }
                }
                Err(error) => {
                    sending.failed.try_set(Some(error));
                }
            }
        });
    });
    view! {
        <FieldsForm open sending send=SAVE busy=SAVING on_send>
            <TextField
                id=FIELD
                label=words::TAGS
                value=Signal::derive(move || text.get())
                on_input
                error=sending.error(FIELD)
                hint=words::CUSTOMER_TAGS_HINT
                max=TAGS_TEXT_MAX
                is_optional=true
            />
        </FieldsForm>
    }
}

fn parsed(tags: &[String]) -> BTreeSet<Tag> {
    tags.iter().filter_map(|tag| tag.parse().ok()).collect()
}
