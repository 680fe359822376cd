//! The templates that a customer has, each with a way to delete it.

use crate::api::templates::delete_template;
use crate::error::ApiError;
use crate::text::common::LOADING;
use crate::text::templates as words;
use crate::widgets::frame::error_view::ErrorView;
use domain::console::user_template::UserTemplate;
use domain::ids::{CustomerId, TemplateId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The templates as loaded, or why they are not.
pub type LoadedTemplates = Result<Vec<UserTemplate>, ApiError>;

/// The templates there are. Deleting one asks by a second click on the same button.
#[component]
pub fn SavedTemplates(
    customer: CustomerId,
    loaded: RwSignal<Option<LoadedTemplates>>,
    load: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(None::<TemplateId>);
    let failed = RwSignal::new(None::<(TemplateId, ApiError)>);
    let delete = Callback::new(move |id: TemplateId| {
        asked.set(None);
        failed.set(None);
        spawn_local(async move {
            match delete_template(customer, id).await {
                Ok(()) => {
                    load.try_run(());
                }
                Err(error) => {
                    failed.try_set(Some((id, error)));
                }
            }
        });
    });
    let row = move |template: UserTemplate| {
        let (id, name) = (template.id, template.name.to_string());
        let is_asked = move || asked.get() == Some(id);
        let shown = name.clone();
        let label = move || if is_asked() { words::really_delete_one(&name) } else { words::delete_one(&name) };
        let click = move |_| {
            if asked.get_untracked() == Some(id) {
                delete.run(id);
            } else {
                asked.set(Some(id));
            }
        };
        view! {
            <li>
                <span>{shown}</span>
                <button type="button" class="link" aria-label=label on:click=click>
                    {move || if is_asked() { words::REALLY_DELETE } else { words::DELETE }}
                </button>
            </li>
        }
    };
    view! {
        <h3>{words::SAVED_ONES}</h3>
        {move || {
            failed
                .get()
                .map(|(id, error)| view! { <ErrorView error on_retry=Callback::new(move |()| delete.run(id))/> })
        }}
        {move || match loaded.get() {
            None => view! { <p class="loading">{LOADING}</p> }.into_any(),
            Some(Err(error)) => view! { <ErrorView error on_retry=load/> }.into_any(),
            Some(Ok(all)) if all.is_empty() => view! { <p class="muted">{words::NO_TEMPLATES}</p> }.into_any(),
            Some(Ok(all)) => view! { <ul class="templates">{all.into_iter().map(row).collect_view()}</ul> }.into_any(),
        }}
    }
}
