//! Sign-in where there are identity providers. Plain HTML: their links come before the form of name and password. Where passwords
//! are switched off, they are alone, or the form is folded away for people of customers' portals.

use super::plain;
use super::sign_in::{fields, forgot_password};
use crate::paths;
use crate::shell::Assets;
use crate::text::frame as words;
use crate::text::providers;
use domain::access::identity_provider::{LocalPasswords, ProviderName, SignInWays};
use domain::ids::IdentityProviderId;
use leptos::prelude::*;

/// The document. `next` is the local address that follows, and `error` tells why the last attempt failed, to somebody of a portal if it
/// shows the provider of a customer: the `entrance`, to which the form leads back.
pub fn document(
    assets: &Assets,
    ways: &SignInWays,
    next: &str,
    (error, entrance): (Option<&str>, Option<IdentityProviderId>),
) -> String {
    let error = error.map(|error| {
        providers::portal_error(error)
            .filter(|_| entrance.is_some())
            .map_or_else(|| words::sign_in_error(error), str::to_owned)
    });
    let links = ways.providers.iter().map(|provider| link(provider, next)).collect_view();
    let form = || {
        view! {
            <form method="post" action=paths::SIGN_IN>
                <input type="hidden" name="next" value=next.to_owned()/>
                {entrance.map(|provider| view! { <input type="hidden" name="provider" value=provider.to_string()/> })}
                {fields()}
            </form>
            {forgot_password()}
        }
    };
    let form = match (ways.passwords, ways.has_portals) {
        (LocalPasswords::On, _) => view! {
            <p class="or muted">{providers::OR}</p>
            {form()}
        }
        .into_any(),
        // A person who was refused sees the form again.
        (LocalPasswords::Off, true) => view! {
            <details open=error.is_some()>
                <summary>{providers::PORTAL_PASSWORD}</summary>
                {form()}
            </details>
        }
        .into_any(),
        (LocalPasswords::Off, false) => ().into_any(),
    };
    let content = view! {
        {error.map(|error| view! { <p class="note bad" role="alert">{error}</p> })}
        <div class="providers">{links}</div>
        {form}
    };
    plain::document(assets, words::SIGN_IN, content.into_any())
}

fn link(provider: &ProviderName, next: &str) -> impl IntoView {
    let label = providers::sign_in_with(&provider.name);
    view! {
        <a class="second" href=paths::sign_in_with(provider.id, next)>
            {label}
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn page(passwords: LocalPasswords, has_portals: bool) -> String {
        let assets = Assets { js: String::new(), link: String::new(), wasm: String::new(), css: "/x.css".into() };
        let id = IdentityProviderId::new(Uuid::from_u128(1));
        let providers = vec![ProviderName { id, name: "Contoso <b>".into() }];
        document(&assets, &SignInWays { providers, passwords, has_portals }, "/customers?a=b", (None, None))
    }

    #[test]
    fn providers_come_before_the_password_or_alone() {
        let on = page(LocalPasswords::On, true);
        let link = on.find("/sign-in/provider/00000000-0000-0000-0000-000000000001?next=/customers%3Fa%3Db");
        assert!(link.is_some() && link < on.find("name=\"password\""), "{on}");
        assert!(!on.contains("<b>") && !on.contains("<script"), "{on}");
        assert!(!on.contains("<details"), "{on}");
        assert!(!page(LocalPasswords::Off, false).contains("name=\"password\""));
        let folded = page(LocalPasswords::Off, true);
        let details = folded.find("<details>");
        assert!(details.is_some() && details < folded.find("name=\"password\""), "{folded}");
    }
}
