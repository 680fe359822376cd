//! The page on which a customer answers a request for an admin relationship. The visitor is not signed in and may not
//! have JavaScript. The page is plain HTML with a form, rendered only on the server.

use super::plain;
use crate::paths;
use crate::shell::Assets;
use crate::text::relationships as words;
use domain::access::entra_role::{EntraRole, RelationshipRole};
use domain::access::relationship_request::{CustomerAnswer, RelationshipRequest};
use leptos::prelude::*;

/// The name of the form's field.
pub const ANSWER_FIELD: &str = "answer";
/// Its value when the customer approves.
pub const APPROVES: &str = "approve";
/// Its value when the customer refuses.
pub const REJECTS: &str = "reject";

/// Content of the page.
pub enum RequestPage {
    /// The request, with the token of its link.
    Open(RelationshipRequest, String),
    /// The request, to a signed-in person who can't answer it.
    Theirs(RelationshipRequest),
    /// The request was answered.
    Answered(RelationshipRequest, CustomerAnswer),
    /// The link is not valid.
    Gone,
    /// The database did not respond.
    Broken,
}

/// The document.
pub fn document(assets: &Assets, page: RequestPage) -> String {
    plain::document(assets, words::ANSWER_TITLE, content(page))
}

fn content(page: RequestPage) -> AnyView {
    match page {
        RequestPage::Open(request, token) => view! {
            <p class="lead">{words::asks(&request.partner_name, &request.customer_name, &request.name)}</p>
            <p>{words::GRANTS}</p>
            <ul class="granted-roles">{request.roles.iter().map(|role| granted(*role)).collect_view()}</ul>
            <p>{words::lasts(request.days, request.auto_extend)}</p>
            <p class="note info">{words::RECORDED_HERE}</p>
            <form method="post" action=paths::relationship_request(&token)>
                <p class="acts">
                    <button type="submit" class="primary" name=ANSWER_FIELD value=APPROVES>
                        {words::APPROVE}
                    </button>
                    <button type="submit" class="second" name=ANSWER_FIELD value=REJECTS>
                        {words::REJECT}
                    </button>
                </p>
            </form>
            <p class="hint">{words::answer_until(request.approve_by)}</p>
        }
        .into_any(),
        RequestPage::Theirs(request) => view! {
            <p class="lead">{words::asks(&request.partner_name, &request.customer_name, &request.name)}</p>
            <p class="note bad" role="alert">{words::customer_answers(&request.customer_name)}</p>
            <p class="hint">{words::answer_until(request.approve_by)}</p>
        }
        .into_any(),
        RequestPage::Answered(request, answer) => view! {
            <p class="note good" role="status">
                {words::answered(answer, &request.name, &request.partner_name)}
            </p>
        }
        .into_any(),
        RequestPage::Gone => view! { <p class="note bad">{words::REQUEST_GONE}</p> }.into_any(),
        RequestPage::Broken => view! { <p class="note bad">{words::REQUEST_BROKEN}</p> }.into_any(),
    }
}

fn granted(role: RelationshipRole) -> impl IntoView {
    let allows =
        role.known().map(EntraRole::allows).map(|allows| view! { <span class="muted role-means">{allows}</span> });
    view! { <li>{role.name()} " " {allows}</li> }
}
