//! Step 2: the rows, a page of them at a time.

use super::encoding::Encoding;
use super::refused::RefusedFile;
use super::row::UploadRow;
use super::work::UploadWork;
use crate::paths;
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
    CannotBeSaved,
    InPart,
    Ready,
}

/// How many rows each filter shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counts {
    all: usize,
    wrong: usize,
    refused: usize,
    in_part: usize,
    ready: usize,
}

impl Counts {
    fn of(shown: ShownRow) -> Self {
        let (right, wrong) =
            shown.work.checked.with(|checked| (checked.places(true).len(), checked.places(false).len()));
        let (refused, in_part) = shown.refused.with(|refused| (refused.whole.len(), refused.in_part.len()));
        Self { all: right + wrong, wrong, refused, in_part, ready: right.saturating_sub(refused) }
    }

    fn label(self, filter: Filter) -> String {
        match filter {
            Filter::All => words::all(self.all),
            Filter::WithErrors => words::with_errors(self.wrong),
            Filter::CannotBeSaved => words::cannot_be_saved(self.refused),
            Filter::InPart => words::in_part(self.in_part),
            Filter::Ready => words::ready(self.ready),
        }
    }

    /// Whether a filter has anything to show, or is one that is always there.
    fn offer(self, filter: Filter) -> bool {
        match filter {
            Filter::All | Filter::WithErrors | Filter::Ready => true,
            Filter::CannotBeSaved => self.refused > 0,
            Filter::InPart => self.in_part > 0,
        }
    }
}

/// The content of the table. Rows stay where they are while cells are corrected.
#[derive(Clone, Copy)]
struct ShownRow {
    work: UploadWork,
    refused: Memo<RefusedFile>,
    filter: RwSignal<Filter>,
    places: RwSignal<Vec<usize>>,
    page: RwSignal<usize>,
}

impl ShownRow {
    fn show(self, filter: Filter) {
        let rows = self.work.draft.with_untracked(|draft| draft.as_ref().map_or(0, |draft| draft.file.rows.len()));
        let places = match filter {
            Filter::All => (0..rows).collect(),
            Filter::WithErrors => self.work.checked.with_untracked(|checked| checked.places(false)),
            Filter::CannotBeSaved => self.refused.with_untracked(|refused| refused.whole.clone()),
            Filter::InPart => self.refused.with_untracked(|refused| refused.in_part.clone()),
            Filter::Ready => {
                let mut places = self.work.checked.with_untracked(|checked| checked.places(true));
                self.refused.with_untracked(|refused| places.retain(|at| refused.whole.binary_search(at).is_err()));
                places
            }
        };
        self.filter.set(filter);
        self.page.set(0);
        self.places.set(places);
    }

    fn last(self) -> usize {
        self.places.with(|places| places.len().saturating_sub(1) / PAGE)
    }
}

/// The counts of the file; filters; the table; its pages.
#[component]
pub fn Rows(work: UploadWork) -> impl IntoView {
    let shown = ShownRow {
        work,
        refused: RefusedFile::followed(work),
        filter: RwSignal::new(Filter::All),
        places: RwSignal::new(Vec::new()),
        page: RwSignal::new(0),
    };
    shown.show(Filter::All);
    let (said, ignored, has_passwords, rest_of) = work.draft.with_untracked(|draft| match draft {
        Some(draft) => (
            words::file_read(&draft.name, draft.file.rows.len(), draft.file.layout),
            draft.file.ignored.clone(),
            draft.file.has_passwords,
            draft.rest_of,
        ),
        None => Default::default(),
    });
    view! {
        <p role="status">{said}</p>
        <Encoding work/>
        {rest_of
            .map(|saved| {
                view! {
                    <Notice kind=NoticeKind::Info>
                        {words::LEFT_OUT} " " <a href=paths::operation(work.customer, saved)>{words::SEE_RESULT}</a>
                    </Notice>
                }
            })}
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
fn Filters(shown: ShownRow) -> impl IntoView {
    let counts = Memo::new(move |_| Counts::of(shown));
    let button = move |filter: Filter| {
        let is_there = Memo::new(move |_| counts.get().offer(filter) || shown.filter.get() == filter);
        move || {
            is_there.get().then(|| {
                view! {
                    <button
                        type="button"
                        class="chip"
                        aria-pressed=move || if shown.filter.get() == filter { "true" } else { "false" }
                        on:click=move |_| shown.show(filter)
                    >
                        {move || counts.get().label(filter)}
                    </button>
                }
            })
        }
    };
    view! {
        <div class="chips" role="group" aria-label=words::SHOW_ROWS>
            {button(Filter::All)}
            {button(Filter::WithErrors)}
            {button(Filter::CannotBeSaved)}
            {button(Filter::InPart)}
            {button(Filter::Ready)}
        </div>
    }
}

#[component]
fn Table(shown: ShownRow) -> impl IntoView {
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
fn Pages(shown: ShownRow) -> impl IntoView {
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
