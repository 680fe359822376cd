//! From a verified ID token to the claims that the rules read.

use super::error::ProviderError;
use super::outgoing::Outgoing;
use super::types::{ACCEPTED, OidcClient, OtherClaims, Token, TokenClaims};
use domain::access::identity_claims::{CLOCKS_DIFFER_MS as SKEW_MS, Claims, GroupValues, LastAsked};
use domain::access::identity_provider::{ProviderSettings, RETURN_MINUTES};
use openidconnect::core::CoreGenderClaim;
use openidconnect::{AccessToken, Nonce, SubjectIdentifier, UserInfoClaims};
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The longest subject, as the standard says.
const SUBJECT_MAX: usize = 255;
/// The most groups that are read.
const GROUPS_MAX: usize = 10_000;

/// The claims of an ID token, if it is signed by the provider, for us, for this sign-in, and for now.
pub fn verify(client: &OidcClient, token: &Token, nonce: &Nonce, now: i64) -> Result<TokenClaims, ProviderError> {
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(ACCEPTED)
        .set_time_fn(move || moment(now - SKEW_MS).into())
        .set_issue_time_verifier_fn(move |issued| {
            let issued = issued.timestamp_millis();
            let oldest = now - RETURN_MINUTES * 60 * 1000 - SKEW_MS;
            if (oldest..=now + SKEW_MS).contains(&issued) { Ok(()) } else { Err("issued at another time".to_owned()) }
        });
    let claims = token.claims(&verifier, nonce)?;
    let not_before = claims.additional_claims().get("nbf").and_then(Value::as_i64).unwrap_or_default();
    if not_before.saturating_mul(1000) > now + SKEW_MS {
        return Err(ProviderError::Expired);
    }
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > SUBJECT_MAX || subject.contains('\0') {
        return Err(ProviderError::Unreadable);
    }
    Ok(claims.clone())
}

fn moment(at: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(at).unwrap_or_default())
}

/// The claims that the rules look at. Address and groups that the token leaves out are asked at the user info endpoint.
pub async fn complete(
    client: &OidcClient,
    token: TokenClaims,
    access: &AccessToken,
    (settings, tells_time): (&ProviderSettings, bool),
    outgoing: &Outgoing,
) -> Result<Claims, ProviderError> {
    let others = token.additional_claims();
    let misses_address = token.email().is_none() && settings.scopes.contains("email");
    let misses_groups = !settings.group_claim.is_empty() && groups(others, &settings.group_claim).is_none();
    let info = match client.user_info_url() {
        Some(_) if misses_address || misses_groups => {
            Some(user_info(client, access, token.subject().clone(), outgoing).await?)
        }
        _ => None,
    };
    let from_info = info.as_ref().map(UserInfoClaims::additional_claims);
    let (email, email_verified) = match (&token, &info) {
        (token, _) if token.email().is_some() => (token.email(), token.email_verified()),
        (_, Some(info)) => (info.email(), info.email_verified()),
        _ => (None, None),
    };
    let found = groups(others, &settings.group_claim);
    let found = found.or_else(|| from_info.and_then(|others| groups(others, &settings.group_claim)));
    let context = token.auth_context_ref().map(|context| context.as_str().to_owned());
    let methods = token.auth_method_refs().into_iter().flatten().map(|method| method.as_str().to_owned());
    Ok(Claims {
        subject: token.subject().as_str().to_owned(),
        email: email.map(|email| email.as_str().to_owned()),
        email_verified,
        domain_owner_verified: others.get("xms_edov").map(is_true),
        tenant: others.text("tid"),
        home: others.text("idp"),
        methods: context.into_iter().chain(methods).collect(),
        groups: found.unwrap_or_default(),
        asked: match token.auth_time() {
            Some(asked) => LastAsked::At(asked.timestamp_millis()),
            None if tells_time => LastAsked::Untold,
            None => LastAsked::NeverTold,
        },
    })
}

async fn user_info(
    client: &OidcClient,
    access: &AccessToken,
    subject: SubjectIdentifier,
    outgoing: &Outgoing,
) -> Result<UserInfoClaims<OtherClaims, CoreGenderClaim>, ProviderError> {
    let request = client.user_info(access.clone(), Some(subject)).map_err(|_| ProviderError::UserInfo)?;
    request.request_async(outgoing).await.map_err(|_| ProviderError::UserInfo)
}

/// Microsoft Entra ID writes truth in several ways.
fn is_true(value: &Value) -> bool {
    matches!(value, Value::Bool(true)) || value.as_i64() == Some(1) || matches!(value.as_str(), Some("1" | "true"))
}

/// The groups that claims name; `None` if they don't say anything about groups.
fn groups(claims: &OtherClaims, name: &str) -> Option<GroupValues> {
    let elsewhere = claims.get("_claim_names").and_then(|names| names.get(name)).is_some();
    if elsewhere || (name == "groups" && claims.get("hasgroups").is_some_and(is_true)) {
        return Some(GroupValues::TooMany);
    }
    match claims.get(name)? {
        Value::String(one) => Some(GroupValues::These([one.clone()].into())),
        Value::Array(all) if all.len() > GROUPS_MAX => Some(GroupValues::TooMany),
        Value::Array(all) => {
            let texts: BTreeSet<String> = all.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            Some(GroupValues::These(texts))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(claims: Value) -> Option<GroupValues> {
        groups(&serde_json::from_value(claims).unwrap(), "groups")
    }

    #[test]
    fn groups_are_read_as_providers_write_them() {
        let these =
            |values: &[&str]| Some(GroupValues::These(values.iter().map(|value| (*value).to_owned()).collect()));
        assert_eq!(read(json!({ "groups": ["a", "b", 7] })), these(&["a", "b"]));
        assert_eq!(read(json!({ "groups": "a" })), these(&["a"]));
        assert_eq!(read(json!({ "groups": [] })), these(&[]));
        assert_eq!(read(json!({ "roles": ["a"] })), None);
        assert_eq!(read(json!({ "groups": 7 })), None);
        let overage = json!({ "_claim_names": { "groups": "src1" } });
        assert_eq!(read(overage), Some(GroupValues::TooMany));
        assert_eq!(read(json!({ "hasgroups": true })), Some(GroupValues::TooMany));
    }

    #[test]
    fn truth_is_read_as_entra_writes_it() {
        assert!([json!(true), json!(1), json!("1"), json!("true")].iter().all(is_true));
        assert!(![json!(false), json!(0), json!("0"), json!("no"), json!(null)].iter().any(is_true));
    }
}
