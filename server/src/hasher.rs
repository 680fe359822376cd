//! Hashes passwords within limits: at most one hash per core at a time, and a bounded queue. A hash takes 19 MiB.
//! Without a limit, a stranger could use up all memory by signing in often enough.

use crate::password::{Memory, PasswordError, hash_in, verify_in};
use app::services::HashPasswords;
use domain::directory::password::Secret;
use std::num::NonZero;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;

/// The most hashes at once on any number of cores: 8 take 152 MiB.
const AT_ONCE_MAX: usize = 8;
/// The length of the queue. The last in it waits about a second on two cores.
const WAITING_MAX: usize = 64;

/// Hashes passwords within limits. Clones share the limits.
#[derive(Clone)]
pub struct Hasher(Arc<Shared>);

struct Shared {
    turns: Arc<Semaphore>,
    places: usize,
    room: Mutex<Room>,
}

#[derive(Default)]
struct Room {
    /// Places taken.
    taken: usize,
    /// Memory for the next hash, freed as soon as no place is taken.
    spare: Vec<Memory>,
}

/// All places are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Too many passwords are being checked.")]
pub struct Busy;

/// A place in the queue, or a turn at hashing.
pub struct HashingPlace(Arc<Shared>);

impl Default for Hasher {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self::new(cores.min(AT_ONCE_MAX), WAITING_MAX)
    }
}

impl Hasher {
    /// Allows `at_once` hashes at once, and `waiting` more in the queue.
    pub fn new(at_once: usize, waiting: usize) -> Self {
        let turns = Arc::new(Semaphore::new(at_once));
        Self(Arc::new(Shared { turns, places: at_once + waiting, room: Mutex::default() }))
    }

    /// Takes a place.
    ///
    /// # Errors
    /// [`Busy`].
    pub fn place(&self) -> Result<HashingPlace, Busy> {
        let mut room = self.0.room();
        if room.taken == self.0.places {
            return Err(Busy);
        }
        room.taken += 1;
        Ok(HashingPlace(Arc::clone(&self.0)))
    }
}

impl HashPasswords for Hasher {
    fn hash(&self, password: Secret) -> Pin<Box<dyn Future<Output = Option<String>> + Send + '_>> {
        Box::pin(async move { self.place().ok()?.hash(password.reveal().to_owned()).await.ok() })
    }
}

impl Shared {
    fn room(&self) -> MutexGuard<'_, Room> {
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HashingPlace {
    /// Hashes a password when it is this place's turn.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn hash(self, password: String) -> Result<String, PasswordError> {
        self.compute(move |memory| hash_in(&password, memory)).await.unwrap_or(Err(PasswordError::Hash))
    }

    /// Whether a password matches a hash, checked when it is this place's turn. Without a hash the check takes as long
    /// and fails.
    pub async fn verify(self, password: String, hash: Option<String>) -> bool {
        self.compute(move |memory| verify_in(&password, hash.as_deref(), memory)).await.unwrap_or(false)
    }

    /// If a request ends early, its hash still runs to the end and keeps its place and turn until then.
    async fn compute<T: Send + 'static>(self, what: impl FnOnce(&mut Memory) -> T + Send + 'static) -> Option<T> {
        let turn = Arc::clone(&self.0.turns).acquire_owned().await.ok()?;
        let computed = tokio::task::spawn_blocking(move || {
            let mut memory = self.0.room().spare.pop().unwrap_or_default();
            let computed = what(&mut memory);
            self.0.room().spare.push(memory);
            drop(turn);
            drop(self);
            computed
        });
        computed.await.ok()
    }
}

impl Drop for HashingPlace {
    fn drop(&mut self) {
        let mut room = self.0.room();
        room.taken -= 1;
        if room.taken == 0 {
            room.spare = Vec::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[tokio::test]
    async fn no_more_are_taken_than_there_are_places() {
        let hasher = Hasher::new(1, 2);
        let mut places: Vec<_> = (0..3).map(|_| hasher.place().unwrap()).collect();
        assert!(hasher.place().is_err());
        places.pop();
        assert!(hasher.place().is_ok());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn as_many_run_at_once_as_there_are_turns_and_memory_is_used_again() {
        let hasher = Hasher::new(2, 20);
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let (place, running, most) = (hasher.place().unwrap(), Arc::clone(&running), Arc::clone(&most));
            tasks.spawn(place.compute(move |_| {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(5));
                running.fetch_sub(1, Ordering::SeqCst);
            }));
        }
        let last = hasher.place().unwrap();
        tasks.join_all().await;
        assert_eq!(most.load(Ordering::SeqCst), 2);
        assert!(hasher.0.room().spare.len() <= 2);
        drop(last);
        assert!(hasher.0.room().spare.is_empty(), "memory stays with nobody there");
    }

    #[tokio::test]
    async fn who_gives_up_waiting_leaves_the_place() {
        let hasher = Hasher::new(1, 1);
        let first = hasher.place().unwrap();
        let turn = Arc::clone(&hasher.0.turns).try_acquire_owned().unwrap();
        let waiting = tokio::spawn(hasher.place().unwrap().verify("correct horse battery".into(), None));
        tokio::task::yield_now().await;
        assert!(hasher.place().is_err());
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        assert!(hasher.place().is_ok());
        drop((first, turn));
    }
}
