//! Configuration of the server: command-line flags, each with an environment variable.

use crate::oidc::allowed_hosts::AllowedHost;
use crate::store::engine::exposed::exposed_host;
use crate::store::{JOB_ABOVE, PAGE_LIMIT};
use clap::Args;
use domain::access::proof::PROOF_SECONDS;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Settings of the database and the license rules.
#[derive(Debug, Clone, Args)]
pub struct DatabaseConfig {
    /// Database URL: sqlite://path/to/file.sqlite or postgres://user:password@host/name
    #[arg(
        long,
        env = "TENANTRY_DATABASE_URL",
        default_value = "sqlite://data/tenantry.sqlite",
        hide_env_values = true,
        global = true
    )]
    pub database_url: String,
    /// File with the key that opens sealed secrets; made at the first start [default: the SQLite file with .key added, or
    /// data/tenantry.key]
    #[arg(long, env = "TENANTRY_KEY_FILE", value_name = "FILE", global = true)]
    pub key_file: Option<PathBuf>,
    /// Rules file to use instead of the built-in rules (exclusive sets, dependencies, location limits)
    #[arg(long, env = "TENANTRY_RULES_FILE", global = true)]
    pub rules_file: Option<PathBuf>,
    /// Time limit for each database statement of a page
    #[arg(
        long,
        env = "TENANTRY_STATEMENT_SECONDS",
        value_name = "SECONDS",
        default_value_t = PAGE_LIMIT.as_secs(),
        value_parser = clap::value_parser!(u64).range(1..=60),
        global = true
    )]
    pub statement_seconds: u64,
    /// Use a PostgreSQL server on another machine even without an encrypted and verified connection
    #[arg(long, env = "TENANTRY_ALLOW_UNENCRYPTED_DATABASE", global = true)]
    pub allow_unencrypted_database: bool,
}

/// A PostgreSQL server on another machine, whose connection is not encrypted with a verified certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "PostgreSQL at {0} is reached over a network, where others could read along or answer in its place. Add \
     ?sslmode=verify-full to the database URL, and &sslrootcert=FILE for a certificate authority of your own. Where that network \
     is trusted, add --allow-unencrypted-database."
)]
pub struct Exposed(pub String);

impl DatabaseConfig {
    /// Refuses a connection to another machine that is not encrypted with a verified certificate, unless it is allowed.
    ///
    /// # Errors
    /// [`Exposed`].
    pub fn check(&self, url: &str) -> Result<(), Exposed> {
        match exposed_host(url) {
            Some(host) if !self.allow_unencrypted_database => Err(Exposed(host)),
            _ => Ok(()),
        }
    }
}

/// Settings of the server.
#[derive(Debug, Clone, Args)]
pub struct ServeConfig {
    /// Address and port to listen on
    #[arg(long, env = "TENANTRY_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Folder with the built pages
    #[arg(long, env = "TENANTRY_SITE_DIR", default_value = "target/site")]
    pub site_dir: PathBuf,
    /// Certificate chain (PEM) for TLS
    #[arg(long, env = "TENANTRY_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key (PEM) for TLS
    #[arg(long, env = "TENANTRY_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// TLS ends at a reverse proxy in front of this server
    #[arg(long, env = "TENANTRY_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Hours after which a session ends
    #[arg(long, env = "TENANTRY_SESSION_HOURS", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=720))]
    pub session_hours: u16,
    /// Minutes without a request after which a session ends
    #[arg(long, env = "TENANTRY_IDLE_MINUTES", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=720))]
    pub idle_minutes: u16,
    /// Seconds after which sensitive actions ask for the identity again
    #[arg(
        long,
        env = "TENANTRY_PROOF_SECONDS",
        value_name = "SECONDS",
        default_value_t = PROOF_SECONDS,
        value_parser = clap::value_parser!(u16).range(5..=i64::from(PROOF_SECONDS))
    )]
    pub proof_seconds: u16,
    /// Identity providers are asked at these hosts only, such as login.example,id.example:8443 [default: at all that are set up]
    #[arg(long, env = "TENANTRY_PROVIDER_HOSTS", value_name = "HOSTS", value_delimiter = ',')]
    pub provider_hosts: Vec<AllowedHost>,
    /// Browsers use only TLS for all subdomains of this server's name too
    #[arg(long, env = "TENANTRY_HSTS_SUBDOMAINS")]
    pub hsts_subdomains: bool,
    /// Saves for more users than this run in the background, with progress
    #[arg(long, env = "TENANTRY_JOB_ABOVE", value_name = "USERS", default_value_t = JOB_ABOVE)]
    pub job_above: usize,
    /// Log as JSON lines instead of text
    #[arg(long, env = "TENANTRY_LOG_JSON")]
    pub log_json: bool,
    /// Settings for sending mail.
    #[command(flatten)]
    pub mail: MailConfig,
}

/// Settings for sending mail. Without them no mail is sent.
#[derive(Debug, Clone, Default, Args)]
pub struct MailConfig {
    /// Mail server for one-time links: smtps://user:password@mail.example or smtp://mail.example:587?tls=required
    #[arg(long, env = "TENANTRY_SMTP_URL", hide_env_values = true, requires_all = ["mail_from", "public_url"])]
    pub smtp_url: Option<String>,
    /// Sender address of mails
    #[arg(long, env = "TENANTRY_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// Public URL of Tenantry; links in mails begin with it, and identity providers send people back to it
    #[arg(long, env = "TENANTRY_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
}

/// Plain HTTP on an address that other machines can reach.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} can be reached from other machines, and plain HTTP would show them passwords. \
     Add --tls-cert and --tls-key, or --behind-proxy when a proxy in front ends TLS, or listen on 127.0.0.1."
)]
pub struct NotPrivate(pub SocketAddr);

impl ServeConfig {
    /// Refuses plain HTTP on anything but a loopback address.
    ///
    /// # Errors
    /// [`NotPrivate`].
    pub fn check(&self) -> Result<(), NotPrivate> {
        if self.listen.ip().is_loopback() || self.tls_cert.is_some() || self.behind_proxy {
            Ok(())
        } else {
            Err(NotPrivate(self.listen))
        }
    }
}
