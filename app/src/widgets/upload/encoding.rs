//! The encoding of a file that does not name it: the consequences, and choosing another one.

use super::draft::ReadAs;
use super::work::UploadWork;
use crate::text::upload as words;
use crate::ui::notice::{Notice, NoticeKind};
use domain::upload::code_page::CodePage;
use leptos::prelude::*;

/// The encoding that was guessed or chosen, with texts of the file that hang on it; nothing for a file in Unicode.
#[component]
pub fn Encoding(work: UploadWork) -> impl IntoView {
    let read = work.draft.with_untracked(|draft| {
        let draft = draft.as_ref()?;
        let texts: Vec<String> = draft.file.hang_on_encoding().into_iter().map(str::to_owned).collect();
        Some((draft.read_as?, texts))
    });
    read.map(|(read_as, texts)| {
        let kind = if read_as.guessed { NoticeKind::Warn } else { NoticeKind::Info };
        view! {
            <Notice kind>
                <p role="status">{words::read_in(read_as.page, read_as.guessed)}</p>
                {(!texts.is_empty())
                    .then(|| {
                        view! {
                            <p>{words::HANGS_ON_IT}</p>
                            <ul class="hangs-on-encoding">
                                {texts
                                    .into_iter()
                                    .map(|text| view! { <li><bdi>{text}</bdi></li> })
                                    .collect_view()}
                            </ul>
                        }
                    })}
                {if work.has_bytes() {
                    view! { <Choice work read_as/> }.into_any()
                } else {
                    view! { <p class="muted">{words::CHOOSE_FILE_AGAIN}</p> }.into_any()
                }}
            </Notice>
        }
    })
}

#[component]
fn Choice(work: UploadWork, read_as: ReadAs) -> impl IntoView {
    let choose = move |event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|at: usize| CodePage::ALL.get(at).copied());
        work.read_in(chosen);
    };
    view! {
        <div class="field">
            <label for="upload-encoding">{words::ENCODING}</label>
            <select id="upload-encoding" class="box" aria-describedby="upload-encoding-hint" on:change=choose>
                {CodePage::ALL
                    .into_iter()
                    .enumerate()
                    .map(|(at, page)| {
                        view! {
                            <option value=at.to_string() selected=page == read_as.page>
                                {page.name()}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <span id="upload-encoding-hint" class="muted">
                {words::ENCODING_HINT}
            </span>
        </div>
    }
}
