//! A small seeded random number generator (splitmix64 by Sebastiano Vigna, public domain). The same seed gives the same
//! numbers everywhere. It is not for secrets.

use uuid::{Builder, Uuid};

/// The step of splitmix64: 2^64 divided by the golden ratio, made odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub(super) struct Prng(u64);

impl Prng {
    /// One of the independent streams of a seed.
    pub(super) fn of(seed: u64, stream: u64) -> Self {
        Self(mix(seed ^ mix(stream.wrapping_add(STEP))))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number below `end`; zero if `end` is zero.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        // The upper half of the product lies below `end`, so it fits.
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    /// True in this many of a thousand cases.
    pub(super) fn per_mille(&mut self, cases: u64) -> bool {
        self.below(1000) < cases
    }

    /// One of the values, of which there is at least one.
    pub(super) fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len() as u64) as usize]
    }

    /// One of the values, as often as its weight says; `None` if no weight is above zero.
    pub(super) fn weighted<T: Copy>(&mut self, values: &[(T, u64)]) -> Option<T> {
        let mut place = self.below(values.iter().map(|(_, weight)| weight).sum());
        values.iter().find_map(|(value, weight)| {
            let found = place < *weight;
            place = place.saturating_sub(*weight);
            found.then_some(*value)
        })
    }

    /// An id in the shape of a random GUID (version 4).
    pub(super) fn guid(&mut self) -> Uuid {
        let bits = u128::from(self.next()) << 64 | u128::from(self.next());
        Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
    }
}

fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_splitmix64() {
        let mut prng = Prng(1_234_567);
        assert_eq!(prng.next(), 6_457_827_717_110_365_317);
        assert_eq!(prng.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn streams_differ() {
        assert_ne!(Prng::of(1, 0).next(), Prng::of(1, 1).next());
        assert_ne!(Prng::of(1, 0).next(), Prng::of(2, 0).next());
    }

    #[test]
    fn numbers_stay_below_their_end_and_reach_all() {
        let mut prng = Prng::of(7, 7);
        let mut seen = [0; 5];
        (0..1000).for_each(|_| seen[prng.below(5) as usize] += 1);
        assert!(seen.iter().all(|times| (150..250).contains(times)), "{seen:?}");
        assert_eq!(prng.below(0), 0);
    }

    #[test]
    fn weights_are_kept() {
        let mut prng = Prng::of(7, 8);
        let often = (0..1000).filter(|_| prng.weighted(&[('a', 0), ('b', 9), ('c', 1)]) == Some('b')).count();
        assert!((860..940).contains(&often), "{often}");
        assert_eq!(prng.weighted::<char>(&[]), None);
    }

    #[test]
    fn ids_have_the_shape_of_random_guids() {
        let id = Prng::of(7, 9).guid();
        assert_eq!((id.get_version_num(), id.get_variant()), (4, uuid::Variant::RFC4122));
    }
}
