//! A catalogue while its table is being read.

use super::catalog::{Catalog, TableRow};
use super::catalog_clean;
use super::catalog_columns::Column;
use super::catalog_error::CatalogError;
use super::catalog_names::Names;
use super::catalog_repair::Repair;
use crate::directory::product::{AppliesTo, Product, ServicePlan};
use crate::ids::{PlanId, SkuId};
use std::collections::HashMap;
use uuid::Uuid;

/// What the rows read so far say.
#[derive(Default)]
pub(super) struct Draft {
    products: Vec<DraftProduct>,
    places: HashMap<SkuId, usize>,
    plans: HashMap<PlanId, DraftPlan>,
    repairs: Vec<Repair>,
}

struct DraftProduct {
    sku_id: SkuId,
    line: u64,
    names: Names,
    part_numbers: Names,
    /// In the table's order, with the line.
    plans: Vec<(PlanId, u64)>,
}

/// A plan over all products that contain it.
#[derive(Default)]
struct DraftPlan {
    line: u64,
    names: Names,
    friendly_names: Names,
}

impl Draft {
    /// Takes a row in.
    ///
    /// # Errors
    /// When it has no part number or an id that cannot be read.
    pub(super) fn add(&mut self, row: &TableRow) -> Result<(), CatalogError> {
        let cells = Column::ALL.map(|column| cell(row, column));
        if cells.iter().all(|raw| catalog_clean::text(raw).is_empty()) {
            self.repairs.push(Repair::BlankRow { line: row.line });
            return Ok(());
        }
        let sku_id = SkuId::new(self.id(row, Column::SkuId)?);
        let part_number = self.text(row, Column::PartNumber);
        if part_number.is_empty() {
            return Err(CatalogError::NoPartNumber { line: row.line });
        }
        let name = self.text(row, Column::ProductName);
        let plan = self.plan(row)?;

        let place = *self.places.entry(sku_id).or_insert_with(|| {
            self.products.push(DraftProduct::new(sku_id, row.line));
            self.products.len() - 1
        });
        let product = &mut self.products[place];
        product.names.add(&name);
        product.part_numbers.add(&part_number);
        let Some(plan) = plan else { return Ok(()) };
        match product.plans.iter().find(|(known, _)| *known == plan) {
            Some((_, first)) => self.repairs.push(Repair::RepeatedRow { line: row.line, first: *first }),
            None => product.plans.push((plan, row.line)),
        }
        Ok(())
    }

    /// The row's plan, counted; a product may have none.
    fn plan(&mut self, row: &TableRow) -> Result<Option<PlanId>, CatalogError> {
        let name = self.text(row, Column::PlanName);
        let friendly_name = self.text(row, Column::PlanFriendlyName);
        if name.is_empty() && friendly_name.is_empty() && catalog_clean::text(&row.plan_id).is_empty() {
            return Ok(None);
        }
        let id = PlanId::new(self.id(row, Column::PlanId)?);
        let plan = self.plans.entry(id).or_insert_with(|| DraftPlan { line: row.line, ..DraftPlan::default() });
        plan.names.add(&name);
        plan.friendly_names.add(&friendly_name);
        Ok(Some(id))
    }

    fn text(&mut self, row: &TableRow, column: Column) -> String {
        let raw = cell(row, column);
        let kept = catalog_clean::text(raw);
        if kept != *raw {
            self.repairs.push(Repair::Text { line: row.line, column, kept: kept.clone() });
        }
        kept
    }

    fn id(&mut self, row: &TableRow, column: Column) -> Result<Uuid, CatalogError> {
        let raw = cell(row, column);
        let id =
            catalog_clean::id(raw).ok_or_else(|| CatalogError::Id { line: row.line, column, text: raw.clone() })?;
        if id.to_string() != *raw {
            self.repairs.push(Repair::Id { line: row.line, column, id });
        }
        Ok(id)
    }

    /// Chooses names and makes the catalogue.
    ///
    /// # Errors
    /// When there is no product.
    pub(super) fn finish(mut self) -> Result<Catalog, CatalogError> {
        if self.products.is_empty() {
            return Err(CatalogError::Empty);
        }
        let mut repairs = std::mem::take(&mut self.repairs);
        let plans: HashMap<_, _> = self.plans.iter().map(|(id, plan)| (*id, plan.finish(*id, &mut repairs))).collect();
        let products: Vec<_> = self.products.iter().map(|product| product.finish(&plans, &mut repairs)).collect();
        tell_shared_part_numbers(&self.products, &products, &mut repairs);
        repairs.sort_by_key(|repair| (repair.line(), repair.words()));
        Ok(Catalog { products, repairs })
    }
}

impl DraftProduct {
    fn new(sku_id: SkuId, line: u64) -> Self {
        Self { sku_id, line, names: Names::default(), part_numbers: Names::default(), plans: Vec::new() }
    }

    fn finish(&self, plans: &HashMap<PlanId, ServicePlan>, repairs: &mut Vec<Repair>) -> Product {
        let part_number = self.part_numbers.technical().unwrap_or_default();
        tell_names(repairs, self.line, Column::PartNumber, &self.part_numbers, part_number);
        let name = self.names.spoken().unwrap_or(part_number);
        tell_names(repairs, self.line, Column::ProductName, &self.names, name);
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
        tell_names(repairs, self.line, Column::PlanName, &self.names, &name);
        tell_names(repairs, self.line, Column::PlanFriendlyName, &self.friendly_names, &friendly_name);
        ServicePlan { id, name, friendly_name, applies_to: AppliesTo::User }
    }
}

fn tell_names(repairs: &mut Vec<Repair>, line: u64, column: Column, names: &Names, kept: &str) {
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

fn cell(row: &TableRow, column: Column) -> &String {
    match column {
        Column::ProductName => &row.product_name,
        Column::PartNumber => &row.part_number,
        Column::SkuId => &row.sku_id,
        Column::PlanName => &row.plan_name,
        Column::PlanId => &row.plan_id,
        Column::PlanFriendlyName => &row.plan_friendly_name,
    }
}
