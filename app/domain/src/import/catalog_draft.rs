//! A catalogue while its table is read.

use super::catalog::Catalog;
use super::catalog_clean;
use super::catalog_columns::CatalogColumn;
use super::catalog_error::CatalogError;
use super::catalog_header::TableRow;
use super::catalog_names::NameCounts;
use super::catalog_repair::Repair;
use crate::directory::product::{AppliesTo, Product, ServicePlan};
use crate::ids::{PlanId, SkuId};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// The content of the rows read so far.
#[derive(Default)]
pub(super) struct Draft {
    products: Vec<DraftProduct>,
    places: HashMap<SkuId, usize>,
    plans: HashMap<PlanId, DraftPlan>,
    incomplete: BTreeSet<SkuId>,
    repairs: Vec<Repair>,
}

struct DraftProduct {
    sku_id: SkuId,
    line: u64,
    names: NameCounts,
    part_numbers: NameCounts,
    /// The lines of its rows.
    lines: Vec<u64>,
    /// Its plans in the table's order, each with its line.
    plans: Vec<(PlanId, u64)>,
}

/// A plan, with its names in all products that contain it.
#[derive(Default)]
struct DraftPlan {
    line: u64,
    names: NameCounts,
    friendly_names: NameCounts,
}

impl Draft {
    /// Adds a row, or leaves it out if an id cannot be read.
    pub(super) fn add(&mut self, row: &TableRow) {
        let cells = CatalogColumn::ALL.map(|column| cell(row, column));
        if cells.iter().all(|raw| catalog_clean::text(raw).is_empty()) {
            return self.repairs.push(Repair::BlankRow { line: row.line });
        }
        let Some(sku_id) = self.id(row, CatalogColumn::SkuId).map(SkuId::new) else { return };
        let has_plan = [CatalogColumn::PlanName, CatalogColumn::PlanId, CatalogColumn::PlanFriendlyName]
            .iter()
            .any(|column| !catalog_clean::text(cell(row, *column)).is_empty());
        let plan = if has_plan { self.id(row, CatalogColumn::PlanId).map(PlanId::new) } else { None };
        if has_plan && plan.is_none() {
            self.incomplete.insert(sku_id);
            return;
        }
        let part_number = self.text(row, CatalogColumn::PartNumber);
        let name = self.text(row, CatalogColumn::ProductName);

        let place = *self.places.entry(sku_id).or_insert_with(|| {
            self.products.push(DraftProduct::new(sku_id, row.line));
            self.products.len() - 1
        });
        let product = &mut self.products[place];
        product.names.add(&name);
        product.part_numbers.add(&part_number);
        product.lines.push(row.line);
        let Some(plan) = plan else { return };
        match product.plans.iter().find(|(known, _)| *known == plan) {
            Some((_, first)) => self.repairs.push(Repair::RepeatedRow { line: row.line, first: *first }),
            None => product.plans.push((plan, row.line)),
        }
        self.count_plan(row, plan);
    }

    /// Counts the names in a row for its plan.
    fn count_plan(&mut self, row: &TableRow, id: PlanId) {
        let name = self.text(row, CatalogColumn::PlanName);
        let friendly_name = self.text(row, CatalogColumn::PlanFriendlyName);
        let plan = self.plans.entry(id).or_insert_with(|| DraftPlan { line: row.line, ..DraftPlan::default() });
        plan.names.add(&name);
        plan.friendly_names.add(&friendly_name);
    }

    fn text(&mut self, row: &TableRow, column: CatalogColumn) -> String {
        let raw = cell(row, column);
        let kept = catalog_clean::text(raw);
        if kept != *raw {
            self.repairs.push(Repair::Text { line: row.line, column, kept: kept.clone() });
        }
        kept
    }

    /// The id in a cell. If there is none, the row is reported as left out.
    fn id(&mut self, row: &TableRow, column: CatalogColumn) -> Option<Uuid> {
        let raw = cell(row, column);
        let id = catalog_clean::id(raw);
        match id {
            None => self.repairs.push(Repair::LeftOut { line: row.line, column, text: raw.clone() }),
            Some(id) if id.to_string() != *raw => self.repairs.push(Repair::Id { line: row.line, column, id }),
            Some(_) => {}
        }
        id
    }

    /// Leaves out products without a part number in any row.
    fn leave_out_unnamed(&mut self) {
        let (named, unnamed) = std::mem::take(&mut self.products)
            .into_iter()
            .partition::<Vec<_>, _>(|product| product.part_numbers.technical().is_some());
        self.products = named;
        let lines = unnamed.into_iter().flat_map(|product| product.lines);
        let column = CatalogColumn::PartNumber;
        self.repairs.extend(lines.map(|line| Repair::LeftOut { line, column, text: String::new() }));
    }

    /// Chooses the names and makes the catalogue.
    ///
    /// # Errors
    /// When there is no product.
    pub(super) fn finish(mut self) -> Result<Catalog, CatalogError> {
        self.leave_out_unnamed();
        let mut repairs = std::mem::take(&mut self.repairs);
        if self.products.is_empty() {
            let lost = || repairs.iter().filter(|repair| repair.is_loss());
            let first = lost().min_by_key(|repair| repair.line()).map(Repair::words);
            return Err(
                first.map_or(CatalogError::Empty, |first| CatalogError::NothingRead { rows: lost().count(), first })
            );
        }
        let plans: HashMap<_, _> = self.plans.iter().map(|(id, plan)| (*id, plan.finish(*id, &mut repairs))).collect();
        let products: Vec<_> = self.products.iter().map(|product| product.finish(&plans, &mut repairs)).collect();
        tell_shared_part_numbers(&self.products, &products, &mut repairs);
        repairs.sort_by_key(|repair| (repair.line(), repair.words()));
        Ok(Catalog { products, incomplete: self.incomplete, repairs })
    }
}

impl DraftProduct {
    fn new(sku_id: SkuId, line: u64) -> Self {
        let (names, part_numbers) = Default::default();
        Self { sku_id, line, names, part_numbers, lines: Vec::new(), plans: Vec::new() }
    }

    fn finish(&self, plans: &HashMap<PlanId, ServicePlan>, repairs: &mut Vec<Repair>) -> Product {
        let part_number = self.part_numbers.technical().unwrap_or_default();
        tell_names(repairs, self.line, CatalogColumn::PartNumber, &self.part_numbers, part_number);
        let name = self.names.spoken().unwrap_or(part_number);
        tell_names(repairs, self.line, CatalogColumn::ProductName, &self.names, name);
        Product {
            sku_id: self.sku_id,
            part_number: part_number.to_owned(),
            name: name.to_owned(),
            applies_to: AppliesTo::User,
            plans: self.plans.iter().filter_map(|(id, _)| plans.get(id).cloned()).collect(),
        }
    }
}

impl DraftPlan {
    fn finish(&self, id: PlanId, repairs: &mut Vec<Repair>) -> ServicePlan {
        let spoken = self.friendly_names.spoken();
        let name = self.names.technical().or(spoken).map_or_else(|| id.to_string(), str::to_owned);
        let friendly_name = spoken.unwrap_or(&name).to_owned();
        tell_names(repairs, self.line, CatalogColumn::PlanName, &self.names, &name);
        tell_names(repairs, self.line, CatalogColumn::PlanFriendlyName, &self.friendly_names, &friendly_name);
        ServicePlan { id, name, friendly_name, applies_to: AppliesTo::User }
    }
}

fn tell_names(repairs: &mut Vec<Repair>, line: u64, column: CatalogColumn, names: &NameCounts, kept: &str) {
    let kept = kept.to_owned();
    if names.spoken().is_none() {
        return repairs.push(Repair::NoName { line, column, kept });
    }
    let dropped = names.without(&kept);
    if !dropped.is_empty() {
        repairs.push(Repair::Names { line, column, kept, dropped });
    }
}

fn tell_shared_part_numbers(drafts: &[DraftProduct], products: &[Product], repairs: &mut Vec<Repair>) {
    let mut first = HashMap::new();
    for (draft, product) in drafts.iter().zip(products) {
        let other = *first.entry(&product.part_number).or_insert(product.sku_id);
        if other != product.sku_id {
            let part_number = product.part_number.clone();
            repairs.push(Repair::SharedPartNumber { line: draft.line, part_number, other });
        }
    }
}

fn cell(row: &TableRow, column: CatalogColumn) -> &String {
    match column {
        CatalogColumn::ProductName => &row.product_name,
        CatalogColumn::PartNumber => &row.part_number,
        CatalogColumn::SkuId => &row.sku_id,
        CatalogColumn::PlanName => &row.plan_name,
        CatalogColumn::PlanId => &row.plan_id,
        CatalogColumn::PlanFriendlyName => &row.plan_friendly_name,
    }
}
