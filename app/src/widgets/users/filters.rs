//! Search, ready-made filters and chips above the users list.

use crate::api::users::get_filter_choices;
use crate::lazy::{self, LaterPart, UsersPart};
use crate::state::latest::Asker;
use crate::state::resource::resource;
use crate::state::toasts::use_toasts;
use crate::text::{accounts, users as words};
use crate::ui::focus::focus;
use crate::ui::keys::on_key;
use crate::urls::users::{ready_of, ready_word, view_pairs};
use crate::widgets::users::chips::{Chips, chips};
use crate::widgets::users::commands::when_fetched;
use crate::widgets::users::filter_form::FORM;
use crate::widgets::users::list::{History, UserList, use_user_list};
use crate::widgets::users::more_filters::MoreFiltersOpen;
use crate::widgets::users::pages::SizeSelect;
use domain::bounds::SEARCH_MAX;
use domain::directory::filter::{ReadyFilter, UserFilter};
use domain::store::FilterChoices;
use leptos::prelude::*;

/// The id of the part that a button opens on phones: everything except the search.
const FOLD: &str = "users-filters";
/// The id of the search box.
const SEARCH: &str = "users-search";
/// Quiet time before typed text is searched (milliseconds).
const TYPING_MS: u32 = 250;
/// Query keys not copied into hidden fields: those of the form's own fields, and those that a new search resets.
const NOT_CARRIED: [&str; 7] = ["filter", "search", "size", "after", "before", "last", "user"];

/// Search, filters and their chips.
#[component]
pub fn Filters() -> impl IntoView {
    let list = use_user_list();
    let open = RwSignal::new(false);
    let wanted = Memo::new(move |_| open.get() || list.view.with(|view| names_products(&view.query.filter)));
    let choices = resource(
        move || list.customer.get().filter(|_| wanted.get()),
        |customer| async move {
            match customer {
                Some(customer) => get_filter_choices(customer).await.unwrap_or_default(),
                None => FilterChoices::default(),
            }
        },
    );
    provide_context(MoreFiltersOpen { open, choices });
    let toasts = use_toasts();
    let more = move |_| when_fetched(list, toasts, accounts::NOT_FETCHED, move || open.set(true));
    let active = Memo::new(move |_| list.view.with(|view| chips(&view.query.filter, &[]).len()));
    let has_opened = Memo::new(move |before| before == Some(&true) || open.get());
    let carried = move || {
        let pairs = list.view.with(view_pairs).into_iter().filter(|(key, _)| !NOT_CARRIED.contains(key));
        pairs.map(|(key, value)| view! { <input type="hidden" name=key value=value/> }).collect_view()
    };
    view! {
        <form
            id=FORM
            class="users-tools"
            role="search"
            method="get"
            action=move || list.path()
            on:submit=move |event| event.prevent_default()
        >
            {carried}
            <SearchBox list/>
            <button type="button" class="second fold-opener" popovertarget=FOLD aria-haspopup="dialog">
                {move || words::filters_button(active.get())}
            </button>
            <div id=FOLD class="fold" popover="auto">
                <ReadySelect list/>
                <button type="button" class="second" on:click=more>
                    {words::MORE_FILTERS}
                </button>
                <SizeSelect/>
            </div>
        </form>
        <Chips choices/>
        {move || has_opened.get().then(|| lazy::part(LaterPart::Users(UsersPart::MoreFilters)))}
    }
}

fn names_products(filter: &UserFilter) -> bool {
    !(filter.any_of.is_empty() && filter.all_of.is_empty() && filter.none_of.is_empty())
}

/// Searches during typing, and immediately on Enter.
#[component]
fn SearchBox(list: UserList) -> impl IntoView {
    let in_url = move || list.view.with(|view| view.query.filter.search.clone());
    let text = RwSignal::new(untrack(in_url));
    let searched = StoredValue::new(untrack(in_url));
    let asker = Asker::begin();
    // Back, forward and “Clear all filters” change the text of the box; a search typed here does not.
    Effect::new(move |_| {
        let search = in_url();
        if search != searched.get_value() {
            searched.set_value(search.clone());
            text.set(search);
        }
    });
    let search = move || {
        let search = normal(&text.get_untracked());
        if search != untrack(in_url) {
            searched.set_value(search.clone());
            let filter = list.view.with_untracked(|view| view.query.filter.clone());
            list.filter_by(UserFilter { search, ..filter }, History::Replace);
        }
    };
    let on_input = move |event| {
        text.set(event_target_value(&event));
        asker.after(TYPING_MS, search);
    };
    let on_key_down = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            search();
        }
    };
    on_key("/", Callback::new(move |()| focus(SEARCH)));
    view! {
        <input
            id=SEARCH
            class="box"
            type="search"
            name="search"
            autocomplete="off"
            aria-label=words::SEARCH_LABEL
            placeholder=words::SEARCH_HINT
            maxlength=SEARCH_MAX.to_string()
            value=text.get_untracked()
            prop:value=move || text.get()
            on:input=on_input
            on:keydown=on_key_down
        />
    }
}

/// A search text as in the URL.
fn normal(text: &str) -> String {
    text.trim().chars().take(SEARCH_MAX).collect()
}

/// The ready-made filters.
#[component]
fn ReadySelect(list: UserList) -> impl IntoView {
    let ready = move || list.view.with(|view| view.query.filter.ready);
    let on_change = move |event| {
        let filter = list.view.with_untracked(|view| view.query.filter.clone());
        list.filter_by(UserFilter { ready: ready_of(&event_target_value(&event)), ..filter }, History::Push);
    };
    view! {
        <label class="muted inline-field">
            {words::FILTER_BY}
            <select class="box" name="filter" prop:value=move || ready_word(ready()) on:change=on_change>
                {ReadyFilter::ALL
                    .map(|each| {
                        view! {
                            <option value=ready_word(each) selected=untrack(ready) == each>
                                {words::ready_filter(each)}
                            </option>
                        }
                    })
                    .into_iter()
                    .collect_view()}
            </select>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_kept_as_the_url_keeps_it() {
        assert_eq!(normal("  adele v "), "adele v");
        assert_eq!(normal(&"é".repeat(200)).chars().count(), SEARCH_MAX);
    }
}
