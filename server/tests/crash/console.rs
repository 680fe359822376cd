//! Calls server functions of the program as somebody who has come in.

use super::http::{Answer, post};
use serde_json::Value;

/// The content type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

/// Somebody who has come in to a running program.
#[derive(Clone)]
pub struct Console {
    pub port: u16,
    /// The header that says who it is: cookies, as browsers send them, or a key.
    credentials: String,
}

/// The program's answer to a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    Answer(Value),
    /// The caller may not do this, or reaches nothing here.
    Denied,
}

impl Heard {
    /// The answer. Nothing is in it if it is denied.
    pub fn value(self) -> Value {
        match self {
            Self::Answer(value) => value,
            Self::Denied => Value::Null,
        }
    }
}

impl Console {
    /// Signs in as a person of the partner.
    pub fn sign_in(port: u16, name: &str, password: &str) -> Self {
        Self::sign_in_to(port, name, password, "/customers")
    }

    /// Signs in as somebody who is then led to this page.
    pub fn sign_in_to(port: u16, name: &str, password: &str, page: &str) -> Self {
        let form = format!("sign_in_name={name}&password={}", password.replace(' ', "+"));
        let answer = post(port, "/sign-in", FORM, "", &form).unwrap();
        assert_eq!(answer.header("location"), Some(page), "{} {}", answer.status, answer.body);
        let cookies: Vec<_> = answer.headers("set-cookie").filter_map(|set| set.split(';').next()).collect();
        Self { port, credentials: format!("Cookie: {}\r\n", cookies.join("; ")) }
    }

    /// Presents the key of an application.
    pub fn with_key(port: u16, key: &str) -> Self {
        Self { port, credentials: format!("Authorization: Bearer {key}\r\n") }
    }

    /// Somebody who is not signed in.
    pub fn stranger(port: u16) -> Self {
        Self { port, credentials: String::new() }
    }

    /// The same caller at a program that listens elsewhere.
    pub fn at(&self, port: u16) -> Self {
        Self { port, ..self.clone() }
    }

    /// Sends a form of a page.
    pub fn post(&self, path: &str, form: &str) -> Answer {
        post(self.port, path, FORM, &self.credentials, form).unwrap()
    }

    /// Calls a server function. `None` without an answer, or if the answer is only that it can't be done just now.
    pub fn call(&self, function: &str, arguments: &Value) -> Option<Heard> {
        let path = format!("/api/{function}");
        let answer = post(self.port, &path, "application/json", &self.credentials, &arguments.to_string())?;
        match answer.status {
            200 => serde_json::from_str(&answer.body).ok().map(Heard::Answer),
            403 | 404 => Some(Heard::Denied),
            _ => None,
        }
    }
}
