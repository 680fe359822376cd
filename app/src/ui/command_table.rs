//! A table whose rows end with commands.

use super::named::named;
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

/// The table, named by a heading or with a name of its own. Its children are the rows, of which each has one cell more than there
/// are columns: [`RowCommands`].
#[component]
pub fn CommandTable(
    /// The id of the heading that names it.
    #[prop(optional)]
    named_by: Option<&'static str>,
    /// The name, where there is no such heading.
    #[prop(optional)]
    label: Option<&'static str>,
    columns: Vec<Column>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="grid">
            <table aria-labelledby=named_by aria-label=label>
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

/// The cells of a name and of a detail that tells it from others. Narrow screens show the detail below the name. The children
/// follow the name.
#[component]
pub fn NameCells(
    name: Signal<String>,
    /// The heading of the detail's column.
    label: &'static str,
    #[prop(into)] detail: ViewFn,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <td class="text name">
            {move || named(name.get())} {children.map(|children| view! { " " {children()} })}
            <span class="sub">{detail.run()}</span>
        </td>
        <td class="text email wide" data-label=label>
            {detail.run()}
        </td>
    }
}

/// The cell of a status, such as `Active` or `Blocked`. It is `off` if the person or thing of the row can't be used.
#[component]
pub fn StatusCell(
    /// The heading of the column.
    label: &'static str,
    #[prop(into)] off: Signal<bool>,
    #[prop(into)] status: Signal<&'static str>,
) -> impl IntoView {
    view! {
        <td data-label=label>
            <span class="st" class:off=move || off.get()>
                {move || status.get()}
            </span>
        </td>
    }
}

/// The last cell of a row: its commands.
#[component]
pub fn RowCommands(children: Children) -> impl IntoView {
    view! {
        <td class="text">
            <div class="row-commands">{children()}</div>
        </td>
    }
}
