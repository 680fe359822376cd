//! The columns of the published product table.

use std::fmt;

/// A required column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CatalogColumn {
    /// The product's name.
    ProductName,
    /// The product's part number.
    PartNumber,
    /// The product's id.
    SkuId,
    /// Microsoft's name of a service plan.
    PlanName,
    /// The service plan's id.
    PlanId,
    /// The service plan's display name.
    PlanFriendlyName,
}

impl CatalogColumn {
    /// All columns, in the published order.
    pub const ALL: [Self; 6] =
        [Self::ProductName, Self::PartNumber, Self::SkuId, Self::PlanName, Self::PlanId, Self::PlanFriendlyName];

    /// The heading in Microsoft's file.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::ProductName => "Product_Display_Name",
            Self::PartNumber => "String_Id",
            Self::SkuId => "GUID",
            Self::PlanName => "Service_Plan_Name",
            Self::PlanId => "Service_Plan_Id",
            Self::PlanFriendlyName => "Service_Plans_Included_Friendly_Names",
        }
    }
}

impl fmt::Display for CatalogColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.heading())
    }
}
