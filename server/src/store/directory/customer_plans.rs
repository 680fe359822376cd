//! The service plans of a customer's products: the plans from the customer's own files, else the catalogue's. The names
//! are always the catalogue's.

/// The plans with their product, their position in it, and their kind of recipient. `$1` is the customer.
const OF_CUSTOMER: &str = "SELECT c.sku_id, c.position, s.id, s.name, s.friendly_name, \
      COALESCE(c.applies_to, s.applies_to) AS applies_to FROM customer_product_plan AS c \
      JOIN service_plan AS s ON s.id = c.plan_id WHERE c.customer_id = $1 \
    UNION ALL SELECT c.sku_id, c.position, s.id, s.name, s.friendly_name, s.applies_to FROM customer_product AS h \
      JOIN product_plan AS c ON c.sku_id = h.sku_id JOIN service_plan AS s ON s.id = c.plan_id \
      WHERE h.customer_id = $1 AND NOT EXISTS (SELECT 1 FROM customer_product_plan AS o \
        WHERE o.customer_id = h.customer_id AND o.sku_id = h.sku_id)";

/// All plans of the customer, in the order of each product.
pub(in crate::store) fn all() -> String {
    format!(
        "SELECT p.sku_id, p.id, p.name, p.friendly_name, p.applies_to FROM ({OF_CUSTOMER}) AS p \
         ORDER BY p.sku_id, p.position"
    )
}

/// The plans of one product, `$2`, that a user can get, by name.
pub(in crate::store) fn for_users() -> String {
    format!(
        "SELECT p.id, p.friendly_name FROM ({OF_CUSTOMER}) AS p WHERE p.sku_id = $2 AND p.applies_to = 'User' \
         ORDER BY p.friendly_name, p.id"
    )
}

pub(in crate::store) fn statements() -> Vec<String> {
    vec![all(), for_users()]
}
