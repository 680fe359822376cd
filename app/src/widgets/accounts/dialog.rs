//! The dialog that asks before accounts are changed.

use super::question::{AccountsPreviewState, AccountsQuestion};
use crate::state::accounts::AccountsQuestion;
use crate::state::session::known_customer_name;
use crate::text::accounts as words;
use crate::ui::dialog::Dialog;
use domain::rules::account_change::AccountChange;
use leptos::prelude::*;

/// Asks about a chosen change and carries it out.
#[component]
pub fn AccountsDialog(asked: RwSignal<Option<AccountsQuestion>>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(asked.with(Option::is_some)));
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            asked.set(None);
        }
        now
    });
    let customer_name = known_customer_name();
    let title = Signal::derive(move || {
        asked.get().map(|asked| words::question_title(&customer_name.get(), asked.kind)).unwrap_or_default()
    });
    let close = Callback::new(move |()| open.set(false));
    let question = move |asked: AccountsQuestion| {
        // An operation with entries is tried again as it was asked. The change does not matter then.
        let change = Signal::stored(Some(asked.kind.change().unwrap_or(AccountChange::Allow)));
        let foreseen = RwSignal::new(AccountsPreviewState::Nothing);
        view! { <AccountsQuestion asked change foreseen on_done=close on_leave=close/> }
    };
    view! {
        <Dialog open title>
            {move || asked.get().map(question)}
        </Dialog>
    }
}
