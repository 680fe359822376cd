//! Account settings: the recorded facts about the partner's own account.

use crate::api::partner_account::get_partner_account;
use crate::paths;
use crate::state::resource::resource;
use crate::text::common;
use crate::text::partner_account as words;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_frame::PageFrame;
use crate::widgets::partner_account::agreement::AgreementSection;
use crate::widgets::partner_account::recording::Recording;
use crate::widgets::partner_account::verification::VerificationSection;
use crate::widgets::people::tenants::TenantsSection;
use crate::widgets::relationships::policy::RelationshipPolicySection;
use leptos::prelude::*;

/// Id of the heading above the link to the people.
const USERS: &str = "user-management";

/// The page.
#[component]
pub fn AccountSettingsPage() -> impl IntoView {
    let loaded = resource(|| (), |()| get_partner_account());
    let on_retry = Callback::new(move |()| loaded.refetch());
    view! {
        <PageFrame title=words::ACCOUNT_SETTINGS>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(account) => {
                            let account = RwSignal::new(account);
                            view! {
                                <div class="my-account">
                                    <p class="lead">{words::LEAD}</p>
                                    <VerificationSection recording=Recording::begin(account)/>
                                    <AgreementSection recording=Recording::begin(account)/>
                                    <RelationshipPolicySection/>
                                    <TenantsSection/>
                                    <section aria-labelledby=USERS>
                                        <h2 id=USERS>{words::USER_MANAGEMENT}</h2>
                                        <p>{words::USER_MANAGEMENT_MEANS}</p>
                                        <p><a href=paths::PEOPLE>{words::USER_MANAGEMENT}</a></p>
                                    </section>
                                </div>
                            }
                                .into_any()
                        }
                        Err(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
                    }
                })}
            </Transition>
        </PageFrame>
    }
}
