//! Calls server functions of the program as a signed-in person.

use super::http::post;
use serde_json::Value;

/// A person signed in to a running program.
#[derive(Clone)]
pub struct Console {
    pub port: u16,
    /// Cookies in the form `name=value; name=value`, as browsers send them.
    pub cookie: String,
}

impl Console {
    /// Signs in.
    pub fn sign_in(port: u16, name: &str, password: &str) -> Self {
        let form = format!("sign_in_name={name}&password={}", password.replace(' ', "+"));
        let answer = post(port, "/sign-in", "application/x-www-form-urlencoded", "", &form).unwrap();
        assert_eq!(answer.header("location"), Some("/customers"), "{} {}", answer.status, answer.body);
        let cookies: Vec<_> = answer.headers("set-cookie").filter_map(|set| set.split(';').next()).collect();
        Self { port, cookie: cookies.join("; ") }
    }

    /// Calls a server function. `None` without an answer, or if the answer is only that it can't be done just now.
    pub fn call(&self, function: &str, arguments: &Value) -> Option<Value> {
        let path = format!("/api/{function}");
        let answer = post(self.port, &path, "application/json", &self.cookie, &arguments.to_string())?;
        if answer.status == 200 { serde_json::from_str(&answer.body).ok() } else { None }
    }
}
