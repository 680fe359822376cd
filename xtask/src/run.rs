//! `cargo xtask run`: from a clone to a console ready for signing in.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Stdio;

use clap::Args;

use crate::database::Database;
use crate::problem::Problem;
use crate::process::{self, Running};
use crate::quality::Quality;
use crate::step::step;
use crate::workspace::Workspace;
use crate::{build, compiler, npm};

/// Options of `run`.
#[derive(Args)]
pub struct Options {
    /// Port to listen on, at 127.0.0.1
    #[arg(long, default_value_t = 3000, value_parser = clap::value_parser!(u16).range(1..))]
    port: u16,
    /// Database: sqlite://PATH or postgres://… [default: sqlite://data/tenantry.sqlite]
    #[arg(long, env = "TENANTRY_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Start with an empty database instead of a demo partner
    #[arg(long)]
    empty: bool,
    /// Optimize the server too, as for many people or large customers
    #[arg(long)]
    release: bool,
}

impl Options {
    /// The server's quality. The pages are always those of a release, which the tests use.
    fn server(&self) -> Quality {
        if self.release { Quality::Release } else { Quality::Dev }
    }
}

/// Builds what has changed, fills a new database, and serves until Ctrl-C.
pub fn run(workspace: &Workspace, options: &Options) -> Result<(), Problem> {
    let database = match &options.database_url {
        Some(url) => Database::with_url(&workspace.root, url),
        None => Database::default_file(workspace),
    };
    check_port(options.port)?;
    npm::check()?;
    compiler::check(workspace)?;
    database.make_folder()?;

    let server = build::pages_and_server(workspace, Quality::Release, options.server())?;
    let sign_in = prepare(workspace, &server, &database, options)?;
    check_port(options.port)?;
    serve(workspace, &server, &database, options.port, &sign_in)
}

fn check_port(port: u16) -> Result<(), Problem> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map(drop).map_err(|_| Problem::PortInUse { port })
}

/// Fills a new database, and returns the lines on how to sign in.
fn prepare(
    workspace: &Workspace,
    server: &Path,
    database: &Database,
    options: &Options,
) -> Result<Vec<String>, Problem> {
    let ask = |arguments: &[&str]| {
        process::output(workspace.command(server).args(arguments).args(["--database-url", &database.url]))
    };
    if options.empty {
        return match ask(&["setup-link"]) {
            Ok(output) => Ok(setup_link(&output, options.port)),
            // There is already an administrator, as the command has printed.
            Err(Problem::Failed { .. }) => Ok(known_password(workspace, server, &database.url)),
            Err(problem) => Err(problem),
        };
    }
    if !database.may_be_new() {
        return Ok(known_password(workspace, server, &database.url));
    }
    let seeded = step("Filling the new database with a demo partner", || ask(&["seed", "--demo"]));
    if seeded.is_err() && database.file.is_some() {
        database.remove_file();
    }
    let lines: Vec<_> = seeded?.lines().filter(|line| is_credential(line)).map(str::to_owned).collect();
    if lines.is_empty() {
        return Ok(known_password(workspace, server, &database.url));
    }
    Ok(lines.into_iter().chain(["The password is shown only this once.".to_owned()]).collect())
}

fn is_credential(line: &str) -> bool {
    line.starts_with("Sign-in name: ") || line.starts_with("Password: ")
}

fn known_password(workspace: &Workspace, server: &Path, url: &str) -> Vec<String> {
    let server = server.strip_prefix(&workspace.root).unwrap_or(server);
    vec![
        "The sign-in name and password were shown when this database was made.".to_owned(),
        format!("For a new password of the account admin, in {}, type it after this:", workspace.root.display()),
        format!(
            "  {} create-admin --name \"Your name\" --sign-in-name admin --password-stdin --database-url '{url}'",
            server.display()
        ),
    ]
}

/// How to sign in to an empty database: with a one-time link.
fn setup_link(output: &str, port: u16) -> Vec<String> {
    let mut words = output.split_whitespace();
    match words.find(|word| word.starts_with('/')) {
        Some(path) => vec![format!("Make the first administrator at http://127.0.0.1:{port}{path} (works once)")],
        None => output.lines().map(str::to_owned).collect(),
    }
}

fn serve(
    workspace: &Workspace,
    server: &Path,
    database: &Database,
    port: u16,
    sign_in: &[String],
) -> Result<(), Problem> {
    let mut command = workspace.command(server);
    command
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--database-url", &database.url, "--site-dir"])
        .arg(workspace.site())
        .stdout(Stdio::piped());
    let mut running = Running::start(&mut command)?;
    if let Some(stdout) = running.child.stdout.take() {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if line.starts_with("Tenantry is ready at ") {
                println!("\n{line}\n{}\nCtrl-C stops it.\n", sign_in.join("\n"));
            } else {
                println!("{line}");
            }
        }
    }
    let status = running.wait()?;
    if status.success() {
        return Ok(());
    }
    Err(Problem::Failed { command: process::shown(&command) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_taken_is_a_problem_that_names_another() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let words = check_port(port).unwrap_err().to_string();
        assert!(words.contains("in use") && words.contains("--port"), "{words}");
        drop(listener);
        assert!(check_port(port).is_ok());
    }

    #[test]
    fn a_setup_link_gets_the_address_of_the_server() {
        assert_eq!(
            setup_link("First administrator: /setup/abc\n", 3005),
            ["Make the first administrator at http://127.0.0.1:3005/setup/abc (works once)"]
        );
        assert_eq!(setup_link("There is one already.\n", 3005), ["There is one already."]);
    }
}
