//! The pages and parts of each area.

use super::area::Area;
use crate::pages::account_settings::AccountSettingsPage;
use crate::pages::activity::ActivityPage;
use crate::pages::activity_report::ActivityReportPage;
use crate::pages::add_user::AddUserPage;
use crate::pages::all_activity::AllActivityPage;
use crate::pages::all_relationships::AllRelationshipsPage;
use crate::pages::deleted_users::DeletedUsersPage;
use crate::pages::edit_user::EditUserPage;
use crate::pages::edit_users::EditUsersPage;
use crate::pages::invitation::InvitationPage;
use crate::pages::manage_licenses::ManageLicensesPage;
use crate::pages::manage_portal::ManagePortalPage;
use crate::pages::my_account::MyAccountPage;
use crate::pages::offboard::OffboardPage;
use crate::pages::operation::OperationPage;
use crate::pages::people::PeoplePage;
use crate::pages::portal::account::PortalAccountPage;
use crate::pages::portal::activity::PortalActivityPage;
use crate::pages::portal::billing::PortalBillingPage;
use crate::pages::portal::dashboard::PortalDashboard;
use crate::pages::portal::deleted::PortalDeletedPage;
use crate::pages::portal::edit_users::PortalEditUsersPage;
use crate::pages::portal::users::PortalUsersPage;
use crate::pages::products::ProductsPage;
use crate::pages::recent_changes::RecentChangesPage;
use crate::pages::relationship::RelationshipPage;
use crate::pages::relationships::RelationshipsPage;
use crate::pages::second_factor::SetUpSecondFactorPage;
use crate::pages::upload::UploadPage;
use crate::pages::users::UsersPage;
use crate::state::accounts::AskedAccounts;
use crate::state::edited::EditedUser;
use crate::state::finding::Finding;
use crate::state::proving::ShownQuestion;
use crate::widgets::accounts::dialog::AccountsDialog;
use crate::widgets::entries::edit::EditUser;
use crate::widgets::frame::suggestions::Suggestions;
use crate::widgets::new_person::dialogs::NewPeopleDialogs;
use crate::widgets::people::managing::ManagingPeople;
use crate::widgets::proof::ProofDialog;
use crate::widgets::users::errors::{DismissDialog, DismissOpen, ShownErrors, UserErrors};
use crate::widgets::users::export_dialog::{ExportDialog, ExportOpen};
use crate::widgets::users::list::ListKind;
use crate::widgets::users::more_filters::{MoreFilters, MoreFiltersOpen};
use crate::widgets::users::panel::UserPanel;
use crate::widgets::users::select_by_email::{SelectByEmail, SelectByEmailOpen};
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A page, or a part of a page of the first file, that is in the file of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaterPart {
    /// A list of users.
    List(ListKind),
    /// A part of a list of users.
    Users(UsersPart),
    /// Managing the licenses of a selection.
    Licenses,
    /// A page or form that adds, changes or removes users.
    Entries(EntriesPart),
    /// A page about operations and changes.
    Results(ResultsPart),
    /// Uploading users.
    Upload,
    /// An activity log.
    Activity(ActivityPart),
    /// A page about the signed-in person's own account.
    Account(AccountPart),
    /// User management: the partner's own people.
    People,
    /// The dialogs that add people; part of User management.
    NewPeople,
    /// The partner's own account.
    AccountSettings,
    /// A page about relationships with customers.
    Relationships(RelationshipsPart),
    /// Pages about the products and the portal of a customer.
    Products(ProductsPart),
    /// A page of a customer's portal.
    Portal(PortalPart),
}

/// A part of a list of users, or of every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsersPart {
    /// The side panel of a user; part of the users list.
    Panel,
    /// The errors of a user in the side panel.
    Errors,
    /// The dialog of further filters; part of the users list.
    MoreFilters,
    /// Selecting users by email; part of the users list.
    SelectByEmail,
    /// The export dialog; part of the users list.
    ExportDialog,
    /// The question before accounts are changed; part of the users list.
    AccountsDialog,
    /// The question before the errors of all matching users are dismissed; part of the users list.
    DismissDialog,
    /// The results of the search in the top bar; part of every page.
    Suggestions,
}

/// A page or form that adds, changes or removes users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntriesPart {
    /// Adding users.
    Add,
    /// Editing a user on a page of its own.
    Edit,
    /// The form of a user in the side panel.
    EditForm,
    /// Editing many users.
    EditMany,
    /// Offboarding users.
    Offboard,
    /// The deleted users.
    Deleted,
}

/// A page about operations and changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultsPart {
    /// The result of an operation.
    Operation,
    /// Recent changes.
    Changes,
}

/// An activity log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityPart {
    /// The activity log of a customer.
    Log,
    /// The activity report of a customer.
    Report,
    /// The activity log of all customers.
    OfAll,
}

/// A page about the signed-in person's own account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountPart {
    /// The account itself.
    MyAccount,
    /// Setting up a second factor before anything else.
    SetUpSecondFactor,
    /// Accepting an invitation.
    Invitation,
    /// The dialog that asks for a proof of identity; part of every page.
    Proof,
}

/// A page about relationships with customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationshipsPart {
    /// The relationships with a customer.
    OfCustomer,
    /// An admin relationship with a customer.
    One,
    /// The admin relationships of all customers.
    OfAll,
}

/// Pages about the products and the portal of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProductsPart {
    /// Licenses and products of a customer.
    Products,
    /// The portal of a customer, as the partner manages it.
    ManagePortal,
}

/// A page of a customer's portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortalPart {
    /// The start page.
    Dashboard,
    /// Users and their licenses.
    Users,
    /// Editing the users of a selection.
    EditUsers,
    /// The deleted users.
    Deleted,
    /// Licenses and products.
    Billing,
    /// The activity log.
    Activity,
    /// The signed-in person's own account.
    Account,
}

impl LaterPart {
    /// The area of the part.
    pub fn area(self) -> Area {
        match self {
            Self::List(_) => Area::List,
            Self::Users(_) => Area::Users,
            Self::Licenses => Area::Licenses,
            Self::Entries(_) => Area::Entries,
            Self::Results(_) => Area::Results,
            Self::Upload => Area::Upload,
            Self::Activity(_) => Area::Activity,
            Self::Account(_) => Area::Account,
            Self::People => Area::People,
            Self::NewPeople => Area::NewPeople,
            Self::AccountSettings => Area::AccountSettings,
            Self::Relationships(_) => Area::Relationships,
            Self::Products(_) => Area::Products,
            Self::Portal(_) => Area::Portal,
        }
    }
}

/// The page or part. `None` until the file of its area is loaded.
pub fn part(part: LaterPart) -> Option<AnyView> {
    let view = match part {
        LaterPart::List(kind) => at_once(split::list(kind)),
        LaterPart::Users(part) => at_once(split::users(part)),
        LaterPart::Licenses => at_once(split::licenses()),
        LaterPart::Entries(part) => at_once(split::entries(part)),
        LaterPart::Results(part) => at_once(split::results(part)),
        LaterPart::Upload => at_once(split::upload()),
        LaterPart::Activity(part) => at_once(split::activity(part)),
        LaterPart::Account(part) => at_once(split::account(part)),
        LaterPart::People => at_once(split::people()),
        LaterPart::NewPeople => at_once(split::new_people()),
        LaterPart::AccountSettings => at_once(split::account_settings()),
        LaterPart::Relationships(part) => at_once(split::relationships(part)),
        LaterPart::Products(part) => at_once(split::products(part)),
        LaterPart::Portal(part) => at_once(split::portal(part)),
    };
    view.and_then(Result::ok)
}

/// The result of a future that is ready at the first poll.
fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// The only functions that call from the first file into the others; the macro makes their two halves `extern`.
#[allow(unsafe_code, reason = "generated by the macro: it declares both halves of a function, which the build links")]
pub(super) mod split {
    use super::*;
    use leptos::wasm_split::wasm_split;

    type View = Result<AnyView, SplitLoaderError>;

    #[wasm_split(list, wasm_split_path = leptos::wasm_split, preload(fetch_list), fallible)]
    pub(in crate::lazy) fn list(kind: ListKind) -> View {
        Ok(view! { <UsersPage kind/> }.into_any())
    }

    #[wasm_split(users, wasm_split_path = leptos::wasm_split, preload(fetch_users), fallible)]
    pub(in crate::lazy) fn users(part: UsersPart) -> View {
        Ok(match part {
            UsersPart::Panel => view! { <UserPanel/> }.into_any(),
            UsersPart::Errors => use_context::<ShownErrors>().map(|shown| view! { <UserErrors shown/> }).into_any(),
            UsersPart::MoreFilters => use_context::<MoreFiltersOpen>()
                .map(|MoreFiltersOpen { open, choices }| view! { <MoreFilters open choices/> })
                .into_any(),
            UsersPart::SelectByEmail => use_context::<SelectByEmailOpen>()
                .map(|SelectByEmailOpen(open)| view! { <SelectByEmail open/> })
                .into_any(),
            UsersPart::ExportDialog => {
                use_context::<ExportOpen>().map(|ExportOpen(open)| view! { <ExportDialog open/> }).into_any()
            }
            UsersPart::AccountsDialog => {
                use_context::<AskedAccounts>().map(|AskedAccounts(asked)| view! { <AccountsDialog asked/> }).into_any()
            }
            UsersPart::DismissDialog => {
                use_context::<DismissOpen>().map(|DismissOpen(open)| view! { <DismissDialog open/> }).into_any()
            }
            UsersPart::Suggestions => {
                use_context::<Finding>().map(|finding| view! { <Suggestions finding/> }).into_any()
            }
        })
    }

    #[wasm_split(licenses, wasm_split_path = leptos::wasm_split, preload(fetch_licenses), fallible)]
    pub(in crate::lazy) fn licenses() -> View {
        Ok(view! { <ManageLicensesPage/> }.into_any())
    }

    #[wasm_split(entries, wasm_split_path = leptos::wasm_split, preload(fetch_entries), fallible)]
    pub(in crate::lazy) fn entries(part: EntriesPart) -> View {
        Ok(match part {
            EntriesPart::Add => view! { <AddUserPage/> }.into_any(),
            EntriesPart::Edit => view! { <EditUserPage/> }.into_any(),
            EntriesPart::EditForm => use_context::<EditedUser>().map(|edited| view! { <EditUser edited/> }).into_any(),
            EntriesPart::EditMany => view! { <EditUsersPage/> }.into_any(),
            EntriesPart::Offboard => view! { <OffboardPage/> }.into_any(),
            EntriesPart::Deleted => view! { <DeletedUsersPage/> }.into_any(),
        })
    }

    #[wasm_split(results, wasm_split_path = leptos::wasm_split, preload(fetch_results), fallible)]
    pub(in crate::lazy) fn results(part: ResultsPart) -> View {
        Ok(match part {
            ResultsPart::Operation => view! { <OperationPage/> }.into_any(),
            ResultsPart::Changes => view! { <RecentChangesPage/> }.into_any(),
        })
    }

    #[wasm_split(upload, wasm_split_path = leptos::wasm_split, preload(fetch_upload), fallible)]
    pub(in crate::lazy) fn upload() -> View {
        Ok(view! { <UploadPage/> }.into_any())
    }

    #[wasm_split(activity, wasm_split_path = leptos::wasm_split, preload(fetch_activity), fallible)]
    pub(in crate::lazy) fn activity(part: ActivityPart) -> View {
        Ok(match part {
            ActivityPart::Log => view! { <ActivityPage/> }.into_any(),
            ActivityPart::Report => view! { <ActivityReportPage/> }.into_any(),
            ActivityPart::OfAll => view! { <AllActivityPage/> }.into_any(),
        })
    }

    #[wasm_split(account, wasm_split_path = leptos::wasm_split, preload(fetch_account), fallible)]
    pub(in crate::lazy) fn account(part: AccountPart) -> View {
        Ok(match part {
            AccountPart::MyAccount => view! { <MyAccountPage/> }.into_any(),
            AccountPart::SetUpSecondFactor => view! { <SetUpSecondFactorPage/> }.into_any(),
            AccountPart::Invitation => view! { <InvitationPage/> }.into_any(),
            AccountPart::Proof => {
                use_context::<ShownQuestion>().map(|ShownQuestion(shown)| view! { <ProofDialog shown/> }).into_any()
            }
        })
    }

    #[wasm_split(people, wasm_split_path = leptos::wasm_split, preload(fetch_people), fallible)]
    pub(in crate::lazy) fn people() -> View {
        Ok(view! { <PeoplePage/> }.into_any())
    }

    #[wasm_split(new_people, wasm_split_path = leptos::wasm_split, preload(fetch_new_people), fallible)]
    pub(in crate::lazy) fn new_people() -> View {
        Ok(use_context::<ManagingPeople>().map(|managing| view! { <NewPeopleDialogs managing/> }).into_any())
    }

    #[wasm_split(account_settings, wasm_split_path = leptos::wasm_split, preload(fetch_account_settings), fallible)]
    pub(in crate::lazy) fn account_settings() -> View {
        Ok(view! { <AccountSettingsPage/> }.into_any())
    }

    #[wasm_split(relationships, wasm_split_path = leptos::wasm_split, preload(fetch_relationships), fallible)]
    pub(in crate::lazy) fn relationships(part: RelationshipsPart) -> View {
        Ok(match part {
            RelationshipsPart::OfCustomer => view! { <RelationshipsPage/> }.into_any(),
            RelationshipsPart::One => view! { <RelationshipPage/> }.into_any(),
            RelationshipsPart::OfAll => view! { <AllRelationshipsPage/> }.into_any(),
        })
    }

    #[wasm_split(products, wasm_split_path = leptos::wasm_split, preload(fetch_products), fallible)]
    pub(in crate::lazy) fn products(part: ProductsPart) -> View {
        Ok(match part {
            ProductsPart::Products => view! { <ProductsPage/> }.into_any(),
            ProductsPart::ManagePortal => view! { <ManagePortalPage/> }.into_any(),
        })
    }

    #[wasm_split(portal, wasm_split_path = leptos::wasm_split, preload(fetch_portal), fallible)]
    pub(in crate::lazy) fn portal(part: PortalPart) -> View {
        Ok(match part {
            PortalPart::Dashboard => view! { <PortalDashboard/> }.into_any(),
            PortalPart::Users => view! { <PortalUsersPage/> }.into_any(),
            PortalPart::EditUsers => view! { <PortalEditUsersPage/> }.into_any(),
            PortalPart::Deleted => view! { <PortalDeletedPage/> }.into_any(),
            PortalPart::Billing => view! { <PortalBillingPage/> }.into_any(),
            PortalPart::Activity => view! { <PortalActivityPage/> }.into_any(),
            PortalPart::Account => view! { <PortalAccountPage/> }.into_any(),
        })
    }
}
