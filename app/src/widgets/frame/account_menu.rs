//! The account menu: signed-in person, shortcuts, sign-out.

use crate::api::session::Session;
use crate::paths;
use crate::state::session::SignedIn;
use crate::state::storage::forget_all;
use crate::text::frame as words;
use crate::ui::keys::Shortcuts;
use crate::ui::named::named;
use crate::ui::popover::hide;
use crate::widgets::frame::key_help::KeyHelpOpen;
use domain::access::permission::Permission;
use leptos::prelude::*;

/// A button with the person's initials that opens the menu; a link to sign in if no person is signed in.
#[component]
pub fn AccountMenu() -> impl IntoView {
    let who = use_context::<SignedIn>();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let session = match who {
                    Some(SignedIn(who)) => who.await.ok().flatten(),
                    None => None,
                };
                match session {
                    Some(session) => view! { <Menu session/> }.into_any(),
                    None => {
                        view! {
                            <a class="name" href=paths::SIGN_IN rel="external">
                                {words::SIGN_IN}
                            </a>
                        }
                            .into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Menu(session: Session) -> impl IntoView {
    let Session { actor, permissions, ending_relationships: ending, .. } = session;
    let keys = use_context::<Shortcuts>();
    let help = use_context::<KeyHelpOpen>();
    let on = move || keys.is_none_or(|keys| keys.on.get());
    let in_portal = actor.portal.is_some();
    let manages = permissions.contains(Permission::ManagePeople);
    let sees_users = permissions.contains(Permission::SeeUsers);
    // The page of all activity, or its part that is about security alone.
    let activity = match (sees_users, permissions.contains(Permission::SeeSecurity)) {
        (true, _) => Some(paths::ACTIVITY),
        (false, true) => Some(paths::SECURITY),
        (false, false) => None,
    };
    view! {
        <button type="button" class="me" popovertarget="account" aria-label=words::account_of(&actor.name)>
            <span aria-hidden="true">{initials(&actor.name)}</span>
        </button>
        <div id="account" class="bubble account" popover="auto">
            <p>
                <b>{named(actor.name)}</b>
                <br/>
                <span class="muted">{named(actor.sign_in_name)}</span>
            </p>
            <label class="switch">
                <span>{words::SINGLE_KEYS}</span>
                <input
                    type="checkbox"
                    role="switch"
                    checked=true
                    prop:checked=on
                    on:change=move |event| {
                        if let Some(keys) = keys {
                            keys.switch(event_target_checked(&event));
                        }
                    }
                />
            </label>
            <button
                type="button"
                class="plain"
                popovertarget="account"
                popovertargetaction="hide"
                on:click=move |_| {
                    if let Some(KeyHelpOpen(open)) = help {
                        open.set(true);
                    }
                }
            >
                {words::KEYBOARD_SHORTCUTS}
                " "
                <kbd>"?"</kbd>
            </button>
            <a class="plain" href=paths::account(in_portal) on:click=|_| hide("account")>
                {words::MY_ACCOUNT}
            </a>
            {activity
                .filter(|_| !in_portal)
                .map(|activity| {
                    view! {
                        <a class="plain" href=activity on:click=|_| hide("account")>
                            {words::ALL_ACTIVITY}
                        </a>
                    }
                })}
            {sees_users
                .then(|| {
                    view! {
                        <a class="plain" href=paths::RELATIONSHIPS on:click=|_| hide("account")>
                            {words::ALL_RELATIONSHIPS} {words::ending(ending)}
                        </a>
                    }
                })}
            {manages
                .then(|| {
                    view! {
                        <a class="plain" href=paths::ACCOUNT_SETTINGS on:click=|_| hide("account")>
                            {words::ACCOUNT_SETTINGS}
                        </a>
                        <a class="plain" href=paths::PEOPLE on:click=|_| hide("account")>
                            {words::USER_MANAGEMENT}
                        </a>
                    }
                })}
            <form method="post" action=paths::SIGN_OUT on:submit=|_| forget_all()>
                <button type="submit" class="second">
                    {words::SIGN_OUT}
                </button>
            </form>
        </div>
    }
}

/// The first letters of the first and last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        assert_eq!(
            [initials("Anna Kováčová"), initials("élodie"), initials("Ana de la Cruz"), initials(" ")],
            ["AK", "É", "AC", ""]
        );
    }
}
