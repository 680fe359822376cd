//! Who is signed in, and the customer last looked at.

use crate::api::session::who_is_signed_in;
use crate::error::ApiError;
use domain::access::Actor;
use domain::directory::customer::Customer;
use leptos::prelude::*;

/// Who is signed in. Signing in and out load the document anew, so it is asked once.
#[derive(Clone, Copy)]
pub struct SignedIn(pub Resource<Result<Option<Actor>, ApiError>>);

/// The customer last shown, so that going from page to page keeps its title in place while it is loaded again.
#[derive(Debug, Clone, Copy)]
pub struct KnownCustomer(pub RwSignal<Option<Customer>>);

/// Provides [`SignedIn`] and [`KnownCustomer`]; called once, by the app.
pub fn provide_session() {
    provide_context(SignedIn(Resource::new(|| (), |()| who_is_signed_in())));
    provide_context(KnownCustomer(RwSignal::new(None)));
}
