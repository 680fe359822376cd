//! Server functions that do something sensitive begin here: the session must have been proven recently. One place decides,
//! and `server/tests/api/proof.rs` names every server function on one side or the other.

use crate::error::ApiError;
use crate::services::{Services, allowed, customer_scope, operation_scope, own_account, setting_up, shared_scope};
use axum::http::request::Parts;
use domain::access::permission::Permission;
use domain::access::proof::{ProofKind, ProofRefused, ProofTime, TypedProof};
use domain::access::{Actor, CustomerScope};
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::use_context;
use std::pin::Pin;
use std::sync::Arc;

/// The outcome of a proof.
pub type Proven = Result<Result<(), ProofRefused>, ApiError>;

/// Checks the proof that a signed-in person types, and notes in the session of the request that it was right.
pub trait Prover: Send + Sync {
    /// Checks it. The typed text is nowhere afterwards.
    fn prove<'a>(
        &'a self,
        request: &'a Parts,
        actor: &'a Actor,
        typed: TypedProof,
    ) -> Pin<Box<dyn Future<Output = Proven> + Send + 'a>>;
}

/// The prover, provided to every server function.
#[derive(Clone)]
pub struct ProvidedProver(pub Arc<dyn Prover>);

/// Checks the proof of the signed-in person, or of a person who sets up a second factor first.
///
/// # Errors
/// [`ApiError::SignedOut`], [`ApiError::Unavailable`].
pub async fn prove(typed: TypedProof) -> Proven {
    let (_, actor) = setting_up()?;
    let (Some(ProvidedProver(prover)), Some(request)) = (use_context(), use_context::<Parts>()) else {
        return Err(ApiError::Unavailable.with_status());
    };
    prover.prove(&request, &actor, typed).await
}

/// Like [`allowed`], for something sensitive.
///
/// # Errors
/// Those of [`allowed`], and [`ApiError::ProofNeeded`].
pub async fn proven(permission: Permission) -> Result<(Services, Actor), ApiError> {
    let (services, actor) = allowed(permission).await?;
    expect_proof(&services, &actor).await?;
    Ok((services, actor))
}

/// Like [`own_account`], for something sensitive.
///
/// # Errors
/// Those of [`own_account`], and [`ApiError::ProofNeeded`].
pub async fn proven_own_account() -> Result<(Services, Actor), ApiError> {
    let (services, actor) = own_account().await?;
    expect_proof(&services, &actor).await?;
    Ok((services, actor))
}

/// Like [`setting_up`], for something sensitive.
///
/// # Errors
/// Those of [`setting_up`], and [`ApiError::ProofNeeded`].
pub async fn proven_setting_up() -> Result<(Services, Actor), ApiError> {
    let (services, actor) = setting_up()?;
    expect_proof(&services, &actor).await?;
    Ok((services, actor))
}

/// Like [`customer_scope`], for something sensitive.
///
/// # Errors
/// Those of [`customer_scope`], and [`ApiError::ProofNeeded`].
pub async fn proven_scope(permission: Permission, customer: CustomerId) -> Result<(Services, CustomerScope), ApiError> {
    let (services, scope) = customer_scope(permission, customer).await?;
    expect_proof(&services, &crate::services::actor()?).await?;
    Ok((services, scope))
}

/// Like [`shared_scope`], for something sensitive.
///
/// # Errors
/// Those of [`shared_scope`], and [`ApiError::ProofNeeded`].
pub async fn proven_shared_scope(
    permission: Permission,
    customer: CustomerId,
) -> Result<(Services, CustomerScope), ApiError> {
    let (services, scope) = shared_scope(permission, customer).await?;
    expect_proof(&services, &crate::services::actor()?).await?;
    Ok((services, scope))
}

/// Like [`operation_scope`], for something sensitive.
///
/// # Errors
/// Those of [`operation_scope`], and [`ApiError::ProofNeeded`].
pub async fn proven_operation_scope(
    customer: CustomerId,
    operation: OperationId,
) -> Result<(Services, CustomerScope), ApiError> {
    let (services, scope) = operation_scope(customer, operation).await?;
    expect_proof(&services, &crate::services::actor()?).await?;
    Ok((services, scope))
}

/// Expects a proof for a request whose matter is sensitive, where the function itself is not. It comes after the permission.
///
/// # Errors
/// [`ApiError::ProofNeeded`].
pub async fn proven_if(services: &Services, is_sensitive: bool) -> Result<(), ApiError> {
    if is_sensitive { expect_proof(services, &crate::services::actor()?).await } else { Ok(()) }
}

/// Refuses while the latest proof of this session is too old. It comes after the permission, so that nobody types a
/// password for something that is refused anyway.
async fn expect_proof(services: &Services, actor: &Actor) -> Result<(), ApiError> {
    let proof = use_context::<Parts>().and_then(|parts| parts.extensions.get::<ProofTime>().copied());
    if proof.is_some_and(|proof| proof.is_good((services.now)())) {
        return Ok(());
    }
    let factor = services.store.second_factor(actor).await?;
    Err(ApiError::ProofNeeded(ProofKind::of(factor)).with_status())
}
