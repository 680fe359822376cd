//! The export dialog.

use crate::paths;
use crate::state::session::known_customer_name;
use crate::state::storage;
use crate::text::common;
use crate::text::export as words;
use crate::ui::dialog::Dialog;
use crate::urls::export::ExportOptions;
use crate::urls::users::write;
use crate::widgets::users::list::{ListKind, use_user_list};
use domain::directory::page::Cursor;
use domain::upload::export::ExportColumn;
use leptos::prelude::*;

/// Storage key of the options, kept for the next export.
const KEPT: &str = "export-options";

/// Whether the export dialog is open. Passed in a context, because the dialog is in another file.
#[derive(Debug, Clone, Copy)]
pub struct ExportOpen(pub RwSignal<bool>);

/// Asks for rows, columns and format, and downloads the file.
#[component]
pub fn ExportDialog(open: RwSignal<bool>) -> impl IntoView {
    let customer_name = known_customer_name();
    let title = Signal::derive(move || words::title(&customer_name.get()));
    view! {
        <Dialog open title>
            <Options open/>
        </Dialog>
    }
}

#[component]
fn Options(open: RwSignal<bool>) -> impl IntoView {
    let list = use_user_list();
    let options = RwSignal::new(storage::load::<ExportOptions>(KEPT).unwrap_or_default());
    let change = move |change: &dyn Fn(&mut ExportOptions)| {
        options.update(|options| change(options));
        options.with_untracked(|options| storage::save(KEPT, options));
    };
    let href = move || {
        list.view.with(|view| {
            let view = if options.with(|options| options.only_shown) { view.clone() } else { view.at(Cursor::First) };
            let view = view.showing(None).selecting(None);
            let query = options.with(|options| options.put_behind(&write(&view)));
            list.customer.get().map(|customer| paths::users_export(customer, &query))
        })
    };
    let rows = move |label: &'static str, only_shown: bool| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="export-rows"
                    prop:checked=move || options.with(|options| options.only_shown == only_shown)
                    on:change=move |_| change(&|options| options.only_shown = only_shown)
                />
                <span>{label}</span>
            </label>
        }
    };
    let column = move |column: ExportColumn| {
        let is_email = column == ExportColumn::Email;
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    disabled=is_email
                    prop:checked=move || options.with(|options| options.columns.contains(&column))
                    on:change=move |_| change(&|options| options.toggle(column))
                />
                <span>{column.heading()}</span>
            </label>
        }
    };
    let all = if list.kind == ListKind::Users { words::ALL_MATCHING } else { words::ALL_SELECTED };
    view! {
        <fieldset class="choices field-group">
            <legend>{words::ROWS}</legend>
            {rows(all, false)}
            {rows(words::AS_SHOWN, true)}
        </fieldset>
        <fieldset class="choices field-group export-columns">
            <legend>{words::COLUMNS}</legend>
            {ExportColumn::ALL.into_iter().map(column).collect_view()}
        </fieldset>
        <p class="muted">{words::READS_BACK}</p>
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || options.with(|options| options.for_excel)
                on:change=move |_| change(&|options| options.for_excel = !options.for_excel)
            />
            <span>{words::FOR_EXCEL}</span>
        </label>
        <p class="foot">
            <a class="primary" href=href rel="external" download="" on:click=move |_| open.set(false)>
                {words::DOWNLOAD}
            </a>
            <button type="button" class="second" on:click=move |_| open.set(false)>
                {common::CANCEL}
            </button>
        </p>
    }
}
