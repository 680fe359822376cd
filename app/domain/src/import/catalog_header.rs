//! Finding the columns of a product table by its first row.

use super::catalog_clean;
use super::catalog_columns::CatalogColumn;
use super::catalog_error::CatalogError;

/// A row of the table, as in the file: one service plan of one product.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRow {
    /// The line in the file, from 1.
    pub line: u64,
    /// `Product_Display_Name`.
    pub product_name: String,
    /// `String_Id`.
    pub part_number: String,
    /// `GUID`.
    pub sku_id: String,
    /// `Service_Plan_Name`.
    pub plan_name: String,
    /// `Service_Plan_Id`.
    pub plan_id: String,
    /// `Service_Plans_Included_Friendly_Names`.
    pub plan_friendly_name: String,
}

/// The places of the columns in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns([usize; CatalogColumn::ALL.len()]);

impl Columns {
    /// The place of a column in a row, from 0.
    pub fn place(&self, column: CatalogColumn) -> usize {
        self.0[column as usize]
    }

    /// Makes a row from its cells. Cells missing at the end of a short row are empty.
    pub fn row<'a>(&self, line: u64, cell: impl Fn(usize) -> Option<&'a str>) -> TableRow {
        let text = |column| cell(self.place(column)).unwrap_or_default().to_owned();
        TableRow {
            line,
            product_name: text(CatalogColumn::ProductName),
            part_number: text(CatalogColumn::PartNumber),
            sku_id: text(CatalogColumn::SkuId),
            plan_name: text(CatalogColumn::PlanName),
            plan_id: text(CatalogColumn::PlanId),
            plan_friendly_name: text(CatalogColumn::PlanFriendlyName),
        }
    }
}

/// Finds the six columns by their headings, in any order and case. A byte-order mark, quotes, surrounding spaces and
/// additional columns do not matter.
///
/// # Errors
/// When a column is missing; names the first one.
pub fn columns(header: &[&str]) -> Result<Columns, CatalogError> {
    let headings: Vec<String> = header.iter().map(|cell| plain(cell)).collect();
    let mut places = [0; CatalogColumn::ALL.len()];
    for column in CatalogColumn::ALL {
        let wanted = column.heading().to_lowercase();
        places[column as usize] = headings
            .iter()
            .position(|heading| *heading == wanted)
            .ok_or_else(|| CatalogError::MissingColumn { column, found: found(header) })?;
    }
    Ok(Columns(places))
}

fn plain(cell: &str) -> String {
    catalog_clean::text(cell).trim_matches('"').trim().to_lowercase()
}

/// The headings for an error message, at most 200 characters.
fn found(header: &[&str]) -> String {
    header.join(", ").chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: [&str; 6] = [
        "Product_Display_Name",
        "String_Id",
        "GUID",
        "Service_Plan_Name",
        "Service_Plan_Id",
        "Service_Plans_Included_Friendly_Names",
    ];

    #[test]
    fn the_published_header_is_found() {
        let columns = columns(&HEADER).unwrap();
        assert_eq!(CatalogColumn::ALL.map(|column| columns.place(column)), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn order_case_marks_and_further_columns_do_not_matter() {
        let header = [
            "\u{FEFF}\"service_plan_id\"",
            "Notes",
            " GUID\u{A0}",
            "STRING_ID",
            "Service_Plans_Included_Friendly_Names",
            "service_plan_name",
            "Product_Display_Name ",
        ];
        let columns = columns(&header).unwrap();
        assert_eq!(CatalogColumn::ALL.map(|column| columns.place(column)), [6, 3, 2, 5, 0, 4]);
        let cells = ["p", "n", "s"];
        let row = columns.row(7, |place| cells.get(place).copied());
        let expected = TableRow { line: 7, sku_id: "s".into(), plan_id: "p".into(), ..TableRow::default() };
        assert_eq!(row, expected, "a short row has empty cells");
    }

    #[test]
    fn each_missing_column_is_named() {
        for (index, column) in CatalogColumn::ALL.into_iter().enumerate() {
            let mut header = HEADER;
            header[index] = "Something";
            let error = columns(&header).unwrap_err();
            assert_eq!(error, CatalogError::MissingColumn { column, found: header.join(", ") });
        }
        let error = columns(&["Product_Display_Name;String_Id;GUID"]).unwrap_err().to_string();
        assert!(error.contains("Product_Display_Name") && error.contains("commas"), "{error}");
    }
}
