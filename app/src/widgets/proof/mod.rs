//! The dialog that asks for a proof of identity, before something sensitive is done.

mod form;

use crate::state::proving::ProofQuestion;
use crate::text::proof as words;
use crate::ui::dialog::Dialog;
use form::ProofForm;
use leptos::prelude::*;

/// The dialog, while a question is shown. Closing it proves nothing.
#[component]
pub fn ProofDialog(shown: RwSignal<Option<ProofQuestion>>) -> impl IntoView {
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        if shown.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true)
            && !is_open
            && let Some(question) = shown.get_untracked()
        {
            shown.set(None);
            question.answer(false);
        }
        is_open
    });
    let may_close = Callback::new(move |()| !busy.get_untracked());
    view! {
        <Dialog open title=words::TITLE may_close>
            {move || shown.get().map(|question| view! { <ProofForm question open busy/> })}
        </Dialog>
    }
}
