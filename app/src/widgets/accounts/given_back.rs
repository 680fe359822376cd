//! Licenses that users get besides their accounts when they are restored, and those left out.

use crate::text::restore as words;
use crate::ui::check_box::CheckBox;
use crate::ui::notice::{Notice, NoticeKind};
use domain::console::accounts::GivenBackCounts;
use domain::rules::restore::Without;
use leptos::prelude::*;

/// A box for each thing that could be given back; `on_choose` is told when one is ticked or cleared.
#[component]
pub fn GivenBackChoice(
    #[prop(into)] given_back: Signal<GivenBackCounts>,
    without: RwSignal<Without>,
    on_choose: Callback<()>,
) -> impl IntoView {
    let licenses = Memo::new(move |_| given_back.with(|given_back| given_back.licenses));
    let sign_in = Memo::new(move |_| given_back.with(|given_back| given_back.sign_in));
    let from_sync = Memo::new(move |_| given_back.with(|given_back| given_back.from_sync));
    let choose = move |choose: fn(&mut Without, bool), is_on: bool| {
        without.update(|without| choose(without, !is_on));
        on_choose.run(());
    };
    view! {
        {move || {
            (licenses.get() > 0)
                .then(|| {
                    view! {
                        <CheckBox
                            label=words::give_back_licenses(licenses.get())
                            is_on=Signal::derive(move || !without.with(|without| without.licenses))
                            on_tick=Callback::new(move |is_on| choose(|without, left_out| without.licenses = left_out, is_on))
                        />
                    }
                })
        }}
        {move || {
            (sign_in.get() > 0)
                .then(|| {
                    view! {
                        <CheckBox
                            label=words::allow_sign_in(sign_in.get())
                            is_on=Signal::derive(move || !without.with(|without| without.sign_in))
                            on_tick=Callback::new(move |is_on| choose(|without, left_out| without.sign_in = left_out, is_on))
                        />
                    }
                })
        }}
        {move || {
            (from_sync.get() > 0)
                .then(|| view! { <Notice kind=NoticeKind::Warn><p>{words::from_sync(from_sync.get())}</p></Notice> })
        }}
    }
}
