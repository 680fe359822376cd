//! Step 2: the rows, a page of them at a time.

use super::row::UploadRow;
use super::work::Work;
use crate::text::frame as frame_words;
use crate::text::upload as words;
use crate::ui::notice::{Notice, NoticeKind};
use leptos::prelude::*;

/// Rows of a page.
const PAGE: usize = 50;

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    WithErrors,
    Ready,
}

/// What the table shows. Rows stay where they are while cells are corrected.
#[derive(Clone, Copy)]
struct Shown {
    work: Work,
    filter: RwSignal<Filter>,
    places: RwSignal<Vec<usize>>,
    page: RwSignal<usize>,
}

impl Shown {
    fn show(self, filter: Filter) {
        let rows = self.work.draft.with_untracked(|draft| draft.as_ref().map_or(0, |draft| draft.file.rows.len()));
        let places = match filter {
            Filter::All => (0..rows).collect(),
            Filter::WithErrors => self.work.checked.with_untracked(|checked| checked.places(false)),
            Filter::Ready => self.work.checked.with_untracked(|checked| checked.places(true)),
        };
        self.filter.set(filter);
        self.page.set(0);
        self.places.set(places);
    }

    fn last(self) -> usize {
        self.places.with(|places| places.len().saturating_sub(1) / PAGE)
    }
}

/// What was read; filters; the table; its pages.
#[component]
pub fn Rows(work: Work) -> impl IntoView {
    let shown =
        Shown { work, filter: RwSignal::new(Filter::All), places: RwSignal::new(Vec::new()), page: RwSignal::new(0) };
    shown.show(Filter::All);
    let (said, ignored, has_passwords) = work.draft.with_untracked(|draft| match draft {
        Some(draft) => (
            words::file_read(&draft.name, draft.file.rows.len(), draft.file.layout),
            draft.file.ignored.clone(),
            draft.file.has_passwords,
        ),
        None => Default::default(),
    });
    view! {
        <p role="status">{said}</p>
        {(!ignored.is_empty()).then(|| view! { <Notice kind=NoticeKind::Warn>{words::ignored(&ignored)}</Notice> })}
        {has_passwords
            .then(|| {
                let said = move || words::passwords_ignored(work.action.get());
                view! { <Notice kind=NoticeKind::Warn>{said}</Notice> }
            })}
        {move || {
            (!work.is_kept.get()).then(|| view! { <Notice kind=NoticeKind::Warn>{words::NOT_KEPT}</Notice> })
        }}
        {move || match work.looking.get() {
            true => view! { <p class="muted" role="status">{words::CHECKING}</p> }.into_any(),
            false => view! { <Filters shown/> }.into_any(),
        }}
        <Table shown/>
        <Pages shown/>
    }
}

#[component]
fn Filters(shown: Shown) -> impl IntoView {
    let counts = Memo::new(move |_| {
        shown.work.checked.with(|checked| (checked.places(true).len(), checked.places(false).len()))
    });
    let button = move |filter: Filter| {
        let label = move || {
            let (ready, wrong) = counts.get();
            match filter {
                Filter::All => words::all(ready + wrong),
                Filter::WithErrors => words::with_errors(wrong),
                Filter::Ready => words::ready(ready),
            }
        };
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if shown.filter.get() == filter { "true" } else { "false" }
                on:click=move |_| shown.show(filter)
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label=words::SHOW_ROWS>
            {button(Filter::All)}
            {button(Filter::WithErrors)}
            {button(Filter::Ready)}
        </div>
    }
}

#[component]
fn Table(shown: Shown) -> impl IntoView {
    let work = shown.work;
    let columns =
        work.draft.with_untracked(|draft| draft.as_ref().map(|draft| draft.file.columns.clone()).unwrap_or_default());
    let headings = columns.iter().map(|column| view! { <th scope="col">{column.heading()}</th> }).collect_view();
    let columns = StoredValue::new(columns);
    let places = move || {
        let page = shown.page.get();
        shown.places.with(|places| places.iter().copied().skip(page * PAGE).take(PAGE).collect::<Vec<_>>())
    };
    view! {
        <div class="grid scrolls">
            <table class="upload-rows" aria-label=words::ROWS>
                <thead>
                    <tr>
                        <th scope="col" class="num">{words::ROW}</th>
                        <th scope="col">{words::WHAT_HAPPENS}</th>
                        {headings}
                    </tr>
                </thead>
                <tbody>
                    <For each=places key=|at| *at let:at>
                        <UploadRow work at columns=columns.get_value()/>
                    </For>
                </tbody>
            </table>
            {move || shown.places.with(Vec::is_empty).then(|| view! { <p class="empty">{words::NO_ROWS_HERE}</p> })}
        </div>
    }
}

/// First, Previous, Next, Last, where there is more than a page.
#[component]
fn Pages(shown: Shown) -> impl IntoView {
    let go = move |label: &'static str, to: fn(usize, usize) -> usize| {
        let is_there = move || to(shown.page.get(), shown.last()) == shown.page.get();
        view! {
            <button
                type="button"
                class="plain"
                aria-disabled=move || is_there().then_some("true")
                on:click=move |_| {
                    let to = untrack(|| to(shown.page.get(), shown.last()));
                    shown.page.set(to);
                }
            >
                {label}
            </button>
        }
    };
    let said = move || {
        let (page, of) = (shown.page.get(), shown.places.with(Vec::len));
        words::rows_shown(page * PAGE + 1, ((page + 1) * PAGE).min(of), of)
    };
    move || {
        (shown.last() > 0).then(|| {
            view! {
                <nav class="pager" aria-label=frame_words::PAGES>
                    <span class="muted num" role="status">
                        {said}
                    </span>
                    {go(frame_words::FIRST, |_, _| 0)}
                    {go(frame_words::PREVIOUS, |page, _| page.saturating_sub(1))}
                    {go(frame_words::NEXT, |page, last| (page + 1).min(last))}
                    {go(frame_words::LAST, |_, last| last)}
                </nav>
            }
        })
    }
}
