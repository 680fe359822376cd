//! Why an identity provider signed nobody in. The words are the reason that security events keep.

use super::outgoing::NoAnswer;
use domain::access::identity_provider::ProviderProblem;
use openidconnect::core::CoreErrorResponseType;
use openidconnect::{
    ClaimsVerificationError, DiscoveryError, RequestTokenError, SignatureVerificationError, StandardErrorResponse,
};

/// Why an identity provider signed nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The provider can't be asked.
    #[error("provider can't be asked")]
    Problem(#[from] ProviderProblem),
    /// The answer names another issuer.
    #[error("answer of another issuer")]
    OtherIssuer,
    /// The provider did not take the code.
    #[error("code refused")]
    Code,
    /// There was no ID token.
    #[error("no ID token")]
    NoToken,
    /// The token can't be read.
    #[error("token unreadable")]
    Unreadable,
    /// No key of the provider fits the token.
    #[error("unknown key")]
    UnknownKey,
    /// The signature is wrong.
    #[error("wrong signature")]
    Signature,
    /// The token is not signed, or in a way that is not accepted.
    #[error("signature algorithm not accepted")]
    Algorithm,
    /// The token is of another issuer.
    #[error("wrong issuer")]
    Issuer,
    /// The token is for somebody else.
    #[error("wrong audience")]
    Audience,
    /// The token has expired, is too old or not valid yet.
    #[error("expired token")]
    Expired,
    /// The token belongs to another sign-in.
    #[error("wrong nonce")]
    Nonce,
    /// The user info endpoint did not answer, or about somebody else.
    #[error("user info refused")]
    UserInfo,
}

impl ProviderError {
    /// Whether other keys of the provider may help.
    pub fn is_about_keys(self) -> bool {
        matches!(self, Self::UnknownKey | Self::Signature)
    }

    /// Why a code gave no tokens.
    pub fn of_code(error: &RequestTokenError<NoAnswer, StandardErrorResponse<CoreErrorResponseType>>) -> Self {
        match error {
            RequestTokenError::ServerResponse(_) => Self::Code,
            RequestTokenError::Request(error) => Self::Problem(error.problem()),
            RequestTokenError::Parse(..) => Self::Unreadable,
            RequestTokenError::Other(_) => Self::Code,
        }
    }
}

impl From<ClaimsVerificationError> for ProviderError {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::Expired(_) => Self::Expired,
            ClaimsVerificationError::InvalidAudience(_) => Self::Audience,
            ClaimsVerificationError::InvalidIssuer(_) => Self::Issuer,
            ClaimsVerificationError::InvalidNonce(_) => Self::Nonce,
            ClaimsVerificationError::SignatureVerification(error) => match error {
                SignatureVerificationError::CryptoError(_) => Self::Signature,
                SignatureVerificationError::NoMatchingKey | SignatureVerificationError::AmbiguousKeyId(_) => {
                    Self::UnknownKey
                }
                SignatureVerificationError::DisallowedAlg(_)
                | SignatureVerificationError::NoSignature
                | SignatureVerificationError::UnsupportedAlg(_)
                | SignatureVerificationError::InvalidKey(_) => Self::Algorithm,
                _ => Self::Signature,
            },
            ClaimsVerificationError::InvalidAuthTime(_) => Self::Expired,
            _ => Self::Unreadable,
        }
    }
}

/// The fault of a provider whose discovery document or keys can't be had.
pub fn problem_of(error: &DiscoveryError<NoAnswer>) -> ProviderProblem {
    match error {
        DiscoveryError::Request(error) => error.problem(),
        DiscoveryError::Response(status, ..) if status.as_u16() != 200 => ProviderProblem::Status(status.as_u16()),
        DiscoveryError::Validation(_) => ProviderProblem::OtherIssuer,
        _ => ProviderProblem::Unreadable,
    }
}
