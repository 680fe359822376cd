//! E-mail by SMTP: sends one-time links to their recipients, and reminders.

use crate::config::MailConfig;
use app::services::{LinkLetter, LinkPost};
use lettre::address::AddressError;
use lettre::message::Mailbox;
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::collections::BTreeSet;
use std::time::Duration;

/// Time limit for one answer of the mail server.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why no mail can be sent. Never contains the password of the mail server.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The URL of the mail server is invalid.
    #[error(
        "The URL of the mail server can't be understood ({0}). Use smtps://user:password@mail.example or smtp://mail.example:587?tls=required."
    )]
    Url(SmtpError),
    /// Links would cross the network unencrypted.
    #[error(
        "The connection to the mail server would be without TLS, and links could be read on the way. Use smtps://, or smtp:// with ?tls=required; only a mail server on this machine may do without."
    )]
    Plain,
    /// The sender's address is invalid.
    #[error("“{0}” is not a valid sender address: {1}.")]
    From(String, AddressError),
    /// Links in mails would lead nowhere, or could be read on the way.
    #[error(
        "“{0}” is not a public URL. Use https:// and the name under which people reach Tenantry, such as https://console.example."
    )]
    PublicUrl(String),
}

/// Sends links through a mail server.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    public_url: String,
}

impl Mailer {
    /// A mailer for this configuration; `None` without a mail server.
    ///
    /// # Errors
    /// [`MailError`].
    pub fn of(config: &MailConfig) -> Result<Option<Self>, MailError> {
        let (Some(url), Some(from), Some(public)) = (&config.smtp_url, &config.mail_from, &config.public_url) else {
            return Ok(None);
        };
        let on_this_machine = ["http://127.0.0.1", "http://localhost"].iter().any(|local| public.starts_with(local));
        if !public.starts_with("https://") && !on_this_machine {
            return Err(MailError::PublicUrl(public.clone()));
        }
        if !is_private(url) {
            return Err(MailError::Plain);
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(MailError::Url)?;
        Ok(Some(Self {
            transport: transport.timeout(Some(PATIENCE)).build(),
            from: from.parse().map_err(|error| MailError::From(from.clone(), error))?,
            public_url: public.trim_end_matches('/').to_owned(),
        }))
    }

    /// Sends the letters one after another. Failures are logged without address and link.
    async fn send_all(self, letters: Vec<LinkLetter>) {
        for letter in letters {
            let whose = letter.whose;
            match self.message(letter) {
                Some(message) => {
                    if let Err(error) = self.transport.send(message).await {
                        tracing::warn!(%whose, reason = why(&error), "a one-time link could not be e-mailed");
                    }
                }
                None => {
                    tracing::warn!(%whose, "a one-time link could not be e-mailed: the address can't be understood")
                }
            }
        }
    }

    /// Sends a text about a page of the console to several people, one after another. A text that is no address is skipped.
    /// Failures are logged without address.
    pub async fn tell(&self, recipients: &BTreeSet<String>, subject: &str, path: &str, text: &str) {
        let body = format!("{text}\n\n{}{path}\n", self.public_url);
        for to in recipients.iter().filter_map(|to| to.parse().ok()) {
            let message = Message::builder().from(self.from.clone()).to(Mailbox::new(None, to)).subject(subject);
            let message = message.header(lettre::message::header::ContentType::TEXT_PLAIN).body(body.clone());
            let Ok(message) = message else { continue };
            if let Err(error) = self.transport.send(message).await {
                tracing::warn!(reason = why(&error), "a reminder could not be e-mailed");
            }
        }
    }

    fn message(&self, letter: LinkLetter) -> Option<Message> {
        let to = Mailbox::new(None, letter.to.parse().ok()?);
        let link = format!("{}{}", self.public_url, letter.path);
        let text = letter.about.text(&link, letter.expires);
        let message = Message::builder().from(self.from.clone()).to(to).subject(letter.about.subject());
        message.header(lettre::message::header::ContentType::TEXT_PLAIN).body(text).ok()
    }
}

/// Whether the connection to the mail server is encrypted or stays on this machine. Invalid URLs pass; they are found
/// later.
fn is_private(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("smtp://") else { return true };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = name == "localhost" || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    is_here || rest.split(['?', '&']).skip(1).any(|option| option == "tls=required")
}

/// The kind of an error. The mail server's own words may contain addresses, so they are not logged.
fn why(error: &SmtpError) -> &'static str {
    match error {
        error if error.is_timeout() => "no answer in time",
        error if error.is_permanent() => "refused by the mail server",
        error if error.is_transient() => "refused by the mail server for now",
        error if error.is_tls() => "no TLS with the mail server",
        _ => "the mail server can't be reached or answers something else",
    }
}

impl LinkPost for Mailer {
    fn post(&self, letters: Vec<LinkLetter>) {
        tokio::spawn(self.clone().send_all(letters));
    }
}
