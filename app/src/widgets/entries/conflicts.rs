//! Changes that somebody else made to a user who is being edited here, field by field.

use crate::text::entries as words;
use crate::ui::named::named;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::entries::edit_draft::{EditDraft, Met};
use crate::widgets::entries::form::ProfileForm;
use domain::directory::profile_field::ProfileField;
use leptos::prelude::*;

/// Theirs and yours, and which of them is to be saved.
#[component]
pub fn Conflicts(draft: RwSignal<EditDraft>) -> impl IntoView {
    let met = Memo::new(move |_| draft.with(|draft| draft.met.clone()));
    move || {
        met.get().map(|met| {
            let [field, theirs, yours, what] = words::CONFLICT_HEADERS;
            let fields = met.fields.clone();
            let met = StoredValue::new(met);
            view! {
                <Notice kind=NoticeKind::Warn>
                    <p role="alert">{words::CHANGED_MEANWHILE}</p>
                </Notice>
                <div class="grid conflicts">
                    <table class="outcomes" aria-label=words::CHANGED_TABLE>
                        <thead>
                            <tr>
                                <th scope="col">{field}</th>
                                <th scope="col">{theirs}</th>
                                <th scope="col">{yours}</th>
                                <th scope="col">{what}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {fields.into_iter().map(|field| view! { <Conflict draft met field/> }).collect_view()}
                        </tbody>
                    </table>
                </div>
            }
        })
    }
}

#[component]
fn Conflict(draft: RwSignal<EditDraft>, met: StoredValue<Met>, field: ProfileField) -> impl IntoView {
    let shown = |form: &ProfileForm| {
        let text = form.text(field);
        if text.is_empty() { words::NOTHING.to_owned() } else { text }
    };
    let (theirs, mine) = met.with_value(|met| (shown(&met.theirs), shown(&met.mine)));
    let choice = move |label: &'static str, of: fn(&Met) -> &ProfileForm| {
        let text = met.with_value(|met| of(met).text(field));
        let is_chosen = Memo::new(move |_| draft.with(|draft| draft.form.text(field) == text));
        view! {
            <button
                type="button"
                class="second"
                aria-label=words::choice_about(label, field)
                aria-pressed=move || if is_chosen.get() { "true" } else { "false" }
                on:click=move |_| met.with_value(|met| draft.update(|draft| draft.form.take(field, of(met))))
            >
                {label}
            </button>
        }
    };
    view! {
        <tr>
            <th scope="row">{field.name()}</th>
            <td class="wraps" data-label=words::CONFLICT_HEADERS[1]>{named(theirs)}</td>
            <td class="wraps" data-label=words::CONFLICT_HEADERS[2]>{named(mine)}</td>
            <td class="wraps">
                <div class="row-acts">
                    {choice(words::KEEP_MINE, |met| &met.mine)} {choice(words::TAKE_THEIRS, |met| &met.theirs)}
                </div>
            </td>
        </tr>
    }
}
