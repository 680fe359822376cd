//! A row of the file: its cells, to be corrected in place, and its preview.

use super::planned::UploadPreviewState;
use super::work::UploadWork;
use crate::text::upload as words;
use crate::ui::focus::focus;
use crate::widgets::operations::plans_off::AllPlansOff;
use domain::console::entries::EntryEnd;
use domain::upload::check::CheckedRows;
use domain::upload::column::UploadColumn;
use leptos::prelude::*;

/// The look of a row with cells to correct.
const WRONG: &str = "st fail wrong";

/// A row by its place in the file.
#[component]
pub fn UploadRow(work: UploadWork, at: usize, columns: Vec<UploadColumn>) -> impl IntoView {
    let (number, cells) = work.draft.with_untracked(|draft| {
        let row = draft.as_ref().and_then(|draft| draft.file.rows.get(at));
        row.map(|row| (row.number, row.cells.clone())).unwrap_or_default()
    });
    let cells = columns.into_iter().zip(cells).enumerate().map(|(index, (column, text))| {
        view! { <Cell work at index column number text/> }
    });
    view! {
        <tr>
            <th scope="row" class="num">{number}</th>
            <td class="text happens" data-label=words::WHAT_HAPPENS>
                <Happens work at/>
            </td>
            {cells.collect_view()}
        </tr>
    }
}

#[component]
fn Cell(work: UploadWork, at: usize, index: usize, column: UploadColumn, number: usize, text: String) -> impl IntoView {
    let id = cell_id(at, index);
    let error_id = format!("{id}-error");
    let error =
        Memo::new(move |_| work.checked.with(|checked| checked.error(at, column)).map(|error| error.to_string()));
    let note = Memo::new(move |_| work.checked.with(|checked| note(checked, at, column)));
    let described = StoredValue::new(error_id.clone());
    let class = if column == UploadColumn::Email { "cell email" } else { "cell" };
    view! {
        <td class=class data-label=column.heading()>
            <input
                class="box"
                id=id
                aria-label=words::cell(column.heading(), number)
                autocomplete="off"
                spellcheck="false"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| described.get_value())
                prop:value=text
                on:change=move |event| work.correct(at, index, event_target_value(&event))
            />
            <p class="field-error" id=error_id>
                {move || error.get()}
            </p>
            {move || note.get().map(|note| view! { <p class="muted">{note}</p> })}
        </td>
    }
}

/// A remark on a cell that is right.
fn note(checked: &CheckedRows, at: usize, column: UploadColumn) -> Option<String> {
    if column == UploadColumn::Email {
        return checked.found_by_address(at).map(words::found_by_address);
    }
    checked.has_invisible(at, column).then(|| words::HAS_INVISIBLE.to_owned())
}

#[component]
fn Happens(work: UploadWork, at: usize) -> impl IntoView {
    let said = Memo::new(move |_| {
        let ready = work.checked.with(|checked| checked.is_ready(at));
        if !ready {
            let (columns, elsewhere) = work.checked.with(|checked| {
                work.draft.with(|draft| draft.as_ref().map(|draft| checked.errors(at, &draft.file))).unwrap_or_default()
            });
            return (WRONG, words::to_correct(&columns, &elsewhere), Vec::new());
        }
        let line = work.preview.with(|preview| match preview {
            UploadPreviewState::Ready(planned) => work.user(at).and_then(|user| planned.lines.get(&user).cloned()),
            _ => None,
        });
        let Some(line) = line else { return ("st wait", words::READY.to_owned(), Vec::new()) };
        let class = match line.end {
            EntryEnd::Whole => "st",
            EntryEnd::WithoutLicenses(_) | EntryEnd::WithoutProfile(_) => "st part",
            EntryEnd::Failed(_) => "st fail",
            EntryEnd::Unchanged => "st same",
        };
        (class, line.words, line.plans_off)
    });
    // Wide files scroll: the cell may be out of sight.
    let first_wrong = move |_| {
        let index = work.checked.with_untracked(|checked| {
            work.draft.with_untracked(|draft| {
                let file = &draft.as_ref()?.file;
                let (wrong, _) = checked.errors(at, file);
                file.columns.iter().position(|column| wrong.contains(column))
            })
        });
        if let Some(index) = index {
            focus(&cell_id(at, index));
        }
    };
    move || {
        let (class, words, plans_off) = said.get();
        if class == WRONG {
            view! {
                <button type="button" class=format!("link {class}") on:click=first_wrong>
                    {words}
                </button>
            }
            .into_any()
        } else {
            view! { <span class=class>{words}</span> <AllPlansOff plans_off/> }.into_any()
        }
    }
}

fn cell_id(at: usize, index: usize) -> String {
    format!("cell-{at}-{index}")
}
