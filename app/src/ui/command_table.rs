//! A table whose rows end with commands.

use crate::text::common;
use leptos::prelude::*;

/// The heading of a column.
#[derive(Debug, Clone, Copy)]
pub enum Column {
    /// A column of text.
    Text(&'static str),
    /// A column that narrow screens show below the first one.
    Wide(&'static str),
    /// A column of numbers.
    Number(&'static str),
}

impl Column {
    fn view(self) -> impl IntoView {
        let (class, words) = match self {
            Self::Text(words) => (None, words),
            Self::Wide(words) => (Some("wide"), words),
            Self::Number(words) => (Some("num"), words),
        };
        view! {
            <th scope="col" class=class>
                {words}
            </th>
        }
    }
}

/// The table. `named_by` is the id of the heading that names it. Its children are the rows, of which each has one cell more
/// than there are columns: that of the commands.
#[component]
pub fn CommandTable(named_by: &'static str, columns: Vec<Column>, children: Children) -> impl IntoView {
    view! {
        <div class="grid">
            <table aria-labelledby=named_by>
                <thead>
                    <tr>
                        {columns.into_iter().map(Column::view).collect_view()} <th scope="col">
                            <span class="quiet">{common::COMMANDS}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
