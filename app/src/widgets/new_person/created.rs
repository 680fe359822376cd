//! The dialog shown once after a user was created: the link of the invitation, and the temporary password of the directory.

use crate::api::people::MadeLink;
use crate::paths;
use crate::text::new_person as words;
use crate::text::people as people_words;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::moment::Moment;
use crate::widgets::people::link::NewLink;
use crate::widgets::people::shown_once::{CopyField, ShownOnce};
use domain::console::passwords::HandedOut;
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::*;

/// The user who was created.
#[derive(Clone)]
pub struct Created {
    name: String,
    tenant: CustomerId,
    operation: OperationId,
    link: Option<Link>,
    password: Option<Password>,
}

/// The link of the invitation. It is a secret, so it is kept only while it is shown.
#[derive(Clone)]
struct Link {
    address: String,
    expires: i64,
    mailed: bool,
}

/// A temporary password, or why there is none. It is kept only while it is shown.
#[derive(Clone)]
enum Password {
    Made { text: String, expires: i64 },
    None { why: String },
}

impl Password {
    fn of(out: &HandedOut) -> Self {
        match out.handed.first() {
            Some(one) => Self::Made { text: one.secret.reveal().to_owned(), expires: out.expires },
            None => Self::None { why: out.left_out.first().map(|one| one.why.clone()).unwrap_or_default() },
        }
    }
}

impl Created {
    /// A user who was created by an operation of a tenant.
    pub fn of(
        name: String,
        (tenant, operation): (CustomerId, OperationId),
        (link, password): (Option<MadeLink>, Option<Box<HandedOut>>),
    ) -> Self {
        let link = link.map(|link| Link {
            address: NewLink::address_of(&link.path),
            expires: link.expires,
            mailed: link.mailed,
        });
        Self { name, tenant, operation, link, password: password.as_deref().map(Password::of) }
    }
}

/// The dialog.
#[component]
pub fn CreatedDialog(created: DialogAbout<Created>) -> impl IntoView {
    let title = |_: &Created| words::CREATED;
    let content = |created: Created| view! { <CreatedContent created/> }.into_any();
    view! { <ShownOnce shown=created title content/> }
}

#[component]
fn CreatedContent(created: Created) -> impl IntoView {
    let Created { name, tenant, operation, link, password } = created;
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
        {password.map(|password| view! { <PasswordPart password/> })}
        <p>
            <a href=paths::operation(tenant, operation)>{words::SHOW_CHANGE}</a>
        </p>
    }
}

/// The temporary password of the directory.
#[component]
fn PasswordPart(password: Password) -> impl IntoView {
    view! {
        <p>{words::PASSWORD_MEANS}</p>
        {match password {
            Password::Made { text, expires } => {
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
            Password::None { why } => view! { <p class="note warn">{why}</p> }.into_any(),
        }}
    }
}
