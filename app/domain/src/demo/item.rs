//! The products that demo customers own.

use crate::directory::product::{AppliesTo, Product, ServicePlan};
use crate::ids::{PlanId, SkuId};
use crate::import::shipped;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Why demo data cannot be made. It never happens in a released product: a test makes the data.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The shipped catalogue cannot be read.
    #[error("The catalogue that comes with Tenantry cannot be read: {0}")]
    Catalogue(#[from] serde_json::Error),
    /// The shipped catalogue lacks a product of the demo, given by its part number.
    #[error("The catalogue that comes with Tenantry lacks {0}, which the demo data uses.")]
    Product(&'static str),
}

/// Defines the items with their part numbers.
macro_rules! items {
    ($($name:ident => $part_number:literal,)*) => {
        /// A product of the demo.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Item {
            $($name,)*
        }

        impl Item {
            /// All items, in the order of their numbers.
            const ALL: &[Item] = &[$(Item::$name,)*];

            fn part_number(self) -> &'static str {
                match self {
                    $(Item::$name => $part_number,)*
                }
            }
        }
    };
}

items! {
    E3 => "SPE_E3",
    E5 => "SPE_E5",
    F3 => "SPE_F1",
    OfficeE1 => "STANDARDPACK",
    OfficeE3 => "ENTERPRISEPACK",
    BusinessBasic => "O365_BUSINESS_ESSENTIALS",
    BusinessStandard => "O365_BUSINESS_PREMIUM",
    BusinessPremium => "SPB",
    ExchangePlan1 => "EXCHANGESTANDARD",
    VisioPlan2 => "VISIOCLIENT",
    ProjectPlan3 => "PROJECTPROFESSIONAL",
    PowerBiPro => "POWER_BI_PRO",
    PowerAutomateFree => "FLOW_FREE",
    AudioConferencing => "MCOMEETADV",
    TeamsPhone => "MCOEV",
    CallingPlan => "MCOPSTN1",
    DefenderPlan2 => "THREAT_INTELLIGENCE",
    Copilot => "Microsoft_365_Copilot",
    EntraP2 => "AAD_PREMIUM_P2",
    EmsE5 => "EMSPREMIUM",
    ExtraStorage => "SHAREPOINTSTORAGE",
    Signatures => "PROSEWARE_SIGNATURES",
    Drawing => "PROSEWARE_DRAWING",
}

/// Service plans that companies often switch off, by the beginnings of their names. No other plan needs them.
const OFTEN_OFF: [&str; 4] = ["BPOS_S_TODO", "KAIZALA", "SWAY", "YAMMER"];

/// An item's product, with its plans that are often switched off.
#[derive(Debug, Clone)]
pub(super) struct Stocked {
    pub product: Product,
    pub often_off: BTreeSet<PlanId>,
}

/// The product of every item.
#[derive(Debug, Clone)]
pub(super) struct Shelf(Vec<Stocked>);

impl Shelf {
    /// Takes the products from the catalogue that comes with Tenantry.
    pub(super) fn fill() -> Result<Self, DemoError> {
        let mut catalogue = shipped::products()?;
        catalogue.extend([signatures(), drawing()]);
        let stocked = |item: &Item| {
            let found = catalogue.iter().find(|product| product.part_number == item.part_number());
            let product = found.cloned().ok_or(DemoError::Product(item.part_number()))?;
            let off = product.plans.iter().filter(|plan| OFTEN_OFF.iter().any(|name| plan.name.starts_with(name)));
            Ok(Stocked { often_off: off.map(|plan| plan.id).collect(), product })
        };
        Item::ALL.iter().map(stocked).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn get(&self, item: Item) -> &Stocked {
        &self.0[item as usize]
    }
}

/// An invented product of an invented publisher who manages its licenses.
fn signatures() -> Product {
    Product {
        sku_id: SkuId::new(Uuid::from_u128(0x7d1c_36e0_52fb_4a8e_9b04_c1f6_2e83_a95d)),
        part_number: Item::Signatures.part_number().to_owned(),
        name: "Proseware Mail Signatures".to_owned(),
        applies_to: AppliesTo::User,
        plans: vec![ServicePlan {
            id: PlanId::new(Uuid::from_u128(0x2f90_b8a4_e617_4d3c_8a52_07d9_4cb1_f36e)),
            name: "PROSEWARE_SIGNATURES_APP".to_owned(),
            friendly_name: "Proseware Mail Signatures".to_owned(),
            applies_to: AppliesTo::User,
        }],
    }
}

/// An invented program that is installed, and not assigned to users.
fn drawing() -> Product {
    Product {
        sku_id: SkuId::new(Uuid::from_u128(0x51c8_0f6e_9d24_4b7a_a3e1_68f0_2b95_d7c4)),
        part_number: Item::Drawing.part_number().to_owned(),
        name: "Proseware Drawing 2026".to_owned(),
        applies_to: AppliesTo::Company,
        plans: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_finds_its_own_product() {
        let shelf = Shelf::fill().unwrap();
        for item in Item::ALL {
            assert_eq!(shelf.get(*item).product.part_number, item.part_number());
        }
    }

    #[test]
    fn the_big_products_have_plans_that_are_often_off() {
        let shelf = Shelf::fill().unwrap();
        for item in [Item::E3, Item::E5, Item::F3, Item::OfficeE1, Item::BusinessPremium] {
            assert_eq!(shelf.get(item).often_off.len(), 4, "{item:?}");
        }
    }
}
