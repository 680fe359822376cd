//! Deleting a customer. It stands beside the relationships, because it ends all of them.

use crate::api::customers::{DeletionReply, delete_customer, get_customer_contents};
use crate::paths;
use crate::state::session::{KnownCustomer, denied};
use crate::state::toasts::use_toasts;
use crate::text::customer_deletion as words;
use crate::ui::command::Command;
use crate::ui::dialog_about::DialogAbout;
use crate::widgets::people::fields::TextField;
use crate::widgets::people::send_form::{NotDone, SendDialog, SendForm};
use crate::widgets::people::sending::{FieldRefusal, Sending};
use domain::access::permission::Permission;
use domain::bounds::TYPED_MAX;
use domain::directory::customer_deletion::{CustomerContents, DeletionForm, DeletionRefused, check_name};
use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The id of the field.
const FIELD: &str = "customer-name";

impl FieldRefusal for DeletionRefused {
    fn field(&self) -> Option<&'static str> {
        (*self == Self::Name).then_some(FIELD)
    }
}

/// The dialog, the text typed into it, and its requests. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
struct Deleting {
    customer: CustomerId,
    dialog: DialogAbout<CustomerContents>,
    typed: RwSignal<String>,
    /// Loads the contents of the customer.
    loading: Sending<DeletionRefused>,
    sending: Sending<DeletionRefused>,
}

impl Deleting {
    fn begin(customer: CustomerId) -> Self {
        Self {
            customer,
            dialog: DialogAbout::begin(),
            typed: RwSignal::new(String::new()),
            loading: Sending::begin(),
            sending: Sending::begin(),
        }
    }

    /// Loads the contents of the customer, and opens the dialog.
    fn ask(self) {
        if self.loading.busy.get_untracked() {
            return;
        }
        self.loading.clear();
        self.loading.busy.set(true);
        spawn_local(async move {
            let contents = get_customer_contents(self.customer).await;
            if self.loading.busy.try_set(false).is_some() {
                return;
            }
            match contents {
                Ok(contents) => {
                    self.sending.clear();
                    self.typed.set(String::new());
                    self.dialog.ask(contents);
                }
                Err(error) => self.loading.failed.set(Some(error)),
            }
        });
    }

    /// Sends the request, unless another name is typed. Once the customer is deleted, `on_deleted` gets its name, and whether the page
    /// is still there.
    fn send(self, seen: CustomerContents, on_deleted: impl FnOnce(&str, bool) + 'static) {
        if self.sending.busy.get_untracked() {
            return;
        }
        self.sending.clear();
        let name = self.typed.get_untracked();
        if let Err(refused) = check_name(&name, &seen.name) {
            return self.sending.refused.set(Some(refused));
        }
        self.sending.busy.set(true);
        spawn_local(async move {
            let said = seen.name.clone();
            let answer = delete_customer(self.customer, DeletionForm { name, seen }).await;
            let is_here = self.sending.busy.try_set(false).is_none();
            match answer {
                Ok(DeletionReply::Done) => on_deleted(&said, is_here),
                Ok(DeletionReply::Refused(refused)) => {
                    // The person decides anew, looking at the contents of now.
                    if refused == DeletionRefused::Changed
                        && let Ok(contents) = get_customer_contents(self.customer).await
                    {
                        self.dialog.about.try_set(Some(contents));
                    }
                    self.sending.refused.try_set(Some(refused));
                }
                Err(error) => {
                    self.sending.failed.try_set(Some(error));
                }
            }
        });
    }
}

/// The heading, the command, and its dialog.
#[component]
pub fn DeleteCustomer(customer: CustomerId) -> impl IntoView {
    let deleting = Deleting::begin(customer);
    let on_click = Callback::new(move |()| deleting.ask());
    let content = Callback::new(move |contents| view! { <Form deleting contents/> }.into_any());
    view! {
        <h2>{words::DELETE}</h2>
        <p class="muted">{words::LEAD}</p>
        <div class="acts">
            <Command
                id="delete-customer"
                label=words::DELETE
                on_click
                why_not=denied(Permission::DeleteCustomers)
                busy=deleting.loading.busy
                class="second"
            />
        </div>
        <NotDone sending=deleting.loading notice=deleting.loading.notice() on_retry=on_click/>
        <SendDialog
            dialog=deleting.dialog
            sending=deleting.sending
            title=|contents| words::title(&contents.name)
            content
        />
    }
}

#[component]
fn Form(deleting: Deleting, contents: CustomerContents) -> impl IntoView {
    let Deleting { dialog, typed, sending, .. } = deleting;
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let known = use_context::<KnownCustomer>();
    sending.focus_refused();
    let on_input = Callback::new(move |text| {
        typed.set(text);
        sending.forgive(FIELD);
    });
    let lines = words::lines(&contents).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let on_send = Callback::new(move |()| {
        let navigate = navigate.clone();
        deleting.send(contents.clone(), move |name, is_here| {
            toasts.show(words::deleted(name));
            if let Some(KnownCustomer(known)) = known {
                known.set(None);
            }
            if is_here {
                navigate(paths::CUSTOMERS, NavigateOptions::default());
            }
        });
    });
    let label = Signal::derive(move || if sending.busy.get() { words::DELETING } else { words::DELETE }.to_owned());
    view! {
        <SendForm
            class="person-form"
            button_class="danger"
            open=dialog.open
            sending
            notice=sending.notice()
            label
            on_send
        >
            <p>{words::GOES}</p>
            <ul class="contents">{lines}</ul>
            <p>
                <strong>{words::FOR_GOOD}</strong>
                " "
                {words::KEPT}
            </p>
            <TextField
                id=FIELD
                label=words::NAME
                value=typed
                on_input
                error=sending.error(FIELD)
                hint=words::NAME_HINT
                max=TYPED_MAX
            />
        </SendForm>
    }
}
