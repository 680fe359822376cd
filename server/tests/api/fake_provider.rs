//! An identity provider that lies on demand.

use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use ring::{digest, hmac};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub const CLIENT_ID: &str = "tenantry";
pub const CLIENT_SECRET: &str = "a.secret-of.the-client";

/// How a token is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// With the provider's key.
    Rightly,
    /// With the provider's key, and then changed.
    Changed,
    /// With a key that the provider does not publish, under the id of one that it does.
    ByAnotherKey,
    /// Under an id of a key that the provider does not publish.
    ByUnknownKey,
    /// With the client secret.
    WithSecret,
    /// Not at all.
    NotAtAll,
    /// There is no token.
    NoToken,
}

/// The tokens that a code is exchanged for.
#[derive(Clone)]
struct Promised {
    claims: Value,
    signed: Signed,
    challenge: String,
}

struct Inner {
    issuer: String,
    key: EcdsaKeyPair,
    kid: String,
    codes: HashMap<String, Promised>,
    user_info: Option<Value>,
    keys_fetched: usize,
    documents_fetched: usize,
    moved: bool,
    /// How its discovery document names it, if not as it is.
    named: Option<String>,
    next: usize,
}

/// The provider. Clones are the same.
#[derive(Clone)]
pub struct FakeProvider(Arc<Mutex<Inner>>);

/// Where a person was sent.
pub struct Sent {
    pub parameters: HashMap<String, String>,
}

impl Sent {
    /// Reads the address at the provider.
    pub fn of(address: &str) -> Self {
        let (_, query) = address.split_once('?').unwrap_or_else(|| panic!("{address}"));
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap();
            (name.to_owned(), unescaped(value))
        };
        Self { parameters: query.split('&').map(pair).collect() }
    }

    pub fn get(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

/// URL-safe base64 without padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..=three.len() {
            text.push(char::from(ALPHABET[(bits >> (18 - 6 * at) & 63) as usize]));
        }
    }
    text
}

fn new_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap()
}

impl FakeProvider {
    /// Serves on a loopback address until the test ends.
    pub async fn begin() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let inner = Inner {
            issuer,
            key: new_key(),
            kid: "1".into(),
            codes: HashMap::new(),
            user_info: None,
            keys_fetched: 0,
            documents_fetched: 0,
            moved: false,
            named: None,
            next: 0,
        };
        let fake = Self(Arc::new(Mutex::new(inner)));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/elsewhere", get(document))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/user-info", get(user_info))
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        fake
    }

    pub fn issuer(&self) -> String {
        self.0.lock().unwrap().issuer.clone()
    }

    /// How often its keys were fetched.
    pub fn keys_fetched(&self) -> usize {
        self.0.lock().unwrap().keys_fetched
    }

    /// How often its discovery document was fetched.
    pub fn documents_fetched(&self) -> usize {
        self.0.lock().unwrap().documents_fetched
    }

    /// Replaces its key.
    pub fn rotate(&self) {
        let mut inner = self.0.lock().unwrap();
        inner.key = new_key();
        inner.kid = format!("{}+", inner.kid);
    }

    /// Sends everybody who asks for its discovery document elsewhere.
    pub fn move_away(&self) {
        self.0.lock().unwrap().moved = true;
    }

    /// Names itself otherwise in its discovery document.
    pub fn name_itself(&self, issuer: &str) {
        self.0.lock().unwrap().named = Some(issuer.to_owned());
    }

    /// The answer of the user info endpoint.
    pub fn say_user_info(&self, info: Value) {
        self.0.lock().unwrap().user_info = Some(info);
    }

    /// The claims of a good token for somebody who was sent there.
    pub fn claims(&self, sent: &Sent, subject: &str, email: &str) -> Value {
        let now = server::time::now() / 1000;
        json!({
            "iss": self.issuer(), "sub": subject, "aud": CLIENT_ID, "exp": now + 300, "iat": now,
            "nonce": sent.get("nonce"), "email": email, "email_verified": true, "auth_time": now,
        })
    }

    /// A code that is exchanged for a token with these claims.
    pub fn code(&self, sent: &Sent, claims: Value, signed: Signed) -> String {
        let mut inner = self.0.lock().unwrap();
        inner.next += 1;
        let code = format!("code-{}", inner.next);
        let challenge = sent.get("code_challenge").to_owned();
        inner.codes.insert(code.clone(), Promised { claims, signed, challenge });
        code
    }
}

async fn document(State(fake): State<FakeProvider>) -> Response {
    let mut inner = fake.0.lock().unwrap();
    inner.documents_fetched += 1;
    if inner.moved {
        return Redirect::to(&format!("{}/elsewhere", inner.issuer)).into_response();
    }
    let issuer = &inner.issuer;
    let metadata = json!({
        "issuer": inner.named.as_ref().unwrap_or(issuer),
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/user-info"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "claims_supported": ["sub", "email", "auth_time"],
    });
    Json(metadata).into_response()
}

async fn keys(State(fake): State<FakeProvider>) -> Json<Value> {
    let mut inner = fake.0.lock().unwrap();
    inner.keys_fetched += 1;
    let point = inner.key.public_key().as_ref();
    let (x, y) = (base64(&point[1..33]), base64(&point[33..65]));
    Json(
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": inner.kid, "x": x, "y": y }] }),
    )
}

async fn token(
    State(fake): State<FakeProvider>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let refused = || (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    let basic = format!("Basic {}", padded(&format!("{CLIENT_ID}:{CLIENT_SECRET}")));
    if headers.get(header::AUTHORIZATION).is_none_or(|given| given != basic.as_str()) {
        return refused();
    }
    let mut inner = fake.0.lock().unwrap();
    // A code is good once.
    let Some(promised) = form.get("code").and_then(|code| inner.codes.remove(code)) else { return refused() };
    let verifier = form.get("code_verifier").map(String::as_str).unwrap_or_default();
    if base64(digest::digest(&digest::SHA256, verifier.as_bytes()).as_ref()) != promised.challenge {
        return refused();
    }
    let mut answer = json!({ "access_token": "access", "token_type": "Bearer", "expires_in": 300 });
    if promised.signed != Signed::NoToken {
        answer["id_token"] = json!(signed(&inner, &promised));
    }
    Json(answer).into_response()
}

fn padded(text: &str) -> String {
    let text = base64(text.as_bytes()).replace('-', "+").replace('_', "/");
    let missing = (4 - text.len() % 4) % 4;
    text + &"=".repeat(missing)
}

fn signed(inner: &Inner, promised: &Promised) -> String {
    let (algorithm, kid) = match promised.signed {
        Signed::WithSecret => ("HS256", inner.kid.as_str()),
        Signed::NotAtAll => ("none", inner.kid.as_str()),
        Signed::ByUnknownKey => ("ES256", "unknown"),
        _ => ("ES256", inner.kid.as_str()),
    };
    let head = json!({ "alg": algorithm, "kid": kid, "typ": "JWT" }).to_string();
    let text = format!("{}.{}", base64(head.as_bytes()), base64(promised.claims.to_string().as_bytes()));
    let by = |key: &EcdsaKeyPair| key.sign(&SystemRandom::new(), text.as_bytes()).unwrap().as_ref().to_vec();
    let signature = match promised.signed {
        Signed::NotAtAll | Signed::NoToken => Vec::new(),
        Signed::WithSecret => {
            let key = hmac::Key::new(hmac::HMAC_SHA256, CLIENT_SECRET.as_bytes());
            hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
        }
        Signed::Changed => {
            let mut signature = by(&inner.key);
            signature[10] ^= 1;
            signature
        }
        Signed::ByAnotherKey | Signed::ByUnknownKey => by(&new_key()),
        Signed::Rightly => by(&inner.key),
    };
    format!("{text}.{}", base64(&signature))
}

async fn user_info(State(fake): State<FakeProvider>, headers: HeaderMap) -> Response {
    let inner = fake.0.lock().unwrap();
    match (&inner.user_info, headers.get(header::AUTHORIZATION)) {
        (Some(info), Some(bearer)) if bearer == "Bearer access" => Json(info.clone()).into_response(),
        _ => StatusCode::UNAUTHORIZED.into_response(),
    }
}
