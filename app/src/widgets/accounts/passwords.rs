//! Temporary passwords and one-time links, made on request and shown once.
//!
//! They are in memory only while the dialog that shows them is open: in no address, no storage, no state of a page.

use super::handed_text::{for_clipboard, save_file, shown};
use crate::api;
use crate::error::ApiError;
use crate::state::fresh_reset::FreshReset;
use crate::state::session::denied;
use crate::state::session::known_customer_name;
use crate::text::common;
use crate::text::passwords as words;
use crate::ui::command_result::CommandResult;
use crate::ui::dialog::Dialog;
use crate::ui::focus::focus;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::users::clipboard::copy;
use domain::console::operation_kind::OperationKind;
use domain::console::passwords::{HandedOut, HandedPassword, Handover};
use domain::ids::{CustomerId, OperationId};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The most that the dialog lists; on paper are all.
const SHOWN_MAX: usize = 100;
/// The button that closes although nothing can be seen again.
const CLOSE_ID: &str = "close-passwords";

type Made = RwSignal<Option<HandedOut>>;

/// `Create temporary passwords`, or links, for the users an operation gave them to (see `Operation::needing_passwords`),
/// and the dialog that shows them once. Pressing again makes new ones. After one password was reset they are made at once: somebody
/// may be waiting on the phone.
#[component]
pub fn Passwords(customer: CustomerId, operation: OperationId, kind: OperationKind) -> impl IntoView {
    let made: Made = RwSignal::new(None);
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    let failed = RwSignal::new(None::<(Handover, ApiError)>);
    let fresh = use_context::<FreshReset>();
    let create = Callback::new(move |how: Handover| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let answer = api::passwords::create_passwords(customer, operation, how).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(out) => {
                    made.set(Some(out));
                    open.set(true);
                    // Not before: where the page was drawn anew meanwhile, it asks again.
                    if let Some(fresh) = fresh {
                        fresh.forget();
                    }
                }
                Err(error) => failed.set(Some((how, error))),
            }
        });
    });
    Effect::new(move |_| {
        if fresh.is_some_and(|fresh| fresh.is(operation)) {
            create.run(Handover::Passwords);
        }
    });
    let denied = denied(kind.permission());
    let button = move |how: Handover, class: &'static str, label: &'static str| {
        let state = move || busy.get().then_some("true");
        view! {
            <button type="button" class=class aria-disabled=state aria-busy=state on:click=move |_| create.run(how)>
                {label}
            </button>
        }
    };
    view! {
        <section class="passwords" aria-label=words::PASSWORDS>
            {move || match denied.get() {
                Some(reason) => view! { <p class="muted">{reason}</p> }.into_any(),
                None => {
                    view! {
                        <p>
                            {button(Handover::Passwords, "primary", words::CREATE)} " "
                            {button(Handover::Links, "second", words::OR_LINKS)}
                        </p>
                    }
                        .into_any()
                }
            }}
            <p class="muted">{words::LEAD}</p>
            <p role="status" class="muted">
                {move || busy.get().then_some(words::CREATING)}
            </p>
            {move || {
                failed
                    .get()
                    .map(|(how, error)| {
                        view! { <ErrorView error on_retry=Callback::new(move |()| create.run(how))/> }
                    })
            }}
        </section>
        <PasswordsDialog made open/>
    }
}

#[component]
fn PasswordsDialog(made: Made, open: RwSignal<bool>) -> impl IntoView {
    let asking = RwSignal::new(false);
    // Secrets that were shown are forgotten as soon as nobody sees them.
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            made.set(None);
            asking.set(false);
        }
        now
    });
    let may_close = Callback::new(move |()| {
        let shows_any = made.with_untracked(|made| made.as_ref().is_some_and(|out| !out.handed.is_empty()));
        if shows_any && !asking.get_untracked() {
            asking.set(true);
            request_animation_frame(|| focus(CLOSE_ID));
            return false;
        }
        !shows_any
    });
    let customer_name = known_customer_name();
    let title = Signal::derive(move || {
        let how = made.with(|made| made.as_ref().map_or(Handover::Passwords, |out| out.how));
        format!("{} | {}", customer_name.get(), words::title(how))
    });
    view! {
        <Dialog open title wide=true may_close>
            {move || {
                made.with(Option::is_some)
                    .then(|| view! { <HandedOutView made/> <Closing made asking open may_close/> })
            }}
        </Dialog>
    }
}

/// The way out: explains the effect of closing, and asks once.
#[component]
fn Closing(made: Made, asking: RwSignal<bool>, open: RwSignal<bool>, may_close: Callback<(), bool>) -> impl IntoView {
    let warning = move || made.with(|made| made.as_ref().map(|out| words::not_again(out.how))).unwrap_or_default();
    let close = move |_| {
        if may_close.run(()) {
            open.set(false);
        }
    };
    // The second click of a double click was not meant for the button that came under it.
    let close_now = move |event: MouseEvent| {
        if event.detail() < 2 {
            open.set(false);
        }
    };
    move || match asking.get() {
        false => view! {
            <p class="foot">
                <button type="button" class="second" on:click=close>
                    {common::CLOSE}
                </button>
            </p>
        }
        .into_any(),
        true => view! {
            <div class="foot">
                <p role="alert" class="grow">
                    <b>{move || format!("{}.", warning())}</b>
                </p>
                <button type="button" class="second" on:click=move |_| asking.set(false)>
                    {words::BACK}
                </button>
                <button type="button" class="primary" id=CLOSE_ID on:click=close_now>
                    {common::CLOSE}
                </button>
            </div>
        }
        .into_any(),
    }
}

/// The list, and its commands.
#[component]
fn HandedOutView(made: Made) -> impl IntoView {
    let Some((how, users, expires, left_out, mailed)) = made.with_untracked(|made| {
        made.as_ref().map(|out| (out.how, out.handed.len(), out.expires, out.left_out.clone(), out.mailed))
    }) else {
        return ().into_any();
    };
    let said = CommandResult::begin();
    let limit = RwSignal::new(SHOWN_MAX);
    let copy_text = Callback::new(move |(text, copied): (String, String)| {
        copy(&text, move |done| said.say(if done { copied.clone() } else { words::NOT_COPIED.to_owned() }));
    });
    let with_all =
        move |act: fn(&HandedOut) -> String| made.with_untracked(|made| made.as_ref().map(act)).unwrap_or_default();
    let print = move |_| {
        limit.set(usize::MAX);
        // All rows are there in the frame after the next.
        request_animation_frame(|| {
            request_animation_frame(|| {
                let _ = window().print();
            });
        });
    };
    let save = move |_| {
        made.with_untracked(|made| made.iter().for_each(save_file));
        said.say(words::saved_as(how));
    };
    let left_out = left_out.into_iter().map(|one| view! { <li>{named(one.name)} ": " {one.why}</li> }).collect_view();
    view! {
        <div class="handed-out">
            {(users > 0)
                .then(|| {
                    view! {
                        <p>
                            {words::created_for(users)} " " {words::expire_on()} " " <Moment at=expires/> ". "
                            {words::how_used(how)}
                        </p>
                        {mailed.map(|mailed| view! { <p>{words::mailed(mailed, users)}</p> })}
                        <p class="no-print acts">
                            <button
                                type="button"
                                class="second"
                                on:click=move |_| copy_text.run((with_all(for_clipboard), words::all_copied(how, users)))
                            >
                                {words::COPY_ALL}
                            </button>
                            <button type="button" class="second" on:click=print>
                                {common::PRINT}
                            </button>
                            <button type="button" class="second" on:click=save>
                                {common::CSV}
                            </button>
                            {said.view()}
                        </p>
                        <HandedTable made how limit copy_text/>
                        {move || {
                            users
                                .checked_sub(limit.get())
                                .filter(|more| *more > 0)
                                .map(|more| view! { <p class="muted">{words::more(more)}</p> })
                        }}
                    }
                })}
            {(users == 0).then(|| view! { <Notice kind=NoticeKind::Warn>{words::NOBODY}</Notice> })}
            {(!left_out.is_empty()).then(|| view! { <p>{words::LEFT_OUT}</p> <ul>{left_out}</ul> })}
        </div>
    }
    .into_any()
}

#[component]
fn HandedTable(
    made: Made,
    how: Handover,
    limit: RwSignal<usize>,
    copy_text: Callback<(String, String)>,
) -> impl IntoView {
    let [name, email, secret] = words::headers(how);
    let row = move |one: &HandedPassword| {
        let (text, label) = (shown(how, one), words::copy_of(&one.name));
        let copied = (text.clone(), words::copied(how, &one.name));
        view! {
            <tr>
                <td class="text">
                    {named(one.name.clone())}
                </td>
                <td class="text">{named(one.upn.clone())}</td>
                <td class="secret">{text}</td>
                <td class="no-print">
                    <button
                        type="button"
                        class="plain"
                        aria-label=label
                        on:click=move |_| copy_text.run(copied.clone())
                    >
                        {common::COPY}
                    </button>
                </td>
            </tr>
        }
    };
    let rows = move || {
        made.with(|made| {
            let handed = made.as_ref().map_or(&[][..], |out| out.handed.as_slice());
            handed.iter().take(limit.get()).map(row).collect_view()
        })
    };
    view! {
        <div class="grid">
            <table aria-label=words::title(how)>
                <thead>
                    <tr>
                        <th scope="col">{name}</th>
                        <th scope="col">{email}</th>
                        <th scope="col">{secret}</th>
                        <td class="no-print"></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
