//! The customers of the demo partner, and the company of any size.

use super::company::{AddOn, Bought::*, Company, InventedSeats::*, LicensingGroup, Stock};
use super::item::Item::{self, *};
use super::known;
use super::names::{FORMULAS, ODD};

/// Many countries, including some where products are not available.
const WORLDWIDE: &[(&str, u64)] =
    &[("US", 34), ("GB", 12), ("DE", 14), ("IE", 8), ("ES", 8), ("SK", 6), ("GR", 5), ("JP", 5), ("CN", 5), ("AE", 3)];

const ENTERPRISE: &[Item] = &[E3, E5];

/// Add-ons that fit the first products of large companies.
#[rustfmt::skip]
const ENTERPRISE_ADD_ONS: &[AddOn] = &[
    AddOn { item: PowerBiPro, per_mille: 120, beside: &[E3, OfficeE3], not_in: &[] },
    AddOn { item: VisioPlan2, per_mille: 40, beside: &[E3, E5, OfficeE3], not_in: &[] },
    AddOn { item: AudioConferencing, per_mille: 90, beside: &[E3, OfficeE1], not_in: &["CN"] },
    AddOn { item: TeamsPhone, per_mille: 60, beside: &[E3], not_in: &[] },
    AddOn { item: CallingPlan, per_mille: 150, beside: &[E5], not_in: &["CN", "SK"] },
    AddOn { item: ProjectPlan3, per_mille: 25, beside: ENTERPRISE, not_in: &[] },
    AddOn { item: DefenderPlan2, per_mille: 150, beside: &[E3, F3], not_in: &[] },
    AddOn { item: Copilot, per_mille: 70, beside: ENTERPRISE, not_in: &[] },
    AddOn { item: Signatures, per_mille: 15, beside: &[E3], not_in: &[] },
];

/// Add-ons that fit the first products of small companies.
#[rustfmt::skip]
const BUSINESS_ADD_ONS: &[AddOn] = &[
    AddOn { item: PowerBiPro, per_mille: 100, beside: &[BusinessStandard, BusinessPremium], not_in: &[] },
    AddOn { item: VisioPlan2, per_mille: 80, beside: &[BusinessStandard, BusinessPremium], not_in: &[] },
    AddOn { item: TeamsPhone, per_mille: 150, beside: &[BusinessBasic, BusinessStandard], not_in: &[] },
];

const fn stock(item: Item, seats: super::company::InventedSeats, bought: super::company::Bought) -> Stock {
    Stock { item, seats, bought }
}

/// The defaults of all companies.
const BLANK: Company = Company {
    name: "",
    relationship: "Reseller",
    imported: false,
    country: "US",
    initial: "",
    domain: "",
    second_domain: None,
    users: 0,
    known: &[],
    behind: "",
    odd: &[],
    countries: WORLDWIDE,
    synced: 0,
    bases: &[],
    add_ons: &[],
    groups: &[],
    stock: &[],
};

/// The company for trying everything.
const FABRIKAM: Company = Company {
    name: "Fabrikam, Inc.",
    initial: "fabrikam",
    domain: "fabrikam.com",
    second_domain: Some("fabrikam.co.uk"),
    users: 2004,
    known: known::FABRIKAM,
    behind: "Nestor Wilke",
    odd: &[ODD],
    synced: 620,
    bases: &[(Some(E3), 62), (Some(E5), 8), (Some(F3), 12), (Some(OfficeE1), 5), (Some(ExchangePlan1), 3), (None, 10)],
    add_ons: ENTERPRISE_ADD_ONS,
    groups: &[
        LicensingGroup { name: "Licensing: Microsoft 365 E3", item: E3, per_mille: 300, plans_off: false },
        LicensingGroup { name: "Frontline workers", item: F3, per_mille: 800, plans_off: true },
        LicensingGroup { name: "Analysts (Power BI)", item: PowerBiPro, per_mille: 400, plans_off: false },
    ],
    stock: &[
        stock(E3, Spare(14), Twice),
        stock(E5, Spare(0), NewCommerce),
        stock(F3, Plenty, NewCommerce),
        stock(OfficeE1, Spare(1), Csp),
        stock(ExchangePlan1, Spare(3), NewCommerce),
        stock(VisioPlan2, Spare(2), NewCommerce),
        stock(PowerBiPro, Spare(20), NewCommerce),
        stock(ProjectPlan3, Spare(-3), AndSuspended(10)),
        stock(AudioConferencing, Plenty, NewCommerce),
        stock(TeamsPhone, Plenty, InGrace),
        stock(CallingPlan, Spare(5), NewCommerce),
        stock(DefenderPlan2, Plenty, NewCommerce),
        stock(Copilot, Spare(0), NewCommerce),
        stock(EntraP2, Owned(0), AndSuspended(50)),
        stock(Signatures, Plenty, Marketplace("Proseware, Inc.")),
        stock(ExtraStorage, Owned(500), NewCommerce),
    ],
    ..BLANK
};

const CONTOSO: Company = Company {
    name: "Contoso Ltd.",
    country: "GB",
    initial: "contoso",
    domain: "contoso.com",
    second_domain: Some("contoso.co.uk"),
    users: 400,
    countries: &[("GB", 60), ("IE", 15), ("ES", 15), ("GR", 10)],
    synced: 800,
    bases: &[(Some(E3), 40), (Some(E5), 45), (Some(F3), 8), (None, 7)],
    add_ons: ENTERPRISE_ADD_ONS,
    groups: &[
        LicensingGroup { name: "All staff", item: E3, per_mille: 700, plans_off: true },
        LicensingGroup { name: "Office and labs", item: E5, per_mille: 500, plans_off: false },
    ],
    stock: &[
        stock(E3, Spare(0), NewCommerce),
        stock(E5, Plenty, Twice),
        stock(F3, Spare(1), NewCommerce),
        stock(PowerBiPro, Plenty, NewCommerce),
        stock(VisioPlan2, Plenty, Csp),
        stock(ProjectPlan3, Plenty, NewCommerce),
        stock(AudioConferencing, Plenty, NewCommerce),
        stock(TeamsPhone, Plenty, NewCommerce),
        stock(CallingPlan, Plenty, NewCommerce),
        stock(DefenderPlan2, Plenty, NewCommerce),
        stock(Copilot, Spare(2), NewCommerce),
        stock(Signatures, Plenty, Marketplace("Proseware, Inc.")),
        stock(EmsE5, Owned(0), AndSuspended(25)),
        stock(PowerAutomateFree, Owned(10_000), Software),
    ],
    ..BLANK
};

const ADVENTURE_WORKS: Company = Company {
    name: "Adventure Works",
    initial: "adventureworks",
    domain: "adventure-works.com",
    users: 260,
    countries: &[("US", 100)],
    bases: &[(Some(F3), 60), (Some(OfficeE3), 30), (None, 10)],
    groups: &[LicensingGroup { name: "Stores", item: F3, per_mille: 900, plans_off: true }],
    stock: &[
        stock(F3, Spare(3), NewCommerce),
        stock(OfficeE3, Plenty, Csp),
        stock(EntraP2, Owned(0), AndSuspended(20)),
    ],
    ..BLANK
};

const HUMONGOUS_INSURANCE: Company = Company {
    name: "Humongous Insurance",
    country: "GR",
    initial: "humongousinsurance",
    domain: "humongousinsurance.com",
    users: 320,
    countries: &[("GR", 75), ("DE", 15), ("GB", 10)],
    synced: 900,
    bases: &[(Some(OfficeE3), 70), (Some(OfficeE1), 20), (None, 10)],
    add_ons: ENTERPRISE_ADD_ONS,
    stock: &[
        stock(OfficeE3, Plenty, InGrace),
        stock(OfficeE1, Spare(2), NewCommerce),
        stock(PowerBiPro, Spare(0), NewCommerce),
        stock(VisioPlan2, Plenty, NewCommerce),
        stock(AudioConferencing, Plenty, NewCommerce),
    ],
    ..BLANK
};

const NORTHWIND: Company = Company {
    name: "Northwind Traders",
    country: "DE",
    initial: "northwindtraders",
    domain: "northwindtraders.com",
    users: 180,
    odd: &[ODD, FORMULAS],
    countries: &[("DE", 70), ("SK", 20), ("US", 10)],
    synced: 300,
    bases: &[(Some(BusinessPremium), 70), (Some(BusinessBasic), 20), (None, 10)],
    add_ons: BUSINESS_ADD_ONS,
    stock: &[
        stock(BusinessPremium, Spare(2), NewCommerce),
        stock(BusinessBasic, Plenty, NewCommerce),
        stock(PowerBiPro, Plenty, NewCommerce),
        stock(VisioPlan2, Spare(1), NewCommerce),
        stock(TeamsPhone, Plenty, NewCommerce),
        stock(Drawing, Owned(5), SoftwareWithFiles),
    ],
    ..BLANK
};

const LITWARE: Company = Company {
    name: "Litware, Inc.",
    imported: true,
    country: "JP",
    initial: "litware",
    domain: "litwareinc.com",
    users: 120,
    countries: &[("JP", 85), ("US", 15)],
    synced: 500,
    bases: &[(Some(E3), 85), (None, 15)],
    add_ons: ENTERPRISE_ADD_ONS,
    groups: &[LicensingGroup { name: "全社員", item: E3, per_mille: 600, plans_off: false }],
    stock: &[
        stock(E3, Plenty, Csp),
        stock(PowerBiPro, Plenty, Csp),
        stock(VisioPlan2, Spare(1), Csp),
        stock(ProjectPlan3, Spare(2), Csp),
        stock(AudioConferencing, Plenty, Csp),
        stock(TeamsPhone, Plenty, Csp),
        stock(DefenderPlan2, Plenty, Csp),
        stock(Copilot, Spare(0), Csp),
        stock(Signatures, Plenty, Marketplace("Proseware, Inc.")),
    ],
    ..BLANK
};

const TAILSPIN_TOYS: Company = Company {
    name: "Tailspin Toys",
    relationship: "Indirect reseller",
    initial: "tailspintoys",
    domain: "tailspintoys.com",
    users: 96,
    countries: &[("US", 70), ("CN", 30)],
    bases: &[(Some(BusinessStandard), 80), (None, 20)],
    add_ons: BUSINESS_ADD_ONS,
    stock: &[
        stock(BusinessStandard, Plenty, NewCommerce),
        stock(PowerBiPro, Spare(3), NewCommerce),
        stock(VisioPlan2, Spare(0), NewCommerce),
        stock(TeamsPhone, Spare(1), NewCommerce),
    ],
    ..BLANK
};

const A_DATUM: Company = Company {
    name: "A. Datum Corporation",
    country: "AE",
    initial: "adatum",
    domain: "adatum.com",
    users: 75,
    countries: &[("AE", 90), ("GB", 10)],
    bases: &[(Some(BusinessPremium), 90), (None, 10)],
    stock: &[stock(BusinessPremium, Plenty, Twice), stock(BusinessBasic, Owned(0), AndSuspended(75))],
    ..BLANK
};

const WINGTIP_TOYS: Company = Company {
    name: "Wingtip Toys",
    relationship: "Indirect reseller",
    country: "IE",
    initial: "wingtiptoys",
    domain: "wingtiptoys.com",
    users: 48,
    countries: &[("IE", 100)],
    bases: &[(Some(BusinessBasic), 60), (Some(BusinessStandard), 40)],
    stock: &[stock(BusinessBasic, Spare(2), NewCommerce), stock(BusinessStandard, Spare(1), NewCommerce)],
    ..BLANK
};

const MARGIES_TRAVEL: Company = Company {
    name: "Margie's Travel",
    country: "ES",
    initial: "margiestravel",
    domain: "margiestravel.com",
    users: 12,
    countries: &[("ES", 100)],
    bases: &[(Some(ExchangePlan1), 100)],
    stock: &[stock(ExchangePlan1, Spare(1), Csp)],
    ..BLANK
};

/// A company with five users and no free seat.
const FOURTH_COFFEE: Company = Company {
    name: "Fourth Coffee",
    country: "SK",
    initial: "fourthcoffee",
    domain: "fourthcoffee.com",
    users: 5,
    countries: &[("SK", 100)],
    bases: &[(Some(BusinessPremium), 100)],
    stock: &[stock(BusinessPremium, Spare(0), NewCommerce)],
    ..BLANK
};

/// A new company: it has bought products, but has no users yet.
const GRAPHIC_DESIGN_INSTITUTE: Company = Company {
    name: "Graphic Design Institute",
    initial: "graphicdesigninstitute",
    domain: "graphicdesigninstitute.com",
    stock: &[stock(BusinessStandard, Owned(10), NewCommerce)],
    ..BLANK
};

/// The twelve customers of the demo partner.
pub(super) const DEMO: [Company; 12] = [
    FABRIKAM,
    CONTOSO,
    ADVENTURE_WORKS,
    HUMONGOUS_INSURANCE,
    NORTHWIND,
    LITWARE,
    TAILSPIN_TOYS,
    A_DATUM,
    WINGTIP_TOYS,
    MARGIES_TRAVEL,
    FOURTH_COFFEE,
    GRAPHIC_DESIGN_INSTITUTE,
];

/// The company with any number of users and a few free seats of every product.
pub(super) const SIZED: Company = Company {
    name: "Woodgrove Bank",
    initial: "woodgrovebank",
    domain: "woodgrovebank.com",
    odd: &[ODD, FORMULAS],
    synced: 700,
    bases: FABRIKAM.bases,
    add_ons: FABRIKAM.add_ons,
    groups: FABRIKAM.groups,
    stock: &[
        stock(E3, Plenty, NewCommerce),
        stock(E5, Plenty, NewCommerce),
        stock(F3, Plenty, NewCommerce),
        stock(OfficeE1, Plenty, NewCommerce),
        stock(ExchangePlan1, Plenty, NewCommerce),
        stock(VisioPlan2, Plenty, NewCommerce),
        stock(PowerBiPro, Plenty, NewCommerce),
        stock(ProjectPlan3, Plenty, NewCommerce),
        stock(AudioConferencing, Plenty, NewCommerce),
        stock(TeamsPhone, Plenty, NewCommerce),
        stock(CallingPlan, Plenty, NewCommerce),
        stock(DefenderPlan2, Plenty, NewCommerce),
        stock(Copilot, Plenty, NewCommerce),
        stock(Signatures, Plenty, Marketplace("Proseware, Inc.")),
    ],
    ..BLANK
};
