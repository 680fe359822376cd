//! Time-based codes (TOTP, RFC 6238): SHA-1, six digits, a new code every 30 seconds, as authenticator apps make them.

use domain::access::second_factor::{CODE_DIGITS, Seed};
use ring::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};

/// The milliseconds for which an app shows a code.
pub const STEP_MS: i64 = 30_000;
/// So many steps a clock may be ahead or behind.
const DRIFT: i64 = 1;

/// The code of a time step.
pub fn code_at(seed: &Seed, step: i64) -> u32 {
    let tag = sign(&Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, seed.bytes()), &step.to_be_bytes());
    let tag = tag.as_ref();
    let from = tag.last().map_or(0, |last| usize::from(last & 15));
    let four = tag.iter().skip(from).take(4).fold(0, |number: u32, byte| number << 8 | u32::from(*byte));
    (four & 0x7fff_ffff) % 10_u32.pow(CODE_DIGITS as u32)
}

/// The time step of a code that an app shows about now (UTC, epoch milliseconds). `None` if no app shows it.
pub fn step_of(seed: &Seed, code: u32, now: i64) -> Option<i64> {
    let step = now.div_euclid(STEP_MS);
    (step - DRIFT..=step + DRIFT).rev().find(|step| code_at(seed, *step) == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed() -> Seed {
        Seed::from_bytes(b"12345678901234567890").unwrap()
    }

    /// The last six digits of the examples in RFC 6238, appendix B.
    const EXAMPLES: [(i64, u32); 6] = [
        (59, 287_082),
        (1_111_111_109, 81_804),
        (1_111_111_111, 50_471),
        (1_234_567_890, 5_924),
        (2_000_000_000, 279_037),
        (20_000_000_000, 353_130),
    ];

    #[test]
    fn the_examples_of_the_standard_are_met() {
        for (seconds, code) in EXAMPLES {
            assert_eq!(code_at(&seed(), seconds / 30), code, "{seconds}");
            assert_eq!(step_of(&seed(), code, seconds * 1000), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_clock_may_differ_by_one_step() {
        let (seconds, code) = EXAMPLES[3];
        let (step, now) = (seconds / 30, seconds * 1000);
        for (late, found) in [(-2, None), (-1, Some(step)), (0, Some(step)), (1, Some(step)), (2, None)] {
            assert_eq!(step_of(&seed(), code, now + late * STEP_MS), found, "{late}");
        }
    }
}
