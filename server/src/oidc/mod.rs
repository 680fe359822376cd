//! Sign-in with identity providers by OpenID Connect: discovery, sending people there, and verifying the answers.

pub mod allowed_hosts;
pub mod checks;
pub mod error;
mod keys;
pub mod outgoing;
pub mod public_origin;
mod tokens;
mod types;

use crate::store::people::enabled_providers::EnabledProvider;
use allowed_hosts::AllowedHosts;
use domain::access::identity_claims::Claims;
use domain::access::identity_provider::{ProviderProblem, ProviderSettings};
use domain::ids::IdentityProviderId;
use error::ProviderError;
use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreJsonWebKeySet};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
};
use outgoing::Outgoing;
use public_origin::PublicOrigin;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use types::{Metadata, OidcClient, accepts_any};

/// For so long a discovery document and its keys are used before they are fetched again.
const FRESH_MS: i64 = 60 * 60 * 1000;
/// Keys that are missing are fetched again at most this often.
const KEYS_AGAIN_MS: i64 = 10 * 1000;

/// Identity providers as this server asks them. Clones share the fetched documents.
#[derive(Clone)]
pub struct Providers(Arc<Shared>);

struct Shared {
    outgoing: Option<Outgoing>,
    origin: Option<PublicOrigin>,
    known: Mutex<HashMap<String, FetchedIssuer>>,
}

/// The documents fetched from an issuer.
#[derive(Clone)]
struct FetchedIssuer {
    metadata: Metadata,
    at: i64,
    keys_at: i64,
}

/// The question that a provider asks a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reauthentication {
    /// Nothing, if it asked within this time.
    Within(Duration),
    /// To sign in anew.
    Anew,
}

/// The address to which a person is sent, and the values kept until the return.
pub struct Going {
    /// The address at the provider.
    pub address: String,
    /// The kept values.
    pub kept: AuthorizationState,
}

/// The values kept of a person who was sent to a provider. They stay in the session on the server.
#[derive(Clone, Serialize, Deserialize)]
pub struct AuthorizationState {
    /// Comes back with the person.
    pub state: String,
    /// Comes back inside the token.
    nonce: String,
    /// Proves to the provider that we are the one who sent the person.
    verifier: String,
}

/// The values that a person brings back.
pub struct Returned {
    /// The code, with which the token is fetched.
    pub code: String,
    /// The issuer, if the provider names itself.
    pub issuer: Option<String>,
}

impl Providers {
    /// Providers, to be asked at these hosts by a server with this public origin. `plain_loopback` allows plain HTTP to a
    /// provider on this machine.
    pub fn new(origin: Option<PublicOrigin>, plain_loopback: bool, hosts: AllowedHosts) -> Self {
        let outgoing = Outgoing::new(plain_loopback, hosts);
        Self(Arc::new(Shared { outgoing, origin, known: Mutex::default() }))
    }

    /// The address to which a provider sends people back.
    pub fn redirect_uri(&self, provider: IdentityProviderId) -> Option<String> {
        self.address(&app::paths::provider_callback(provider))
    }

    /// The whole address of a path here.
    pub fn address(&self, path: &str) -> Option<String> {
        self.0.origin.as_ref().map(|origin| format!("{origin}{path}"))
    }

    /// Fetches a provider's discovery document and keys anew, and returns the fault.
    ///
    /// # Errors
    /// [`ProviderProblem`].
    pub async fn check(&self, settings: &ProviderSettings, now: i64) -> Result<(), ProviderProblem> {
        if self.0.origin.is_none() {
            return Err(ProviderProblem::NoPublicUrl);
        }
        self.fetch(&settings.issuer, now).await.map(|_| ())
    }

    /// The address to which the person is sent.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn begin(
        &self,
        provider: &EnabledProvider,
        asking: Reauthentication,
        now: i64,
    ) -> Result<Going, ProviderError> {
        let known = self.known(&provider.settings.issuer, now).await?;
        let client = self.client(provider, known.metadata)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let request = client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        let scopes = provider.settings.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new);
        // With the time goes the claim that says when the provider asked.
        let request = match asking {
            Reauthentication::Within(time) => request.set_max_age(time),
            Reauthentication::Anew => request.set_max_age(Duration::ZERO).add_prompt(CoreAuthPrompt::Login),
        };
        let (address, state, nonce) = request.add_scopes(scopes).set_pkce_challenge(challenge).url();
        let (state, nonce) = (state.into_secret(), nonce.secret().clone());
        let kept = AuthorizationState { state, nonce, verifier: verifier.into_secret() };
        Ok(Going { address: address.into(), kept })
    }

    /// Exchanges the code that a person brought back for the token, and verifies the token.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn finish(
        &self,
        provider: &EnabledProvider,
        kept: AuthorizationState,
        returned: Returned,
        now: i64,
    ) -> Result<Claims, ProviderError> {
        let issuer = &provider.settings.issuer;
        let known = self.known(issuer, now).await?;
        check_named_issuer(&known.metadata, issuer, returned.issuer.as_deref())?;
        let tells_time = tells_time(&known.metadata);
        let outgoing = self.outgoing()?;
        let client = self.client(provider, known.metadata.clone())?;
        let code = client.exchange_code(AuthorizationCode::new(returned.code));
        let code = code.map_err(|_| ProviderProblem::NoTokenEndpoint)?;
        let tokens = code.set_pkce_verifier(PkceCodeVerifier::new(kept.verifier)).request_async(outgoing).await;
        let tokens = tokens.map_err(|error| ProviderError::of_code(&error))?;
        let token = tokens.id_token().ok_or(ProviderError::NoToken)?;
        let nonce = Nonce::new(kept.nonce);
        let claims = match tokens::verify(&client, token, &nonce, now) {
            // The provider may have other keys by now.
            Err(error) if error.is_about_keys() && self.may_fetch_keys(issuer, now) => {
                let keys = CoreJsonWebKeySet::fetch_async(known.metadata.jwks_uri(), outgoing).await;
                let keys = keys.map_err(|error| error::problem_of(&error))?;
                let metadata = known.metadata.set_jwks(keys::long_enough(&keys));
                self.keep(issuer, FetchedIssuer { metadata: metadata.clone(), at: known.at, keys_at: now });
                tokens::verify(&self.client(provider, metadata)?, token, &nonce, now)?
            }
            verified => verified?,
        };
        tokens::complete(&client, claims, tokens.access_token(), (&provider.settings, tells_time), outgoing).await
    }

    /// The client of a provider.
    fn client(&self, provider: &EnabledProvider, metadata: Metadata) -> Result<OidcClient, ProviderError> {
        let redirect = self.redirect_uri(provider.id).ok_or(ProviderProblem::NoPublicUrl)?;
        let redirect = RedirectUrl::new(redirect).map_err(|_| ProviderProblem::NoPublicUrl)?;
        let methods = metadata.token_endpoint_auth_methods_supported().cloned();
        let takes_basic = methods.is_none_or(|all| all.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let secret = ClientSecret::new(provider.secret.reveal().to_owned());
        let id = ClientId::new(provider.settings.client_id.clone());
        let client = OidcClient::from_provider_metadata(metadata, id, Some(secret)).set_redirect_uri(redirect);
        Ok(client.set_auth_type(if takes_basic { AuthType::BasicAuth } else { AuthType::RequestBody }))
    }

    /// The documents of an issuer, fetched again if they are not fresh.
    async fn known(&self, issuer: &str, now: i64) -> Result<FetchedIssuer, ProviderProblem> {
        let known = self.all().get(issuer).filter(|known| (0..FRESH_MS).contains(&(now - known.at))).cloned();
        match known {
            Some(known) => Ok(known),
            None => self.fetch(issuer, now).await,
        }
    }

    async fn fetch(&self, issuer: &str, now: i64) -> Result<FetchedIssuer, ProviderProblem> {
        let outgoing = self.outgoing()?;
        outgoing.check(issuer).map_err(|refused| refused.problem())?;
        let url = IssuerUrl::new(issuer.to_owned()).map_err(|_| ProviderProblem::Unreadable)?;
        let metadata = Metadata::discover_async(url, outgoing).await.map_err(|error| error::problem_of(&error))?;
        check_metadata(outgoing, &metadata)?;
        let keys = keys::long_enough(metadata.jwks());
        if keys.keys().is_empty() && !metadata.jwks().keys().is_empty() {
            return Err(ProviderProblem::NoAlgorithm);
        }
        let metadata = metadata.set_jwks(keys);
        let known = FetchedIssuer { metadata, at: now, keys_at: now };
        self.keep(issuer, known.clone());
        Ok(known)
    }

    fn outgoing(&self) -> Result<&Outgoing, ProviderProblem> {
        self.0.outgoing.as_ref().ok_or(ProviderProblem::Certificate)
    }

    fn may_fetch_keys(&self, issuer: &str, now: i64) -> bool {
        let all = self.all();
        all.get(issuer)
            .is_none_or(|known| !(0..KEYS_AGAIN_MS).contains(&(now - known.keys_at)) || known.keys_at == known.at)
    }

    fn keep(&self, issuer: &str, known: FetchedIssuer) {
        self.all().insert(issuer.to_owned(), known);
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, FetchedIssuer>> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the provider can say when it last asked a person. If it can, it must: a person could remove the question from the
/// address.
fn tells_time(metadata: &Metadata) -> bool {
    metadata.claims_supported().is_some_and(|all| all.iter().any(|claim| claim.as_str() == "auth_time"))
}

/// Refuses an answer that another issuer gave (RFC 9207).
fn check_named_issuer(metadata: &Metadata, issuer: &str, named: Option<&str>) -> Result<(), ProviderError> {
    let is_named = metadata.additional_metadata().authorization_response_iss_parameter_supported == Some(true);
    match named {
        Some(named) if named == issuer => Ok(()),
        None if !is_named => Ok(()),
        Some(_) | None => Err(ProviderError::OtherIssuer),
    }
}

/// Refuses a provider whose endpoints are not encrypted or not at a listed host, or whose tokens can't be checked.
fn check_metadata(outgoing: &Outgoing, metadata: &Metadata) -> Result<(), ProviderProblem> {
    let token = metadata.token_endpoint().ok_or(ProviderProblem::NoTokenEndpoint)?;
    let user_info = metadata.userinfo_endpoint().map(|address| address.as_str());
    let asked = [metadata.authorization_endpoint().as_str(), metadata.jwks_uri().as_str(), token.as_str()];
    for address in asked.into_iter().chain(user_info) {
        outgoing.check(address).map_err(|refused| refused.problem())?;
    }
    if !accepts_any(metadata.id_token_signing_alg_values_supported()) {
        return Err(ProviderProblem::NoAlgorithm);
    }
    Ok(())
}
