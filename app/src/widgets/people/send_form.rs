//! Dialogs that send requests: the dialog, its form with buttons, and why the latest request changed nothing.

use super::sending::{FieldRefusal, Sending};
use crate::text::common;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use leptos::prelude::*;

/// A dialog about one of many rows. It stays open while a request is under way.
#[component]
pub fn SendDialog<T: Clone + Send + Sync + 'static, Why: Send + Sync + 'static>(
    dialog: DialogAbout<T>,
    sending: Sending<Why>,
    title: fn(&T) -> String,
    content: Callback<T, AnyView>,
) -> impl IntoView {
    let DialogAbout { open, about } = dialog;
    let title = Signal::derive(move || about.with(|about| about.as_ref().map(title).unwrap_or_default()));
    let may_close = Callback::new(move |()| !sending.busy.get_untracked());
    view! {
        <Dialog open title may_close>
            {move || about.get().map(|about| content.run(about))}
        </Dialog>
    }
}

/// The form. `notice` is a refusal that is not shown at a field. Nothing closes the dialog while a request is under way.
#[component]
pub fn SendForm<Why: Send + Sync + 'static>(
    class: &'static str,
    button_class: &'static str,
    open: RwSignal<bool>,
    sending: Sending<Why>,
    notice: Signal<Option<String>>,
    #[prop(into)] label: Signal<String>,
    on_send: Callback<()>,
    children: Children,
) -> impl IntoView {
    let busy = move || sending.busy.get().then_some("true");
    view! {
        <form
            class=class
            on:submit=move |event| {
                event.prevent_default();
                on_send.run(());
            }
        >
            {children()}
            <NotDone sending notice on_retry=on_send/>
            <p class="foot">
                <button type="submit" class=button_class aria-disabled=busy aria-busy=busy>
                    {move || label.get()}
                </button>
                <button
                    type="button"
                    class="second"
                    aria-disabled=busy
                    on:click=move |_| {
                        if !sending.busy.get_untracked() {
                            open.set(false);
                        }
                    }
                >
                    {common::CANCEL}
                </button>
            </p>
        </form>
    }
}

/// A form with fields, which show refusals that are about them. Its button says `send`, and `busy` while a request is under way.
#[component]
pub fn FieldsForm<Why: FieldRefusal>(
    open: RwSignal<bool>,
    sending: Sending<Why>,
    send: &'static str,
    busy: &'static str,
    on_send: Callback<()>,
    children: Children,
) -> impl IntoView {
    let label = Signal::derive(move || if sending.busy.get() { busy } else { send });
    view! {
        <SendForm class="person-form" button_class="primary" open sending notice=sending.notice() label on_send>
            {children()}
        </SendForm>
    }
}

/// The question before a command. A command that `takes_away` something has a button that warns.
#[component]
pub fn QuestionForm<Why: FieldRefusal>(
    open: RwSignal<bool>,
    sending: Sending<Why>,
    takes_away: bool,
    #[prop(into)] label: Signal<String>,
    on_send: Callback<()>,
    children: Children,
) -> impl IntoView {
    let button_class = if takes_away { "danger" } else { "primary" };
    view! {
        <SendForm class="question" button_class open sending notice=sending.refusal() label on_send>
            {children()}
        </SendForm>
    }
}

/// Why the latest request changed nothing.
#[component]
pub fn NotDone<Why: Send + Sync + 'static>(
    sending: Sending<Why>,
    notice: Signal<Option<String>>,
    on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        {move || sending.failed.get().map(|error| view! { <ErrorView error on_retry/> })}
        {move || notice.get().map(|words| view! { <Notice kind=NoticeKind::Bad>{words}</Notice> })}
    }
}
