//! Runs the program in its own folder.

use std::env;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

/// A folder with built pages, removed on drop.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("tenantry-process-{}", Uuid::new_v4().simple()));
        std::fs::create_dir_all(folder.join("site/pkg")).unwrap();
        let manifest = r#"{"js":"/pkg/a.js","link":"/pkg/b.js","wasm":"/pkg/c.wasm","css":"/pkg/d.css"}"#;
        std::fs::write(folder.join("site/manifest.json"), manifest).unwrap();
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The program with a command on this database. `TENANTRY_BINARY` may name another binary, such as a released one.
    pub fn program(&self, command: &[&str], database_url: &str) -> Command {
        let compiled_with_the_tests = env!("CARGO_BIN_EXE_tenantry").into();
        let mut program = Command::new(env::var_os("TENANTRY_BINARY").unwrap_or(compiled_with_the_tests));
        program.args(command).args(["--database-url", database_url]).current_dir(&self.0);
        program
    }

    /// `serve` on this database and on any free port.
    pub fn serve(&self, database_url: &str) -> Command {
        let mut program = self.program(&["serve", "--listen", "127.0.0.1:0"], database_url);
        program.arg("--site-dir").arg(self.0.join("site"));
        program
    }

    pub fn database_url(&self) -> String {
        format!("sqlite://{}", self.0.join("tenantry.sqlite").display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Runs a program that must fail, and returns its error message.
pub fn failure(mut program: Command) -> String {
    let Output { status, stderr, .. } = program.output().unwrap();
    let words = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{words}");
    assert!(!words.contains("panicked"), "{words}");
    words
}

/// A running server, ended on drop.
pub struct Server {
    process: Child,
    pub address: SocketAddr,
    _folder: Folder,
}

impl Server {
    /// Starts a server and waits until it reports that it is ready.
    pub fn start() -> Self {
        Self::start_in(Folder::new())
    }

    /// Starts a server on the database of a folder.
    pub fn start_in(folder: Folder) -> Self {
        Self::start_with(folder, &[])
    }

    /// Starts a server with more arguments.
    pub fn start_with(folder: Folder, arguments: &[&str]) -> Self {
        let mut program = folder.serve(&folder.database_url());
        program.args(arguments);
        Self::run(program, folder)
    }

    /// Starts a server that may open only this number of files and connections.
    pub fn start_with_files(folder: Folder, files: usize) -> Self {
        let program = folder.serve(&folder.database_url());
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -n {files} && exec \"$0\" \"$@\"")]);
        shell.arg(program.get_program()).args(program.get_args()).current_dir(folder.path());
        Self::run(shell, folder)
    }

    fn run(mut program: Command, folder: Folder) -> Self {
        let mut process = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        let address = ready.trim().rsplit("http://").next().unwrap().parse();
        let address = address.unwrap_or_else(|_| panic!("the server said {ready:?}"));
        Self { process, address, _folder: folder }
    }

    /// The resident memory in MiB; `None` if the system does not report it.
    pub fn resident(&self) -> Option<usize> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.split_whitespace().next()?.parse::<usize>().unwrap() / 1024)
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// The first line of the answer to a GET on a new connection.
    pub async fn get(&self, path: &str) -> String {
        let mut connection = self.connect().await;
        let head = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
        connection.write_all(head.as_bytes()).await.unwrap();
        answer(&mut connection).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Reads an answer until the server closes the connection, and returns its first line. Without an answer, returns why.
pub async fn answer(connection: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let reading = connection.read_to_end(&mut bytes);
    let read = tokio::time::timeout(Duration::from_secs(60), reading).await.expect("no answer within a minute");
    // A server that closes a connection while more data arrives resets it. Data that it sent before count.
    let line = String::from_utf8_lossy(&bytes).lines().next().map(str::to_owned);
    line.unwrap_or_else(|| format!("closed without an answer: {read:?}"))
}
