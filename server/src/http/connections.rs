//! Limits the number of connections, in all and per network. At a limit, a new connection replaces the one that has
//! been idle the longest. Small answers are sent at once (`TCP_NODELAY`).

use crate::store::people::network::network;
use axum_server::accept::Accept;
use std::collections::HashMap;
use std::future::{Future, Ready, ready};
use std::io::{self, ErrorKind};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

/// The most connections, even if the system allows more.
const ALL_MAX: usize = 4096;
/// Open files left for the database, files and everything else, out of the system's limit.
const LEFT_FOR_OTHERS: usize = 128;
/// The limit of open files if the system does not report one.
const OPEN_FILES: usize = 1024;
/// One network may have at most one in this many of all connections.
const NETWORKS: usize = 4;
/// A connection must have been idle this long to be replaced.
const IDLE_MIN: Duration = Duration::from_secs(1);
/// Interval between warnings in the log that connections are at their limit.
const WARN_EVERY: Duration = Duration::from_secs(60);

/// Accepts connections within the limits.
#[derive(Clone)]
pub struct Connections(Arc<Shared>);

struct Shared {
    all_max: usize,
    /// `None` behind a proxy: all connections come from it, so only the total is limited.
    network_max: Option<usize>,
    begun: Instant,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    connections: HashMap<u64, OpenConnection>,
    warned: Option<Instant>,
}

/// An open connection.
struct OpenConnection {
    network: Option<IpAddr>,
    usage: Arc<Usage>,
    /// Dropped to end the connection.
    _hold: oneshot::Sender<()>,
}

/// How a connection is used.
#[derive(Default)]
struct Usage {
    /// When it was last used, in milliseconds since the server began.
    last: AtomicU64,
    /// Whether something was received and not answered yet.
    is_busy: AtomicBool,
}

/// An accepted connection, counted until it is dropped.
pub struct Counted {
    stream: TcpStream,
    number: u64,
    usage: Arc<Usage>,
    ended: oneshot::Receiver<()>,
    shared: Arc<Shared>,
}

impl Connections {
    /// Allows as many connections as the system does, less those that the rest of the server needs.
    pub fn new(behind_proxy: bool) -> Self {
        let all_max = open_files().saturating_sub(LEFT_FOR_OTHERS).clamp(LEFT_FOR_OTHERS, ALL_MAX);
        Self::within(all_max, (!behind_proxy).then_some(all_max / NETWORKS))
    }

    fn within(all_max: usize, network_max: Option<usize>) -> Self {
        Self(Arc::new(Shared { all_max, network_max, begun: Instant::now(), open: Mutex::default() }))
    }

    fn admit(&self, stream: TcpStream) -> io::Result<Counted> {
        stream.set_nodelay(true)?;
        // Loopback connections are exempt from the limit per network: the programs of this machine share one address,
        // and are trusted more.
        let address = stream.peer_addr()?.ip().to_canonical();
        let network = self.0.network_max.filter(|_| !address.is_loopback()).map(|_| network(address));
        let (number, usage, ended) = self.0.admit(network)?;
        Ok(Counted { stream, number, usage, ended, shared: Arc::clone(&self.0) })
    }
}

impl<S> Accept<TcpStream, S> for Connections {
    type Stream = Counted;
    type Service = S;
    type Future = Ready<io::Result<(Counted, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        ready(self.admit(stream).map(|stream| (stream, service)))
    }
}

impl Shared {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Counts one more connection. At a limit it replaces an idle one.
    fn admit(&self, network: Option<IpAddr>) -> io::Result<(u64, Arc<Usage>, oneshot::Receiver<()>)> {
        let now = self.now();
        let mut open = self.open();
        let of_network = || open.connections.values().filter(|known| known.network == network).count();
        let network_is_full = network.is_some() && self.network_max.is_some_and(|most| of_network() >= most);
        if network_is_full || open.connections.len() >= self.all_max {
            let from = network.filter(|_| network_is_full);
            let is_replaced = open.end_most_idle(from, now);
            open.warn(self.all_max, network_is_full);
            if !is_replaced {
                return Err(io::Error::new(ErrorKind::ConnectionRefused, "too many connections"));
            }
        }
        let (hold, ended) = oneshot::channel();
        let usage = Arc::new(Usage { last: AtomicU64::new(now), is_busy: AtomicBool::new(false) });
        open.next += 1;
        let number = open.next;
        open.connections.insert(number, OpenConnection { network, usage: Arc::clone(&usage), _hold: hold });
        Ok((number, usage, ended))
    }
}

impl Open {
    /// Ends the connection that has been idle the longest, of the given network or of all. Returns false if none is
    /// idle.
    fn end_most_idle(&mut self, network: Option<IpAddr>, now: u64) -> bool {
        let is_idle = |usage: &Usage| {
            let unused = Duration::from_millis(now.saturating_sub(usage.last.load(Ordering::Relaxed)));
            !usage.is_busy.load(Ordering::Relaxed) && unused >= IDLE_MIN
        };
        let idle = self
            .connections
            .iter()
            .filter(|(_, known)| (network.is_none() || known.network == network) && is_idle(&known.usage));
        let most = idle.min_by_key(|(_, known)| known.usage.last.load(Ordering::Relaxed)).map(|(number, _)| *number);
        most.is_some_and(|number| self.connections.remove(&number).is_some())
    }

    fn warn(&mut self, all_max: usize, network_is_full: bool) {
        if self.warned.is_none_or(|warned| warned.elapsed() >= WARN_EVERY) {
            self.warned = Some(Instant::now());
            let open = self.connections.len();
            tracing::warn!(open, all_max, network_is_full, "connections are at their limit; idle ones are closed");
        }
    }
}

impl Counted {
    fn used(&self, is_busy: bool) {
        self.usage.last.store(self.shared.now(), Ordering::Relaxed);
        self.usage.is_busy.store(is_busy, Ordering::Relaxed);
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.shared.open().connections.remove(&self.number);
    }
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        // A replaced connection ends like one closed by the other side.
        if Pin::new(&mut self.ended).poll(context).is_ready() {
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.used(true);
        }
        read
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        if matches!(written, Poll::Ready(Ok(1..))) {
            self.used(false);
        }
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        if matches!(written, Poll::Ready(Ok(1..))) {
            self.used(false);
        }
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// How many files and connections this process may have open.
fn open_files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    match line.and_then(|line| line.split_whitespace().next()) {
        Some("unlimited") => ALL_MAX + LEFT_FOR_OTHERS,
        Some(number) => number.parse().unwrap_or(OPEN_FILES),
        None => OPEN_FILES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 1));

    /// The same connections, made to look idle for `while_ago`.
    fn rest(connections: &Connections, while_ago: Duration) -> Connections {
        let open = std::mem::take(&mut *connections.0.open());
        let begun = Instant::now() - while_ago;
        let Shared { all_max, network_max, .. } = *connections.0;
        Connections(Arc::new(Shared { all_max, network_max, begun, open: Mutex::new(open) }))
    }

    #[test]
    fn a_network_has_its_share_and_others_still_come() {
        let connections = Connections::within(8, Some(2));
        let _held = [HOME, HOME].map(|home| connections.0.admit(Some(home)).unwrap());
        assert!(connections.0.admit(Some(HOME)).is_err(), "none of them is idle");
        assert!(connections.0.admit(Some(OTHER)).is_ok() && connections.0.admit(None).is_ok());
    }

    #[test]
    fn at_the_bound_the_one_that_was_idle_for_longest_makes_room() {
        let connections = Connections::within(2, None);
        let (_, busy, mut busy_ended) = connections.0.admit(None).unwrap();
        let (_, _, mut idle_ended) = connections.0.admit(None).unwrap();
        busy.is_busy.store(true, Ordering::Relaxed);
        let connections = rest(&connections, 2 * IDLE_MIN);
        assert!(connections.0.admit(None).is_ok());
        assert_eq!(idle_ended.try_recv(), Err(oneshot::error::TryRecvError::Closed));
        assert_eq!(busy_ended.try_recv(), Err(oneshot::error::TryRecvError::Empty));
        assert!(connections.0.admit(None).is_err(), "the last one came just now");
    }

    #[tokio::test]
    async fn a_connection_counts_until_it_ends_and_sends_small_answers_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Connections::within(1, None);
        let mut client = TcpStream::connect(address).await.unwrap();
        let mut server = connections.admit(listener.accept().await.unwrap().0).unwrap();
        assert!(server.stream.nodelay().unwrap());
        client.write_all(b"?").await.unwrap();
        assert_eq!(server.read_u8().await.unwrap(), b'?');
        assert!(server.usage.is_busy.load(Ordering::Relaxed));
        let second = TcpStream::connect(address).await.unwrap();
        assert!(connections.admit(listener.accept().await.unwrap().0).is_err());
        server.write_all(b"!").await.unwrap();
        assert!(!server.usage.is_busy.load(Ordering::Relaxed));
        drop((server, second));
        assert!(connections.0.open().connections.is_empty());
    }
}
