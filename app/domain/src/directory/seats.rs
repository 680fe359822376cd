//! Seats: how many a customer owns of a product, and how many are used.

use serde::{Deserialize, Serialize};

/// The seat counters of one product of one customer. They are never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Seats {
    /// Enabled plus warning seats, summed over the product's subscriptions.
    pub owned: i64,
    /// Distinct users holding the product, directly or through groups.
    pub consumed: i64,
    /// Seats reserved by running jobs.
    pub reserved: i64,
}

impl Seats {
    /// Seats that can still be assigned. Below zero, the product is over-assigned.
    pub fn available(self) -> i64 {
        self.owned - self.consumed - self.reserved
    }
}

/// A number of seats to buy: 1 to 100,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct SeatQuantity(i64);

/// The largest number of seats in one purchase.
pub const SEAT_QUANTITY_MAX: i64 = 100_000;

/// The number is not a valid quantity of seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Enter a whole number of licenses from 1 to 100,000.")]
pub struct NotAQuantity;

impl SeatQuantity {
    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl TryFrom<i64> for SeatQuantity {
    type Error = NotAQuantity;

    fn try_from(number: i64) -> Result<Self, NotAQuantity> {
        if (1..=SEAT_QUANTITY_MAX).contains(&number) { Ok(Self(number)) } else { Err(NotAQuantity) }
    }
}

impl From<SeatQuantity> for i64 {
    fn from(quantity: SeatQuantity) -> i64 {
        quantity.0
    }
}

impl std::str::FromStr for SeatQuantity {
    type Err = NotAQuantity;

    fn from_str(text: &str) -> Result<Self, NotAQuantity> {
        let digits = text.trim().replace(',', "");
        digits.parse::<i64>().map_err(|_| NotAQuantity)?.try_into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn available_goes_below_zero_when_over_assigned() {
        assert_eq!(Seats { owned: 5, consumed: 7, reserved: 1 }.available(), -3);
    }

    #[test]
    fn quantities_are_whole_and_bounded() {
        assert_eq!("1,200".parse::<SeatQuantity>().unwrap().get(), 1200);
        for text in ["0", "-1", "1.5", "many", "", "100001"] {
            assert_eq!(text.parse::<SeatQuantity>(), Err(NotAQuantity), "{text}");
        }
    }
}
