//! The suggestions of the search in the top bar while a person types.

use super::top_bar::FOUND_ID;
use crate::api::search::find;
use crate::error::ApiError;
use crate::paths;
use crate::state::finding::Finding;
use crate::state::latest::Asker;
use crate::text::frame as words;
use crate::text::users::{BLOCKED, matched_by};
use crate::ui::named::named;
use domain::bounds::{SEARCH_MAX, SearchText};
use domain::directory::customer::CustomerSort;
use domain::directory::found::Found;
use domain::directory::page::Cursor;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The pause after a key before the server is asked, in milliseconds.
const PAUSE_MS: u32 = 120;

/// A suggestion with its address and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Suggestion {
    href: String,
    name: String,
    details: String,
}

/// The content below the field.
#[derive(Debug, Clone, PartialEq)]
enum SuggestionsState {
    Nothing,
    Suggestions(Vec<Suggestion>),
    NoMatch(String),
    Failed(ApiError),
}

/// The suggestions below the field: customers, then users, then a link to all matching customers. Enter chooses the first.
#[component]
pub fn Suggestions(finding: Finding) -> impl IntoView {
    let shown = RwSignal::new(SuggestionsState::Nothing);
    let at = RwSignal::new(0_usize);
    let asker = Asker::begin();
    // The person pressed Enter before the answer came.
    let wants_first = StoredValue::new(false);
    let navigate = use_navigate();
    let open = Callback::new(move |href: String| {
        finding.is_open.set(false);
        finding.typed.set(String::new());
        shown.set(SuggestionsState::Nothing);
        navigate(&href, NavigateOptions::default());
    });
    Effect::new(move |_| {
        let text = finding.typed.get().trim().to_owned();
        wants_first.set_value(false);
        if !is_enough(&text) {
            asker.give_up();
            shown.set(SuggestionsState::Nothing);
            finding.is_open.set(false);
            return;
        }
        let ask = find(SearchText(text.chars().take(SEARCH_MAX).collect()));
        asker.ask(PAUSE_MS, ask, move |answer| {
            let answer = shown_of(answer, &text);
            if let (SuggestionsState::Suggestions(found), true) = (&answer, wants_first.get_value()) {
                return open.run(found[0].href.clone());
            }
            at.set(0);
            shown.set(answer);
            finding.is_open.set(true);
        });
    });
    Effect::new(move |_| {
        let is_list = finding.is_open.get() && shown.with(|shown| matches!(shown, SuggestionsState::Suggestions(_)));
        finding.active.set(is_list.then(|| option_id(at.get())));
    });
    let on_key = move |event: KeyboardEvent| {
        let found = shown.with_untracked(|shown| match shown {
            SuggestionsState::Suggestions(found) => found.clone(),
            _ => Vec::new(),
        });
        let place = at.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !found.is_empty() => {
                event.prevent_default();
                let step = if event.key() == "ArrowDown" { 1 } else { found.len() - 1 };
                let was_open = finding.is_open.get_untracked();
                at.set(if was_open { (place + step) % found.len() } else { place });
                finding.is_open.set(true);
            }
            "Escape" if finding.is_open.get_untracked() => {
                event.prevent_default();
                finding.is_open.set(false);
            }
            "Enter" if !event.is_composing() => {
                let is_answered = finding.is_open.get_untracked();
                let chosen = found.get(place).filter(|_| is_answered);
                if chosen.is_some() || is_enough(finding.typed.get_untracked().trim()) {
                    event.prevent_default();
                }
                match chosen {
                    Some(chosen) => open.run(chosen.href.clone()),
                    None => wants_first.set_value(true),
                }
            }
            _ => {}
        }
    };
    finding.on_key.set_value(Some(Callback::new(on_key)));
    on_cleanup(move || finding.on_key.set_value(None));
    let option = move |(place, suggestion): (usize, Suggestion)| {
        let Suggestion { href, name, details } = suggestion;
        view! {
            <li
                id=option_id(place)
                role="option"
                aria-selected=move || if at.get() == place { "true" } else { "false" }
                on:click=move |_| open.run(href.clone())
            >
                {named(name)}
                <span class="sub">{details}</span>
            </li>
        }
    };
    view! {
        // A click must not take the focus from the field.
        <div class="found" hidden=move || !finding.is_open.get() on:mousedown=|event| event.prevent_default()>
            <ul id=FOUND_ID role="listbox" aria-label=words::FOUND>
                {move || match shown.get() {
                    SuggestionsState::Suggestions(found) => found.into_iter().enumerate().map(option).collect_view().into_any(),
                    _ => ().into_any(),
                }}
            </ul>
            <p role="status">
                {move || match shown.get() {
                    SuggestionsState::NoMatch(words) => Some(words),
                    SuggestionsState::Failed(error) => Some(error.to_string()),
                    SuggestionsState::Nothing | SuggestionsState::Suggestions(_) => None,
                }}
            </p>
        </div>
    }
}

/// A single letter would find half of all users. A single character of a script without spaces is a word.
fn is_enough(text: &str) -> bool {
    text.chars().nth(1).is_some()
        || text.chars().any(|c| !c.is_ascii() && c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
}

fn option_id(place: usize) -> String {
    format!("{FOUND_ID}-{place}")
}

fn shown_of(answer: Result<Found, ApiError>, text: &str) -> SuggestionsState {
    match answer {
        Err(error) => SuggestionsState::Failed(error),
        Ok(found) if found == Found::default() => SuggestionsState::NoMatch(words::nothing_matches(text)),
        Ok(found) => SuggestionsState::Suggestions(suggestions(found, text)),
    }
}

fn suggestions(found: Found, text: &str) -> Vec<Suggestion> {
    let has_customers = !found.customers.is_empty();
    let customers = found.customers.into_iter().map(|customer| Suggestion {
        href: paths::users(customer.id),
        name: customer.name,
        details: customer.primary_domain,
    });
    let users = found.users.into_iter().map(|user| {
        let blocked = if user.sign_in_allowed { String::new() } else { format!(" · {BLOCKED}") };
        Suggestion {
            href: paths::user(user.customer, user.id),
            name: user.name,
            details: format!(
                "{} · {}{blocked}{}",
                user.upn,
                user.customer_name,
                user.found_by.map(|address| format!(" · {}", matched_by(&address))).unwrap_or_default(),
            ),
        }
    });
    let all = has_customers.then(|| Suggestion {
        href: paths::customers(text, CustomerSort::default(), Cursor::First),
        name: words::ALL_MATCHING_CUSTOMERS.to_owned(),
        details: String::new(),
    });
    customers.chain(users).chain(all).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_is_too_little_and_one_ideograph_is_enough() {
        assert!(!is_enough("a") && !is_enough("é") && !is_enough(""));
        assert!(is_enough("ad") && is_enough("静"));
    }

    #[test]
    fn nothing_found_is_said_in_words() {
        assert_eq!(shown_of(Ok(Found::default()), "x"), SuggestionsState::NoMatch(words::nothing_matches("x")));
    }
}
