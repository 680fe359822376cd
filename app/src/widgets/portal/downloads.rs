//! The dialog of a purchase of software: its files, and its product keys.

use crate::api::products::show_product_keys;
use crate::error::ApiError;
use crate::state::session::denied;
use crate::text::downloads as words;
use crate::text::portal;
use crate::ui::command::Command;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::named::named;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::people::shown_once::CopyField;
use domain::access::permission::Permission;
use domain::console::bought::Purchase;
use domain::directory::password::Secret;
use domain::directory::software::Download;
use domain::ids::{CustomerId, SubscriptionId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The dialog.
#[component]
pub fn DownloadsDialog(dialog: DialogAbout<Purchase>, customer: Memo<Option<CustomerId>>) -> impl IntoView {
    let DialogAbout { open, about } = dialog;
    let title = Signal::derive(move || {
        about.with(|about| about.as_ref().map(|one| words::download_of(&one.name)).unwrap_or_default())
    });
    view! {
        <Dialog open title wide=true>
            {move || {
                about
                    .get()
                    .map(|purchase| {
                        let (id, count) = (purchase.id, purchase.keys);
                        view! {
                            <Files files=purchase.downloads/>
                            {(count > 0).then(|| view! { <ProductKeys customer purchase=id count/> })}
                        }
                    })
            }}
        </Dialog>
    }
}

#[component]
fn Files(files: Vec<Download>) -> impl IntoView {
    if files.is_empty() {
        return view! { <p>{words::NOTHING}</p> }.into_any();
    }
    let headers = [words::FILE, words::VERSION, words::LANGUAGE, words::ARCHITECTURE, words::FILE_TYPE];
    view! {
        <div class="grid">
            <table aria-label=words::FILES>
                <thead>
                    <tr>
                        {headers.map(|header| view! { <th scope="col">{header}</th> }).into_iter().collect_view()}
                        <th scope="col">{words::DOWNLOAD}</th>
                    </tr>
                </thead>
                <tbody>{files.into_iter().map(file_row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn file_row(file: Download) -> impl IntoView {
    let name = words::download_file(&file);
    view! {
        <tr>
            <td class="text name">{named(file.name)}</td>
            <td class="text" data-label=words::VERSION>
                {file.version.map(named)}
            </td>
            <td class="text" data-label=words::LANGUAGE>
                {file.language.map(named)}
            </td>
            <td class="text" data-label=words::ARCHITECTURE>
                {file.architecture.map(named)}
            </td>
            <td class="text" data-label=words::FILE_TYPE>
                {file.file_type.map(named)}
            </td>
            <td class="text">
                <a href=file.link.as_str().to_owned() target="_blank" rel="noopener noreferrer" aria-label=name>
                    {words::DOWNLOAD}
                </a>
            </td>
        </tr>
    }
}

/// The product keys, once they are asked for. They are in memory only while the dialog is open.
#[component]
fn ProductKeys(customer: Memo<Option<CustomerId>>, purchase: SubscriptionId, count: i64) -> impl IntoView {
    let keys = RwSignal::new(None::<Vec<Secret>>);
    let failed = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let show = Callback::new(move |()| {
        let Some(customer) = customer.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let answer = show_product_keys(customer, purchase).await;
            busy.try_set(false);
            match answer {
                Ok(shown) => drop(keys.try_set(Some(shown))),
                Err(error) => drop(failed.try_set(Some(error))),
            }
        });
    });
    let why_not = denied(Permission::ManageLicenses);
    view! {
        <h3>{words::PRODUCT_KEYS}</h3>
        {move || match keys.get() {
            Some(keys) => {
                let value = keys.iter().map(Secret::reveal).collect::<Vec<_>>().join("\n");
                view! { <CopyField id="product-keys" label=words::PRODUCT_KEYS value copied=portal::COPIED/> }.into_any()
            }
            None => view! {
                <p>{words::IS_NOTED}</p>
                <Command
                    id="show-product-keys"
                    label=words::show_keys(count)
                    on_click=show
                    why_not
                    busy
                />
                {move || failed.get().map(|error| view! { <ErrorView error on_retry=show/> })}
            }
            .into_any(),
        }}
    }
}
