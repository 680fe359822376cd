//! Setting up a second factor: the QR code, a code to confirm it, and recovery codes.

use super::asking::{Asking, CodeForm};
use super::codes::RecoveryCodes;
use crate::api::second_factor::{NewSecondFactor, Picture, begin_second_factor, confirm_second_factor};
use crate::text::second_factor as words;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use domain::access::second_factor::CodeText;
use domain::directory::password::Secret;
use leptos::prelude::*;

/// The id of the field for the code.
const CODE: &str = "second-factor-code";
/// The light squares around a QR code, without which apps don't find it.
const MARGIN: usize = 4;

/// How far the set-up is. Its content is secret, so it is in memory only.
#[derive(Clone)]
enum Stage {
    NotBegun,
    Begun(NewSecondFactor),
    Done(Vec<Secret>),
}

/// The set-up from its first button on, of the first phone or of one that `replaces` it. `on_done` is called when the
/// person has saved the recovery codes.
#[component]
pub fn SetUp(on_done: Callback<()>, #[prop(optional)] replaces: bool) -> impl IntoView {
    let stage = RwSignal::new(Stage::NotBegun);
    let (begin, class) = if replaces { (words::BEGIN_NEW_PHONE, "second") } else { (words::SET_UP, "primary") };
    let turn_on = if replaces { words::USE_NEW_PHONE } else { words::TURN_ON };
    move || match stage.get() {
        Stage::NotBegun => view! { <Begin stage label=begin class/> }.into_any(),
        Stage::Begun(new) => view! { <Confirm new stage turn_on/> }.into_any(),
        Stage::Done(codes) => view! { <RecoveryCodes codes on_done/> }.into_any(),
    }
}

#[component]
fn Begin(stage: RwSignal<Stage>, label: &'static str, class: &'static str) -> impl IntoView {
    let asking = Asking::begin();
    let begin = Callback::new(move |()| asking.send(begin_second_factor(), move |new| stage.set(Stage::Begun(new))));
    let busy = move || asking.busy.get().then_some("true");
    view! {
        {move || asking.failed.get().map(|error| view! { <ErrorView error on_retry=begin/> })}
        {move || {
            asking
                .refused
                .get()
                .map(|refused| view! { <Notice kind=NoticeKind::Bad>{refused.to_string()}</Notice> })
        }}
        <p class="acts">
            <button type="button" class=class aria-disabled=busy aria-busy=busy on:click=move |_| begin.run(())>
                {label}
            </button>
        </p>
    }
}

#[component]
fn Confirm(new: NewSecondFactor, stage: RwSignal<Stage>, turn_on: &'static str) -> impl IntoView {
    let NewSecondFactor { key, picture } = new;
    let asking = Asking::begin();
    let confirm = Callback::new(move |code: CodeText| {
        asking.send(confirm_second_factor(code), move |codes| stage.set(Stage::Done(codes)));
    });
    view! {
        <p>{words::SCAN}</p>
        <QrCode picture/>
        <p>{words::OR_TYPE}</p>
        <p class="secret">{key.reveal().to_owned()}</p>
        <CodeForm asking id=CODE label=words::CODE_OF_APP button=turn_on on_code=confirm/>
        <Begin stage label=words::BEGIN_AGAIN class="plain"/>
    }
}

/// A QR code, dark on light in both themes, because some apps read nothing else.
#[component]
fn QrCode(picture: Picture) -> impl IntoView {
    let Picture { side, path } = picture;
    let whole = side + 2 * MARGIN;
    view! {
        <svg
            class="qr-code"
            role="img"
            aria-label=words::PICTURE
            viewBox=format!("-{MARGIN} -{MARGIN} {whole} {whole}")
        >
            <rect class="light" x=format!("-{MARGIN}") y=format!("-{MARGIN}") width=whole.to_string() height=whole.to_string()></rect>
            <path class="dark" d=path.reveal().to_owned()></path>
        </svg>
    }
}
