//! The tenant whose people are shown, or those who belong to none.

use super::managing::ManagingPeople;
use crate::paths;
use crate::text::frame::SIGN_IN;
use crate::text::tenants as words;
use crate::ui::named::named;
use crate::ui::popover::{Popover, hide};
use crate::widgets::frame::error_view::here;
use domain::access::people::People;
use domain::access::tenant::Tenant;
use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos_router::hooks::use_url;

const MENU_ID: &str = "directories";

/// The directory that an address asks for. Without one it is that of the signed-in person.
pub fn asked_directory(asked: Option<&str>, own: Option<CustomerId>) -> Option<CustomerId> {
    match asked {
        Some(asked) => asked.parse().ok(),
        None => own,
    }
}

/// The name of the directory, and the menu of all. Nothing while the account is associated with no tenant.
#[component]
pub fn DirectoryHeading(managing: ManagingPeople) -> impl IntoView {
    let has_tenants = Memo::new(move |_| managing.people.with(|people| !people.tenants.is_empty()));
    let tenant = Memo::new(move |_| shown_tenant(managing));
    let name = move || tenant.with(|tenant| tenant.as_ref().map_or_else(no_directory, words::tenant_name));
    let means = move || {
        tenant.with(|tenant| match tenant {
            None => Some(words::NO_DIRECTORY_MEANS),
            Some(tenant) => tenant.on_premises.then_some(words::ON_PREMISES_MEANS),
        })
    };
    move || {
        has_tenants.get().then(|| {
            view! {
                <div class="directory">
                    <h2>{move || named(name())}</h2>
                    <DirectoryMenu managing/>
                    {move || means().map(|means| view! { <p class="muted">{means}</p> })}
                </div>
            }
        })
    }
}

/// The alternatives for somebody who does not manage people of the directory.
#[component]
pub fn NeedsAuthorization(managing: ManagingPeople) -> impl IntoView {
    let url = use_url();
    let address = move || paths::sign_in(&url.with(|url| here(url.path(), url.search())));
    view! {
        <div class="note bad" role="alert">
            <h2>{words::NEEDS_AUTHORIZATION}</h2>
            <p>{words::WHO_MANAGES}</p>
            <div class="acts">
                <a href=address rel="external">
                    {SIGN_IN}
                </a>
                <DirectoryMenu managing/>
            </div>
        </div>
    }
}

#[component]
fn DirectoryMenu(managing: ManagingPeople) -> impl IntoView {
    let choices = move || {
        let choices = managing.people.with(choices);
        let shown = managing.tenant.get();
        let choices = choices.into_iter().map(move |(id, name)| {
            let current = (id == shown).then_some("true");
            view! {
                <li>
                    <a href=paths::people_of(id) aria-current=current on:click=move |_| hide(MENU_ID)>
                        {named(name)}
                    </a>
                </li>
            }
        });
        view! { <ul>{choices.collect_view()}</ul> }
    };
    view! {
        <Popover id=MENU_ID.to_owned() label=words::CHANGE_DIRECTORY>
            {choices}
        </Popover>
    }
}

/// The directories of the menu.
fn choices(people: &People) -> Vec<(Option<CustomerId>, String)> {
    let tenants = people.tenants.iter().map(|tenant| (Some(tenant.id), words::tenant_name(tenant)));
    tenants.chain([(None, no_directory())]).collect()
}

fn shown_tenant(managing: ManagingPeople) -> Option<Tenant> {
    let id = managing.tenant.get()?;
    managing.people.with(|people| people.tenant(id).cloned())
}

fn no_directory() -> String {
    words::NO_DIRECTORY.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_address_without_a_directory_shows_ones_own() {
        let (own, other) = (CustomerId::new(Uuid::from_u128(1)), CustomerId::new(Uuid::from_u128(2)));
        assert_eq!(asked_directory(None, Some(own)), Some(own));
        assert_eq!(asked_directory(Some(&other.to_string()), Some(own)), Some(other));
        assert_eq!(asked_directory(Some(paths::NO_DIRECTORY), Some(own)), None);
    }
}
