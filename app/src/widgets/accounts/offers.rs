//! New emails for users who cannot come back under their own.

use crate::text::{accounts as words, restore};
use domain::console::accounts::UpnOffer;
use domain::ids::UserId;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A field for each user. `typed` has the names that are typed and not used yet, and `tried` the used ones. `on_use` uses all
/// fields.
#[component]
pub fn UpnOffers(
    offers: Vec<UpnOffer>,
    more: usize,
    typed: RwSignal<BTreeMap<UserId, String>>,
    tried: RwSignal<BTreeMap<UserId, String>>,
    on_use: Callback<()>,
) -> impl IntoView {
    let offered: BTreeMap<UserId, String> = offers.iter().map(|offer| (offer.user, offer.upn.clone())).collect();
    let field = move |offer: UpnOffer| {
        let (user, why) = (offer.user, format!("why-{}", offer.user));
        // An offered name is free; the one that was tried instead is not.
        let was_tried = tried.with_untracked(|tried| tried.contains_key(&user));
        let value = move || typed.with(|typed| typed.get(&user).cloned()).unwrap_or_else(|| offer.upn.clone());
        view! {
            <label class="field">
                <span>{words::new_email(&offer.name)}</span>
                <input
                    class="box"
                    type="text"
                    inputmode="email"
                    autocomplete="off"
                    aria-describedby=why.clone()
                    prop:value=value
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        typed.update(|typed| {
                            typed.insert(user, text);
                        });
                    }
                />
            </label>
            <p class="field-error" id=why>
                {was_tried.then_some(offer.why)}
            </p>
        }
    };
    view! {
        <form on:submit=move |event| {
            event.prevent_default();
            typed.update(|typed| {
                for (user, upn) in &offered {
                    typed.entry(*user).or_insert_with(|| upn.clone());
                }
            });
            on_use.run(());
        }>
            <p>{restore::OFFERS}</p>
            {offers.into_iter().map(field).collect_view()}
            {(more > 0).then(|| view! { <p class="muted">{words::more_offers(more)}</p> })}
            <p>
                <button type="submit" class="second">{words::USE_EMAILS}</button>
            </p>
        </form>
    }
}
