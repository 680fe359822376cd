//! The dialog shown once after a user was created: the link of the invitation, and the temporary password of the directory.

use crate::api::passwords::create_passwords;
use crate::api::people::MadeLink;
use crate::error::ApiError;
use crate::paths;
use crate::text::new_person as words;
use crate::text::people as people_words;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::moment::Moment;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::people::link::NewLink;
use crate::widgets::people::shown_once::{CopyField, ShownOnce};
use domain::console::passwords::Handover;
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The user who was created.
#[derive(Clone)]
pub struct Created {
    name: String,
    tenant: CustomerId,
    operation: OperationId,
    link: Option<Link>,
}

/// The link of the invitation. It is a secret, so it is kept only while it is shown.
#[derive(Clone)]
struct Link {
    address: String,
    expires: i64,
    mailed: bool,
}

/// A temporary password, kept only while it is shown.
#[derive(Clone)]
struct Password {
    text: String,
    expires: i64,
}

impl Created {
    /// A user who was created by an operation of a tenant.
    pub fn of(name: String, (tenant, operation): (CustomerId, OperationId), link: Option<MadeLink>) -> Self {
        let link = link.map(|link| Link {
            address: NewLink::address_of(&link.path),
            expires: link.expires,
            mailed: link.mailed,
        });
        Self { name, tenant, operation, link }
    }
}

/// The dialog.
#[component]
pub fn CreatedDialog(created: DialogAbout<Created>) -> impl IntoView {
    let title = |_: &Created| words::CREATED;
    let content = |created: Created| view! { <Shown created/> }.into_any();
    view! { <ShownOnce shown=created title content/> }
}

#[component]
fn Shown(created: Created) -> impl IntoView {
    let Created { name, tenant, operation, link } = created;
    let says = people_words::send_link(&name);
    view! {
        {match link {
            Some(Link { address, expires, mailed }) => {
                view! {
                    <p>
                        {says} " " {people_words::WORKS_UNTIL} " " <Moment at=expires/> {people_words::NOT_AGAIN}
                    </p>
                    {mailed.then(|| view! { <p>{people_words::ALSO_MAILED}</p> })}
                    <CopyField
                        id="new-person-link"
                        label=people_words::LINK
                        value=address
                        copied=people_words::LINK_COPIED
                    />
                }
                    .into_any()
            }
            None => view! { <p>{words::NO_LINK}</p> }.into_any(),
        }}
        <PasswordPart tenant operation/>
        <p>
            <a href=paths::operation(tenant, operation)>{words::SHOW_CHANGE}</a>
        </p>
    }
}

/// The temporary password of the directory, on request.
#[component]
fn PasswordPart(tenant: CustomerId, operation: OperationId) -> impl IntoView {
    let made = RwSignal::new(None::<Result<Password, String>>);
    let failed = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let create = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let answer = create_passwords(tenant, operation, Handover::Passwords).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(out) => {
                    let expires = out.expires;
                    let password =
                        out.handed.first().map(|one| Password { text: one.secret.reveal().to_owned(), expires });
                    let why = || out.left_out.first().map(|one| one.why.clone()).unwrap_or_default();
                    made.set(Some(password.ok_or_else(why)));
                }
                Err(error) => failed.set(Some(error)),
            }
        });
    });
    let state = move || busy.get().then_some("true");
    view! {
        <p>{words::PASSWORD_MEANS}</p>
        {move || match made.get() {
            None => {
                view! {
                    <p class="acts">
                        <button
                            type="button"
                            class="second"
                            aria-disabled=state
                            aria-busy=state
                            on:click=move |_| create.run(())
                        >
                            {words::CREATE_PASSWORD}
                        </button>
                    </p>
                }
                    .into_any()
            }
            Some(Ok(Password { text, expires })) => {
                view! {
                    <CopyField
                        id="new-person-password"
                        label=words::PASSWORD
                        value=text
                        copied=words::PASSWORD_COPIED
                    />
                    <p class="muted hint">
                        {words::PASSWORD_UNTIL} " " <Moment at=expires/> {people_words::NOT_AGAIN}
                    </p>
                }
                    .into_any()
            }
            Some(Err(why)) => view! { <p class="note warn">{why}</p> }.into_any(),
        }}
        {move || failed.get().map(|error| view! { <ErrorView error on_retry=create/> })}
    }
}
