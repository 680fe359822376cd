//! The signed-in person, and the customer last looked at.

use crate::api::session::{Session, who_is_signed_in};
use crate::error::ApiError;
use crate::state::resource::{Resource, resource};
use domain::access::CustomerRights;
use domain::access::denied::Denied;
use domain::access::permission::Permission;
use domain::console::reason::ReasonPolicy;
use domain::directory::customer::Customer;
use domain::rules::failure::CREATED_ON_PREMISES;
use leptos::prelude::*;

/// The signed-in person. Signing in and out load the document anew, so it is asked once; again only when the server knows
/// better.
#[derive(Clone, Copy)]
pub struct SignedIn(pub Resource<Result<Option<Session>, ApiError>>);

/// The customer last shown, so that going from page to page keeps its title in place while it is loaded again.
#[derive(Debug, Clone, Copy)]
pub struct KnownCustomer(pub RwSignal<Option<Customer>>);

/// The permissions of the person at the customer last shown.
#[derive(Debug, Clone, Copy)]
pub struct KnownRights(pub RwSignal<CustomerRights>);

/// Provides [`SignedIn`], [`KnownCustomer`] and [`KnownRights`]; called once, by the app.
pub fn provide_session() {
    provide_context(SignedIn(resource(|| (), |()| who_is_signed_in())));
    provide_context(KnownCustomer(RwSignal::new(None)));
    provide_context(KnownRights(RwSignal::new(CustomerRights::default())));
}

/// The name of the customer last shown, for the titles of dialogs. Empty until it is known.
pub fn known_customer_name() -> Signal<String> {
    let known = use_context::<KnownCustomer>();
    Signal::derive(move || {
        known.and_then(|KnownCustomer(known)| known.get()).map(|customer| customer.name).unwrap_or_default()
    })
}

/// Whether reasons are asked for, as far as is known.
pub fn reason_policy() -> Memo<ReasonPolicy> {
    let signed_in = use_context::<SignedIn>();
    Memo::new(move |_| {
        let session = signed_in.and_then(|SignedIn(session)| session.get()).and_then(|session| session.ok().flatten());
        session.map(|session| session.reason_policy).unwrap_or_default()
    })
}

/// Why the signed-in person may not do something, there or at the customer last shown, as far as is known. The server decides again. The first render shows no
/// reason, because the server may render before it knows the person.
pub fn denied(permission: Permission) -> Memo<Option<String>> {
    let signed_in = use_context::<SignedIn>();
    let known = use_context::<KnownRights>();
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    Memo::new(move |_| {
        let SignedIn(session) = signed_in.filter(|_| live.get())?;
        let session = session.get()?.ok()??;
        let rights = known.map(|KnownRights(known)| known.get()).unwrap_or_default();
        let denied = match session.actor.portal {
            Some(place) => place.role.may(permission).err(),
            // An own organization is told of first: it allows this to nobody, whatever the role.
            None if !rights.own_organization && !session.permissions.contains(permission) => {
                Some(Denied::of(permission, session.has_custom))
            }
            None => rights.allows(permission, session.has_custom).err(),
        };
        Some(denied?.to_string())
    })
}

/// Why nobody can be added to the customer last shown, as far as is known.
pub fn why_nobody_is_added() -> Memo<Option<String>> {
    let denied = denied(Permission::EditUsers);
    let known = use_context::<KnownCustomer>();
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let is_elsewhere = move || {
        let KnownCustomer(known) = known.filter(|_| live.get())?;
        known
            .with(|known| known.as_ref().is_some_and(|known| known.created_on_premises))
            .then(|| CREATED_ON_PREMISES.to_owned())
    };
    Memo::new(move |_| denied.get().or_else(is_elsewhere))
}

/// Whether the page is about an own organization of the partner, as far as is known.
pub fn is_own_organization() -> Memo<bool> {
    let known = use_context::<KnownRights>();
    Memo::new(move |_| known.is_some_and(|KnownRights(known)| known.with(|rights| rights.own_organization)))
}

/// Loads the partner's requirements for its people again.
pub fn session_asker() -> Callback<()> {
    let signed_in = use_context::<SignedIn>();
    Callback::new(move |()| {
        if let Some(SignedIn(session)) = signed_in {
            session.refetch();
        }
    })
}
