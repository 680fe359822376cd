//! Requests to identity providers: over TLS, without following redirects, within a time limit and a size limit.

use super::allowed_hosts::AllowedHosts;
use domain::access::identity_provider::ProviderProblem;
use domain::access::issuer::is_loopback;
use http::uri::{Scheme, Uri};
use http::{HeaderValue, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// Time limit for a request with its answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer. Discovery documents and keys have some kilobytes; tokens with many groups have more.
const ANSWER_MAX: usize = 512 * 1024;

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// The address is not allowed.
    #[error("the address is not allowed")]
    NotAllowed,
    /// The host is not in the list of the configuration.
    #[error("the host is not in the list of --provider-hosts")]
    NotListed,
    /// No connection.
    #[error("no connection: {0}")]
    Connection(std::io::Error),
    /// No TLS.
    #[error("no TLS: {0}")]
    Tls(std::io::Error),
    /// The answer is no HTTP, or broke off.
    #[error("HTTP: {0}")]
    Http(String),
    /// The answer is too large.
    #[error("the answer is too large")]
    TooLarge,
    /// The answer took too long.
    #[error("the answer took too long")]
    TooLong,
}

impl NoAnswer {
    /// The fault of the provider.
    pub fn problem(&self) -> ProviderProblem {
        match self {
            Self::NotAllowed => ProviderProblem::NotHttps,
            Self::NotListed => ProviderProblem::NotListed,
            Self::Connection(_) | Self::Http(_) => ProviderProblem::Unreachable,
            Self::Tls(_) => ProviderProblem::Certificate,
            Self::TooLarge => ProviderProblem::TooLarge,
            Self::TooLong => ProviderProblem::TooLong,
        }
    }
}

/// Sends requests to providers.
#[derive(Clone)]
pub struct Outgoing {
    tls: TlsConnector,
    /// Whether a provider on this machine may be asked over plain HTTP.
    plain_loopback: bool,
    hosts: AllowedHosts,
}

impl Outgoing {
    /// Trusts public certificate authorities. `None` if TLS can't be set up.
    pub fn new(plain_loopback: bool, hosts: AllowedHosts) -> Option<Self> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let ring = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(ring).with_safe_default_protocol_versions().ok()?;
        let config = config.with_root_certificates(roots).with_no_client_auth();
        Some(Self { tls: TlsConnector::from(Arc::new(config)), plain_loopback, hosts })
    }

    /// Whether a provider may be asked at this address, and people be sent there.
    ///
    /// # Errors
    /// [`NoAnswer::NotAllowed`], [`NoAnswer::NotListed`].
    pub fn check(&self, address: &str) -> Result<(), NoAnswer> {
        self.check_uri(&address.parse().map_err(|_| NoAnswer::NotAllowed)?)
    }

    fn check_uri(&self, uri: &Uri) -> Result<(), NoAnswer> {
        let host = uri.host().filter(|host| !host.is_empty()).ok_or(NoAnswer::NotAllowed)?;
        let has_user = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
        let is_plain_allowed = self.plain_loopback && is_loopback(bare(host));
        let is_encrypted = uri.scheme() == Some(&Scheme::HTTPS);
        match !has_user && (is_encrypted || (uri.scheme() == Some(&Scheme::HTTP) && is_plain_allowed)) {
            true if self.hosts.allow(uri) => Ok(()),
            true => Err(NoAnswer::NotListed),
            false => Err(NoAnswer::NotAllowed),
        }
    }

    /// Sends a request and reads the whole answer. An answer that leads elsewhere is an answer like others.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub async fn send(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        tokio::time::timeout(PATIENCE, self.exchange(request)).await.map_err(|_| NoAnswer::TooLong)?
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let uri = request.uri().clone();
        self.check_uri(&uri)?;
        let host = bare(uri.host().unwrap_or_default()).to_owned();
        let is_https = uri.scheme() == Some(&Scheme::HTTPS);
        let port = uri.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        let tcp = TcpStream::connect((host.as_str(), port)).await.map_err(NoAnswer::Connection)?;
        if !is_https {
            return talk(tcp, request).await;
        }
        let name = ServerName::try_from(host).map_err(|_| NoAnswer::NotAllowed)?;
        talk(self.tls.connect(name, tcp).await.map_err(NoAnswer::Tls)?, request).await
    }
}

impl<'c> AsyncHttpClient<'c> for Outgoing {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// A host without the brackets around an IPv6 address.
fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

/// Ends a task when the request ends.
struct Ends(tokio::task::JoinHandle<()>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn talk<Stream>(stream: Stream, request: HttpRequest) -> Result<HttpResponse, NoAnswer>
where
    Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let http = |error: hyper::Error| NoAnswer::Http(error.to_string());
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(http)?;
    let _connection = Ends(tokio::spawn(async move {
        // A broken connection is an error of the request.
        let _ = connection.await;
    }));
    let response = sender.send_request(of_origin(request)?).await.map_err(http)?;
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, ANSWER_MAX).collect().await.map_err(|error| match error
        .downcast_ref::<http_body_util::LengthLimitError>(
    ) {
        Some(_) => NoAnswer::TooLarge,
        None => NoAnswer::Http(error.to_string()),
    })?;
    Ok(HttpResponse::from_parts(parts, body.to_bytes().to_vec()))
}

/// The request as an origin expects it: the path alone, and the host as a header.
fn of_origin(request: HttpRequest) -> Result<http::Request<Full<Bytes>>, NoAnswer> {
    let (mut parts, body) = request.into_parts();
    let authority = parts.uri.authority().map(|authority| authority.as_str().to_owned()).unwrap_or_default();
    let host = HeaderValue::from_str(&authority).map_err(|_| NoAnswer::NotAllowed)?;
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    parts.uri = path.parse().map_err(|_| NoAnswer::NotAllowed)?;
    parts.headers.insert(header::HOST, host);
    parts.headers.insert(header::USER_AGENT, HeaderValue::from_static("Tenantry"));
    parts.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    Ok(http::Request::from_parts(parts, Full::new(Bytes::from(body))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_encrypted_addresses_and_this_machine_are_asked() {
        let [strict, local] = [false, true].map(|plain| Outgoing::new(plain, AllowedHosts::default()).unwrap());
        let allows = |outgoing: &Outgoing, address: &str| outgoing.check(address).is_ok();
        for address in ["https://id.example/token", "https://id.example:8443/", "https://[2001:db8::1]/"] {
            assert!(allows(&strict, address) && allows(&local, address), "{address}");
        }
        for address in ["http://127.0.0.1:4000/token", "http://localhost/", "http://[::1]:4000/"] {
            assert!(!allows(&strict, address) && allows(&local, address), "{address}");
        }
        for address in [
            "http://id.example/",
            "http://127.0.0.1.example/",
            "http://169.254.169.254/latest",
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://user@id.example/",
            "/token",
            "",
        ] {
            assert!(!allows(&strict, address) && !allows(&local, address), "{address}");
        }
    }

    #[tokio::test]
    async fn a_host_that_is_not_listed_is_not_connected_to() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let listed: AllowedHosts = ["id.example".parse().unwrap()].into_iter().collect();
        let outgoing = Outgoing::new(true, listed).unwrap();
        let request = http::Request::get(&address).body(Vec::new()).unwrap();
        let refused = outgoing.send(request).await.unwrap_err();
        assert_eq!(refused.problem(), ProviderProblem::NotListed);
        let nobody = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(nobody.is_err(), "nothing was sent");
        assert!(outgoing.check("https://id.example/token").is_ok());
    }
}
