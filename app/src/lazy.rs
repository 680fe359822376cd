//! Pages that come in a file of their own.
//!
//! Who signs in downloads the customers and users lists. The pages about licenses (managing them, and what was done),
//! those that add and edit users, and the activity log are a second file, fetched while a users list is shown, or when one of them is opened first. On the
//! server all pages are always there.

use crate::api::session::who_is_signed_in;
use crate::error::ApiError;
use crate::pages::activity::ActivityPage;
use crate::pages::activity_report::ActivityReportPage;
use crate::pages::add_user::AddUserPage;
use crate::pages::all_activity::AllActivityPage;
use crate::pages::deleted_users::DeletedUsersPage;
use crate::pages::edit_user::EditUserPage;
use crate::pages::edit_users::EditUsersPage;
use crate::pages::licenses_updated::LicensesUpdatedPage;
use crate::pages::manage_licenses::ManageLicensesPage;
use crate::pages::offboard::OffboardPage;
use crate::pages::recent_changes::RecentChangesPage;
use crate::pages::upload::UploadPage;
use crate::state::accounts::AskedAccounts;
use crate::state::edited::EditedUser;
use crate::state::finding::Finding;
use crate::text::frame as words;
use crate::widgets::accounts::dialog::AccountsDialog;
use crate::widgets::entries::edit::EditUser;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_frame::PageFrame;
use crate::widgets::frame::suggestions::Suggestions;
use crate::widgets::users::errors::{DismissDialog, DismissOpen, ShownErrors, UserErrors};
use crate::widgets::users::export_dialog::{ExportDialog, ExportOpen};
use crate::widgets::users::more_filters::{MoreFilters, MoreFiltersOpen};
use crate::widgets::users::panel::UserPanel;
use crate::widgets::users::select_by_email::{SelectByEmail, SelectByEmailOpen};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
use split::{fetch_later_pages, later_page};
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

static THERE: AtomicBool = AtomicBool::new(cfg!(not(feature = "hydrate")));

/// A page that comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaterPage {
    /// Managing the licenses of a selection.
    Manage,
    /// What an operation did.
    Updated,
    /// The deleted users.
    Deleted,
    /// Uploading users.
    Upload,
    /// Recent changes.
    Changes,
    /// The activity log of a customer.
    Activity,
    /// A customer's activity report.
    Report,
    /// The activity log over all customers.
    AllActivity,
    /// Adding users.
    AddUser,
    /// Editing a user.
    EditUser,
    /// Editing many users.
    EditUsers,
    /// Offboarding users.
    Offboard,
    /// The form of a user in the side panel: a part of a page of the first file.
    EditForm,
    /// What to export of the list: a part of a page of the first file.
    ExportDialog,
    /// The question before accounts are changed: a part of a page of the first file.
    AccountsDialog,
    /// The side panel of a user: a part of a page of the first file.
    UserPanel,
    /// The dialog of further filters: a part of a page of the first file.
    MoreFilters,
    /// What the search of the top bar finds: a part of every page.
    Suggestions,
    /// Selecting users by their emails: a part of a page of the first file.
    SelectByEmail,
    /// The errors of a user in the side panel: a part of a page of the first file.
    UserErrors,
    /// The question before the errors of all shown are dismissed: a part of a page of the first file.
    DismissDialog,
}

/// The one function that crosses from the first file to the second; the macro makes its two halves `extern`.
#[allow(unsafe_code, reason = "the macro's own: it declares both halves of one function, which the build joins")]
mod split {
    use super::*;

    #[leptos::wasm_split::wasm_split(
        later,
        wasm_split_path = leptos::wasm_split,
        preload(fetch_later_pages),
        fallible
    )]
    pub(super) fn later_page(page: LaterPage) -> Result<AnyView, SplitLoaderError> {
        Ok(match page {
            LaterPage::Manage => view! { <ManageLicensesPage/> }.into_any(),
            LaterPage::Updated => view! { <LicensesUpdatedPage/> }.into_any(),
            LaterPage::Changes => view! { <RecentChangesPage/> }.into_any(),
            LaterPage::Activity => view! { <ActivityPage/> }.into_any(),
            LaterPage::Report => view! { <ActivityReportPage/> }.into_any(),
            LaterPage::AllActivity => view! { <AllActivityPage/> }.into_any(),
            LaterPage::AddUser => view! { <AddUserPage/> }.into_any(),
            LaterPage::EditUser => view! { <EditUserPage/> }.into_any(),
            LaterPage::EditUsers => view! { <EditUsersPage/> }.into_any(),
            LaterPage::Offboard => view! { <OffboardPage/> }.into_any(),
            LaterPage::EditForm => use_context::<EditedUser>().map(|edited| view! { <EditUser edited/> }).into_any(),
            LaterPage::Deleted => view! { <DeletedUsersPage/> }.into_any(),
            LaterPage::Upload => view! { <UploadPage/> }.into_any(),
            LaterPage::ExportDialog => {
                use_context::<ExportOpen>().map(|ExportOpen(open)| view! { <ExportDialog open/> }).into_any()
            }
            LaterPage::UserErrors => use_context::<ShownErrors>().map(|shown| view! { <UserErrors shown/> }).into_any(),
            LaterPage::DismissDialog => {
                use_context::<DismissOpen>().map(|DismissOpen(open)| view! { <DismissDialog open/> }).into_any()
            }
            LaterPage::AccountsDialog => {
                use_context::<AskedAccounts>().map(|AskedAccounts(asked)| view! { <AccountsDialog asked/> }).into_any()
            }
            LaterPage::UserPanel => view! { <UserPanel/> }.into_any(),
            LaterPage::MoreFilters => use_context::<MoreFiltersOpen>()
                .map(|MoreFiltersOpen { open, choices }| view! { <MoreFilters open choices/> })
                .into_any(),
            LaterPage::Suggestions => {
                use_context::<Finding>().map(|finding| view! { <Suggestions finding/> }).into_any()
            }
            LaterPage::SelectByEmail => use_context::<SelectByEmailOpen>()
                .map(|SelectByEmailOpen(open)| view! { <SelectByEmail open/> })
                .into_any(),
        })
    }
}

/// Fetches the pages that come later, unless they are there. False without a connection.
pub async fn fetch() -> bool {
    if !is_there() {
        THERE.store(fetch_later_pages().await.is_ok(), Ordering::Relaxed);
    }
    is_there()
}

/// Whether the pages that come later are there.
pub fn is_there() -> bool {
    THERE.load(Ordering::Relaxed)
}

/// A part of a page that comes later; nothing until it is there.
pub fn part(part: LaterPage) -> Option<AnyView> {
    at_once(later_page(part)).and_then(Result::ok)
}

/// A page that comes later, once it is there.
#[component]
pub fn Later(page: LaterPage) -> impl IntoView {
    let shown = RwSignal::new(if is_there() { Shown::Page } else { Shown::Loading });
    let get = Callback::new(move |()| {
        shown.set(Shown::Loading);
        spawn_local(async move {
            let is_there = fetch().await;
            if !is_there && who_is_signed_in().await.is_ok() {
                // The server answers but does not have the file: it has been upgraded since this page was loaded.
                let _ = location().reload();
                return;
            }
            let _ = shown.try_set(if is_there { Shown::Page } else { Shown::Failed });
        });
    });
    if !is_there() {
        get.run(());
    }
    move || match shown.get() {
        Shown::Page => part(page),
        Shown::Loading => Some(
            view! {
                <PageFrame title=words::LOADING>
                    <p class="loading">{words::LOADING}</p>
                </PageFrame>
            }
            .into_any(),
        ),
        Shown::Failed => Some(
            view! {
                <PageFrame title=words::error_title(&ApiError::Offline)>
                    <ErrorView error=ApiError::Offline on_retry=get loads=true/>
                </PageFrame>
            }
            .into_any(),
        ),
    }
}

#[derive(Clone, Copy)]
enum Shown {
    Loading,
    Page,
    Failed,
}

/// What a future gives that has nothing to wait for.
fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
