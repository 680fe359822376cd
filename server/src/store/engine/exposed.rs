//! Database servers that are reached over an unprotected network, where others could read along or impersonate them.

use super::dialect::Dialect;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::net::IpAddr;
use std::str::FromStr;

/// The host of a database URL, if its connection leaves this machine and is not encrypted with a verified certificate. With any other
/// `sslmode` the server decides whether to encrypt, or may be anybody.
pub fn exposed_host(url: &str) -> Option<String> {
    if Dialect::of(url) != Some(Dialect::Postgres) {
        return None;
    }
    // Opening the database reports the error of an unreadable URL.
    let options = PgConnectOptions::from_str(url).ok()?;
    let host = options.get_host();
    let is_here = options.get_socket().is_some() || host.starts_with('/') || is_loopback(host);
    let is_verified = matches!(options.get_ssl_mode(), PgSslMode::VerifyFull);
    (!is_here && !is_verified).then(|| host.to_owned())
}

fn is_loopback(host: &str) -> bool {
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::exposed_host;

    #[test]
    fn only_a_verified_connection_leaves_this_machine() {
        for url in [
            "sqlite://data/tenantry.sqlite",
            "postgres://me@localhost/tenantry",
            "postgres://me:secret@127.0.0.1:5432/tenantry?sslmode=disable",
            "postgresql://me@[::1]/tenantry",
            "postgres://me@%2Fvar%2Frun%2Fpostgresql/tenantry",
            "postgres://me@database.example/tenantry?host=/var/run/postgresql",
            "postgres://me@database.example/tenantry?sslmode=verify-full",
            "postgres://me@database.example/tenantry?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        ] {
            assert_eq!(exposed_host(url), None, "{url}");
        }
        for (url, host) in [
            ("postgres://me:secret@database.example/tenantry", "database.example"),
            ("postgres://me@database.example/tenantry?sslmode=require", "database.example"),
            ("postgres://me@database.example/tenantry?sslmode=verify-ca", "database.example"),
            ("postgres://me@database.example/tenantry?sslmode=verify-full&sslmode=prefer", "database.example"),
            ("postgresql://me@10.0.0.5/tenantry", "10.0.0.5"),
            ("postgres://me@localhost.example/tenantry", "localhost.example"),
            ("postgres://me@localhost/tenantry?host=database.example", "database.example"),
        ] {
            assert_eq!(exposed_host(url).as_deref(), Some(host), "{url}");
        }
    }
}
