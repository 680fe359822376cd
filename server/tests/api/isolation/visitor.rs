//! A caller who has come in: a person in a browser, or a program with a key.

use super::super::site::{Browser, Reply, Site};
use axum::body::Body;
use axum::http::{Request, header};

/// The sender of requests.
pub enum Visitor<'a> {
    Person(Browser<'a>),
    Program { site: &'a Site, key: String },
}

impl<'a> Visitor<'a> {
    pub fn in_browser(browser: Browser<'a>) -> Self {
        Self::Person(browser)
    }

    /// Calls a server function.
    pub async fn call(&mut self, function: &str, arguments: impl ToString) -> Reply {
        match self {
            Self::Person(browser) => browser.call(function, arguments).await,
            Self::Program { site, key } => {
                // Without a cookie, and without what browsers say of themselves.
                let request = with_key(Request::post(format!("/api/{function}")), key)
                    .header(header::CONTENT_TYPE, "application/json")
                    .header(header::ACCEPT, "application/json");
                site.send(request.body(Body::from(arguments.to_string())).unwrap()).await
            }
        }
    }

    /// Sends a form, or what is none.
    pub async fn post(&mut self, path: &str, content_type: &str, body: &[u8]) -> Reply {
        let mut request = Request::post(path).header(header::CONTENT_LENGTH, body.len());
        if !content_type.is_empty() {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        let body = Body::from(body.to_vec());
        match self {
            Self::Person(browser) => browser.send(request.body(body).unwrap()).await,
            Self::Program { site, key } => site.send(with_key(request, key).body(body).unwrap()).await,
        }
    }

    /// Asks for a page or a file.
    pub async fn get(&mut self, path: &str) -> Reply {
        match self {
            Self::Person(browser) => browser.get(path).await,
            Self::Program { site, key } => {
                site.send(with_key(Request::get(path), key).body(Body::empty()).unwrap()).await
            }
        }
    }
}

fn with_key(request: axum::http::request::Builder, key: &str) -> axum::http::request::Builder {
    request.header(header::AUTHORIZATION, format!("Bearer {key}"))
}
