//! The service plans that outcomes switched off, by name. An outcome stores only ids, so its size does not depend on
//! the names.

use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::{from_json, parsed, to_json};
use domain::ids::{PlanId, SkuId};
use domain::rules::outcome::Touched;
use domain::rules::plans_off::{PlansOff, switched_off};
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

fn plan_names(dialect: Dialect) -> String {
    format!("SELECT id, friendly_name FROM service_plan WHERE id IN ({})", dialect.texts(1))
}

impl SqlStore {
    /// The plans that each outcome switched off. The argument is each outcome's `before` and `after` as JSON.
    pub(in crate::store) async fn plans_off<'a>(
        &self,
        touched: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Result<Vec<Vec<PlansOff>>, StoreError> {
        let off = touched.map(|(before, after)| {
            let (before, after): (Touched, Touched) = (from_json(before)?, from_json(after)?);
            Ok(switched_off(&before, &after))
        });
        let off: Vec<Vec<(SkuId, Vec<PlanId>)>> = off.collect::<Result<_, StoreError>>()?;
        let products: BTreeSet<SkuId> = off.iter().flatten().map(|(sku, _)| *sku).collect();
        let plans: BTreeSet<PlanId> = off.iter().flatten().flat_map(|(_, plans)| plans).copied().collect();
        if plans.is_empty() {
            return Ok(off.iter().map(|_| Vec::new()).collect());
        }
        let mut connection = self.reader().await?;
        let products = self.product_names(&mut connection, &products).await?;
        let plans = self.plan_names(&mut connection, &plans).await?;
        let named = |(sku, off): (SkuId, Vec<PlanId>)| {
            let mut off: Vec<String> = off.iter().map(|plan| name_of(&plans, plan)).collect();
            off.sort();
            PlansOff { product: name_of(&products, &sku), plans: off }
        };
        Ok(off.into_iter().map(|off| off.into_iter().map(named).collect()).collect())
    }

    async fn plan_names(
        &self,
        connection: &mut AnyConnection,
        plans: &BTreeSet<PlanId>,
    ) -> Result<BTreeMap<PlanId, String>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as(AssertSqlSafe(plan_names(self.dialect))).bind(to_json(plans)?).all(connection).await?;
        rows.into_iter().map(|(id, name)| Ok((parsed(&id)?, name))).collect()
    }
}

/// The name, or the id where it is no longer known.
fn name_of<Id: Ord + Display>(names: &BTreeMap<Id, String>, id: &Id) -> String {
    names.get(id).cloned().unwrap_or_else(|| id.to_string())
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![plan_names(dialect)]
}
