//! Random choices that can be repeated with a seed (splitmix64).

use uuid::Uuid;

/// A stream of numbers.
pub struct Numbers(u64);

impl Numbers {
    /// One of many streams of a seed.
    pub fn of(seed: u64, stream: u64) -> Self {
        Self(mix(seed ^ mix(stream)))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.next() % (last - first + 1)
    }

    pub fn pick<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.between(0, values.len() as u64 - 1) as usize].clone()
    }
}

/// A new id. The seed does not repeat it, because earlier ids are in the database.
pub fn new_id() -> Uuid {
    Uuid::new_v4()
}

fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
