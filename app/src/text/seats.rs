//! Words of seats: availability before a change, its effect, and availability after it.

use crate::format::number;
use domain::directory::invisible::isolated;
use domain::directory::product::CustomerProduct;
use domain::rules::plan::SeatEffect;

/// Availability of a product's seats, before a change and with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Availability {
    /// Too few: `2 available · 4 needed · 2 short`.
    Short(String),
    /// More used than owned: `3 over-assigned`.
    OverAssigned(String),
    /// `14 available`.
    Enough(String),
    /// The customer has no subscription of the product.
    NotOwned,
}

/// Availability of a product's seats.
pub fn availability(product: &CustomerProduct, effect: Option<&SeatEffect>) -> Availability {
    let available = effect.map_or(product.available(), |effect| effect.available);
    match effect {
        _ if product.seats.is_none() => Availability::NotOwned,
        Some(effect) if effect.short > 0 => Availability::Short(short(effect)),
        _ if available < 0 => Availability::OverAssigned(standing(available)),
        _ => Availability::Enough(standing(available)),
    }
}

/// `14 available`, or `3 over-assigned`
fn standing(available: i64) -> String {
    if available < 0 {
        format!("{} over-assigned", number(-available))
    } else {
        format!("{} available", number(available))
    }
}

/// `2 available · 4 needed · 2 short`
fn short(effect: &SeatEffect) -> String {
    let available = number(effect.available.max(0));
    format!("{available} available · {} needed · {} short", number(effect.needed), number(effect.short))
}

/// Effect of a change: `2 used`, `1 freed`
pub fn used_or_freed(effect: &SeatEffect) -> String {
    match effect.used {
        used if used >= 0 => format!("{} used", number(used)),
        _ => format!("{} freed", number(effect.freed())),
    }
}

/// Availability after a change: `12 after`, `2 over-assigned after`
pub fn after(effect: &SeatEffect) -> String {
    match effect.after() {
        short if short < 0 => format!("{} over-assigned after", number(-short)),
        after => format!("{} after", number(after)),
    }
}

/// `1 freed · 22 after`, `2 used · 12 after`
pub fn change_and_after(effect: &SeatEffect) -> String {
    format!("{} · {}", used_or_freed(effect), after(effect))
}

/// `Microsoft 365 E3: 14 available · 1 used · 13 after`, or `Visio Plan 2: 2 available · 4 needed · 2 short`
pub fn seats_line(product: &str, effect: &SeatEffect) -> String {
    let product = isolated(product);
    if effect.short > 0 {
        return format!("{product}: {}", short(effect));
    }
    format!("{product}: {} · {}", standing(effect.available), change_and_after(effect))
}

/// Whether a collapsed product offers `Buy more`.
pub fn needs_more(product: &CustomerProduct, effect: Option<&SeatEffect>) -> bool {
    product.seats.is_some() && (product.available() < 1 || effect.is_some_and(|effect| effect.short > 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::directory::product::{Capability, Product};
    use domain::directory::seats::Seats;

    fn product(owned: i64, consumed: i64) -> CustomerProduct {
        CustomerProduct {
            product: Product {
                sku_id: "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap(),
                part_number: "SPE_E3".into(),
                name: "Microsoft 365 E3".into(),
                applies_to: Default::default(),
                plans: Vec::new(),
            },
            seats: Some(Seats { owned, consumed, reserved: 0 }),
            capability: Some(Capability::Enabled),
            publisher: None,
        }
    }

    fn effect(available: i64, used: i64) -> SeatEffect {
        SeatEffect { available, used, needed: used.max(0), short: 0 }
    }

    #[test]
    fn seats_stand_in_words() {
        let short = SeatEffect { available: 2, needed: 4, used: 2, short: 2 };
        assert_eq!(
            [
                availability(&product(20, 6), None),
                availability(&product(20, 23), None),
                availability(&product(3, 1), Some(&short)),
                availability(&CustomerProduct { seats: None, ..product(0, 0) }, None),
            ],
            [
                Availability::Enough("14 available".into()),
                Availability::OverAssigned("3 over-assigned".into()),
                Availability::Short("2 available · 4 needed · 2 short".into()),
                Availability::NotOwned,
            ]
        );
    }

    #[test]
    fn a_change_reads_as_seats() {
        let lines = [effect(14, 2), effect(21, -1), effect(-3, -1), effect(-3, -3), effect(-3, -5)];
        assert_eq!(
            lines.map(|effect| seats_line("Visio", &effect)),
            [
                "Visio: 14 available · 2 used · 12 after",
                "Visio: 21 available · 1 freed · 22 after",
                "Visio: 3 over-assigned · 0 freed · 2 over-assigned after",
                "Visio: 3 over-assigned · 0 freed · 0 after",
                "Visio: 3 over-assigned · 2 freed · 2 after",
            ]
        );
        let short = SeatEffect { available: 2, needed: 4, used: 2, short: 2 };
        assert_eq!(seats_line("Visio", &short), "Visio: 2 available · 4 needed · 2 short");
    }

    #[test]
    fn more_is_offered_where_there_is_none_or_too_few() {
        let short = SeatEffect { available: 2, needed: 4, used: 2, short: 2 };
        assert!(needs_more(&product(5, 5), None));
        assert!(needs_more(&product(5, 3), Some(&short)));
        assert!(!needs_more(&product(5, 3), None));
        assert!(!needs_more(&CustomerProduct { seats: None, ..product(0, 0) }, None));
    }
}
