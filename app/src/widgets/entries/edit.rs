//! The form of one user.

use crate::api;
use crate::error::ApiError;
use crate::state::edited::EditedUser;
use crate::state::persisted::{Kept, kept};
use crate::text::common;
use crate::text::entries as words;
use crate::text::frame::RECORDED_ONLY;
use crate::ui::discard::Discard;
use crate::ui::focus::focus_first_field;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::entries::add::{DeletedHolder, ProfileFields};
use crate::widgets::entries::adding::{domain_set, domains_of};
use crate::widgets::entries::conflicts::Conflicts;
use crate::widgets::entries::edit_draft::EditDraft;
use crate::widgets::entries::fields::{Fields, ProfileTextField, SignInField};
use crate::widgets::entries::form::ProfileForm;
use crate::widgets::entries::names::{Names, said};
use crate::widgets::entries::permissions::PermissionsField;
use crate::widgets::entries::saving_one::SavingOne;
use crate::widgets::entries::sending::SendingAnswer;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::reason_field::ReasonField;
use crate::widgets::wizard::came_back::CameBack;
use domain::directory::customer::{Customer, CustomerSource};
use domain::directory::profile_field::ProfileField;
use domain::directory::user::{UserDetail, UserType};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The id of the form in the document.
const FORM: &str = "edit-user";

/// Editing one user, once loaded.
#[component]
pub fn EditUser(edited: EditedUser) -> impl IntoView {
    let load = LocalResource::new(move || load(edited));
    let again = Callback::new(move |()| load.refetch());
    move || match load.get() {
        None => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
        Some(Err(ApiError::Missing)) => view! { <Notice kind=NoticeKind::Warn>{words::USER_GONE}</Notice> }.into_any(),
        Some(Err(error)) => view! { <ErrorView error on_retry=again/> }.into_any(),
        Some(Ok((customer, detail))) => view! { <Form edited customer detail/> }.into_any(),
    }
}

async fn load(edited: EditedUser) -> Result<(Customer, UserDetail), ApiError> {
    let (customer, _) = api::customers::get_customer(edited.customer).await?;
    Ok((customer, api::users::get_user(edited.customer, edited.user).await?.detail))
}

#[component]
fn Form(edited: EditedUser, customer: Customer, detail: UserDetail) -> impl IntoView {
    let key = format!("edit-user:{}", edited.user);
    let Kept { value: draft, is_read, came_back } = kept(key, EditDraft::is_worth_keeping);
    let loaded = ProfileForm::of(&detail);
    let as_loaded = loaded.clone();
    let start_again = Callback::new(move |()| draft.set(EditDraft::begin(as_loaded.clone())));
    Effect::new(|_| request_animation_frame(|| focus_first_field(FORM, FORM)));
    Effect::new(move |done: Option<bool>| {
        let read = is_read.get();
        if read && done != Some(true) {
            draft.update(|draft| {
                draft.meet(loaded.clone());
            });
        }
        read
    });
    let form = Memo::new(move |_| draft.with(|draft| draft.form.clone()));
    let emails = Memo::new(move |_| {
        let changed = draft.with(|draft| draft.changed().contains(&ProfileField::Email));
        changed.then(|| form.with(ProfileForm::email)).into_iter().collect::<BTreeSet<_>>()
    });
    let domains = StoredValue::new(domain_set(&customer));
    let names = Names::watch(edited.customer, domains.get_value(), emails);
    let offered = StoredValue::new(domains_of(&customer));
    let errors = Memo::new(move |_| {
        draft.with(|draft| {
            let Some(base) = &draft.base else { return Default::default() };
            let read = domains.with_value(|domains| draft.form.changes(base).read(domains));
            let taken = names.taken(&draft.form.email(), edited.user).filter(|_| draft.form.email() != base.email());
            said(read.err().unwrap_or_default(), &draft.form, taken, true)
        })
    });
    let on_change = Callback::new(move |change| {
        draft.update(|draft| offered.with_value(|domains| draft.form.apply(change, domains)));
    });
    let is_locked = detail.user.directory_synced;
    let fields = Fields { form, on_change, errors, domains: offered, is_locked };
    let saving = SavingOne::begin(edited, draft, errors);
    let is_ready = Memo::new(move |_| draft.with(|draft| draft.base.is_some()));
    let is_recorded_only = customer.source != CustomerSource::Connected;
    let is_guest = detail.user.user_type == UserType::Guest;
    view! {
        <div id=FORM tabindex="-1" class="entry-form edit-user" class:stale=move || !is_ready.get()>
            {is_guest.then(|| view! { <Notice kind=NoticeKind::Info>{words::GUEST}</Notice> })}
            {is_locked.then(|| view! { <Notice kind=NoticeKind::Info>{words::SYNCED}</Notice> })}
            <CameBack came_back on_start_again=start_again/>
            <Conflicts draft/>
            <ProfileFields fields>
                <DeletedHolder customer=edited.customer names fields/>
                <EmailWarning draft/>
            </ProfileFields>
            <ProfileTextField fields field=ProfileField::MailNickname hint=words::NICKNAME_WHY/>
            <SignInField fields/>
            {move || is_ready.get().then(|| view! { <PermissionsField fields/> })}
            <Differences draft/>
            {is_recorded_only.then(|| view! { <p class="muted">{RECORDED_ONLY}</p> })}
            <ReasonField
                id="edit-reason"
                typed=Signal::derive(move || draft.with(|draft| draft.reason.clone()))
                on_typed=Callback::new(move |typed| draft.update(|draft| draft.reason = typed))
                missed=false
            />
            <SendingAnswer sending=saving.sending now=None on_retry=saving.save/>
            <TheRest saving/>
        </div>
        <SaveButtons edited draft saving/>
    }
}

/// Explains another email.
#[component]
fn EmailWarning(draft: RwSignal<EditDraft>) -> impl IntoView {
    let changed = Memo::new(move |_| draft.with(|draft| draft.changed().contains(&ProfileField::Email)));
    move || changed.get().then(|| view! { <Notice kind=NoticeKind::Warn>{words::EMAIL_CHANGES}</Notice> })
}

/// The changes to be saved, field by field.
#[component]
fn Differences(draft: RwSignal<EditDraft>) -> impl IntoView {
    let lines = Memo::new(move |_| {
        draft.with(|draft| {
            let Some(base) = &draft.base else { return Vec::new() };
            let line = |field: ProfileField| words::difference(field, &base.text(field), &draft.form.text(field));
            draft.changed().into_iter().map(line).collect::<Vec<_>>()
        })
    });
    view! {
        <section class="before-edit" aria-label=words::BEFORE_YOU_SAVE>
            <h2>{words::BEFORE_YOU_SAVE}</h2>
            {move || {
                let lines = lines.get();
                if lines.is_empty() {
                    return view! { <p class="muted">{words::NOTHING_CHANGED}</p> }.into_any();
                }
                let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
                view! { <ul class="lines">{lines}</ul> }.into_any()
            }}
        </section>
    }
}

/// Where only a part can be saved: why, and saving that.
#[component]
fn TheRest(saving: SavingOne) -> impl IntoView {
    move || {
        saving.rest.get().map(|preview| {
            let words = preview.lines.first().map(|line| line.words.clone());
            view! {
                <Notice kind=NoticeKind::Warn>
                    <p role="alert">{words}</p>
                    <p>
                        <button type="button" class="second" on:click=move |_| saving.send((*preview).clone())>
                            {words::SAVE_THE_REST}
                        </button>
                    </p>
                </Notice>
            }
        })
    }
}

#[component]
fn SaveButtons(edited: EditedUser, draft: RwSignal<EditDraft>, saving: SavingOne) -> impl IntoView {
    let off = Memo::new(move |_| saving.is_busy() || saving.why_not().is_some());
    let asking = RwSignal::new(false);
    let leave = Callback::new(move |()| {
        draft.set(EditDraft::default());
        edited.on_cancel.run(());
    });
    let cancel = move |_| {
        if draft.with_untracked(EditDraft::is_worth_keeping) {
            asking.set(true);
        } else {
            leave.run(());
        }
    };
    view! {
        <div class="wizard-foot">
            <p class="why muted" id="edit-why" aria-live="polite">{move || saving.why_not()}</p>
            <div class="wizard-buttons">
                <button
                    type="button"
                    class="primary"
                    aria-disabled=move || off.get().then_some("true")
                    aria-busy=move || saving.is_busy().then_some("true")
                    aria-describedby="edit-why"
                    on:click=move |_| saving.save.run(())
                >
                    {move || if saving.is_busy() { words::SAVING } else { words::SAVE }}
                </button>
                <button type="button" class="plain" on:click=cancel>
                    {common::CANCEL}
                </button>
                <Discard open=asking on_discard=leave/>
            </div>
        </div>
    }
}
