//! Forms: every path that takes one, sent by every caller with what is foreign, and with what is no form at all.

use super::actors::Caller;
use super::answer::{Answer, Statements};
use super::ids::Kind;
use super::visitor::Visitor;
use super::{Much, Place, World, check, seen_of, surface};
use crate::anna::PASSWORD;
use crate::site::Browser;
use axum::http::{StatusCode, header};
use serde_json::Value;
use uuid::Uuid;

/// The content type of forms.
const FORM: &str = "application/x-www-form-urlencoded";
/// A sign-in name of somebody of another partner, and two that nobody has.
const NAMES: [&str; 3] = ["Strangez", "Stranger", "Strangey"];
/// Bodies that are no form of ours: the content type and the body.
const NO_FORMS: [(&str, &[u8]); 8] = [
    (FORM, b""),
    (FORM, b"current"),
    (FORM, b"%FF=%FF&=&&=="),
    (FORM, b"code=%00&password=%00&sign_in_name=%00&current=%00"),
    (FORM, b"code=1&code=2&password=x&password=y&current=x&current=y&sign_in_name=x&sign_in_name=y"),
    ("application/json", b"{\"code\":\"1\",\"password\":\"x\",\"current\":\"x\",\"sign_in_name\":\"x\"}"),
    ("multipart/form-data; boundary=x", b"--x--"),
    ("", b"\xff\xfe\0"),
];

/// The forms of a path with names and ids of others, in fields that it has and in some that it has not.
fn forms(route: &str) -> &'static [&'static str] {
    match route {
        "/sign-in" => &["sign_in_name={Name}&password=not+the+password"],
        "/sign-in/code" => {
            &["code=123456&next=/customers/{Customer}", "code=123456&sign_in_name={Name}&person={Person}"]
        }
        "/forgot-password" => &["sign_in_name={Name}", "sign_in_name=nobody&person={Person}"],
        "/account/password" => &[
            "current=x&password=x&person={Person}&session={Session}&customer={Customer}",
            "current=not+the+password&password=another+quiet+horse",
        ],
        "/portal/password" => &[
            "current=x&password=x&person={PortalPerson}&customer={Customer}",
            "current=not+the+password&password=another+quiet+horse",
        ],
        "/account/second-factor/off" => &["password=x&code=x&person={Person}", "password=not+the+password&code=123456"],
        // A link of this kind is for anybody who has it. Void ones are tried by themselves.
        token if token.contains("{token}") => &[],
        other => panic!(
            "{other} takes a form, and nobody knows its fields. Name it in `forms` (server/tests/api/isolation/forms.rs)."
        ),
    }
}

async fn post(world: &World, visitor: &mut Visitor<'_>, path: &str, form: &str, asked: &str) -> Answer {
    let reply = visitor.post(path, FORM, form.as_bytes()).await;
    world.answer(reply, asked)
}

/// Sends a form with each name and id that is hidden from the caller.
async fn try_form(world: &World, (caller, visitor): (Caller, &mut Visitor<'_>), (route, form): (&str, &str)) {
    let ids = Kind::ALL
        .into_iter()
        .fold(form.to_owned(), |form, kind| form.replace(&format!("{{{kind}}}"), &world.own.there[&kind].to_string()));
    if form.contains("{Name}") {
        let mut answers = Vec::new();
        for name in NAMES {
            answers.push(post(world, visitor, route, &ids.replace("{Name}", name), name).await);
        }
        check(&format!("{caller:?} {route} {form}"), caller, &[("somebody's", Uuid::nil())], &answers);
    }
    for kind in Kind::ALL.into_iter().filter(|kind| form.contains(&format!("{{{kind}}}"))) {
        let place = Place { has_customer: true, is_cursor: false };
        for hidden in world.hidden((caller, Much::Everything), kind, place) {
            let mut answers = Vec::new();
            for (_, id) in hidden.asked() {
                let id = id.to_string();
                let one = form.replace(&format!("{{{kind}}}"), &id).replace("{Name}", NAMES[0]);
                answers.push(post(world, visitor, route, &one, &id).await);
            }
            check(&format!("{caller:?} {route} {form}, {kind}"), caller, &hidden.ids, &answers);
        }
    }
    let answer = post(world, visitor, route, &ids.replace("{Name}", NAMES[0]), "").await;
    goes_nowhere(&format!("{caller:?} {route} {form}"), &answer);
}

/// Fails unless an answer leads to a page of ours that says what was wrong, or refuses.
fn goes_nowhere(what: &str, answer: &Answer) {
    let (status, headers) = (answer.status, &answer.headers);
    assert!(status == StatusCode::SEE_OTHER || status.is_client_error(), "{what}: {status} {}", answer.body);
    for (_, to) in headers.iter().filter(|(name, _)| *name == header::LOCATION.as_str()) {
        assert!(to.starts_with('/') && !to.starts_with("//"), "{what} leads to {to}");
        assert!(!to.contains("done=") && !to.ends_with("=off"), "{what} was done: {to}");
    }
}

/// Who the visitor is by now.
async fn who(world: &World, visitor: &mut Visitor<'_>) -> Value {
    let who = visitor.call("session/who", "{}").await;
    assert_eq!(who.status, StatusCode::OK, "{}", who.body);
    world.statements.take();
    who.json()["actor"]["id"].clone()
}

#[tokio::test]
async fn forms_tell_nothing_of_others_and_change_nobody() {
    let (statements, _listening) = Statements::listen();
    let world = World::new(&statements).await;
    let paths = surface::forms(&world.site).await;
    assert!(paths.len() > 10, "{paths:?}");
    let mut theirs = Browser::of(&world.site);
    assert_eq!(theirs.sign_in("Stranger", PASSWORD).await.leads_to(), "/customers");
    let before = seen_of(&mut theirs, &world.foreign).await;
    world.statements.take();
    for caller in Caller::all() {
        let mut visitor = caller.enter(&world).await;
        let is_program = matches!(visitor, Visitor::Program { .. });
        let came_in = who(&world, &mut visitor).await;
        assert_eq!(came_in.is_null(), caller == Caller::SignedOut);
        for path in paths.iter().filter(|path| *path != "/sign-out") {
            // A wrong password is looked at, which is slow on purpose.
            let is_tried = |form: &str| caller.is_thorough() || !form.contains("not+the+password");
            for form in forms(path).iter().filter(|form| is_tried(form)) {
                try_form(&world, (caller, &mut visitor), (path, form)).await;
            }
            let path = path.replace("{token}", "none");
            for (content_type, body) in NO_FORMS {
                let reply = visitor.post(&path, content_type, body).await;
                let answer = world.answer(reply, "");
                let what = format!("{caller:?} {path} {}", String::from_utf8_lossy(body));
                goes_nowhere(&what, &answer);
                // A key is for functions and files, so a form with one is one of another site.
                assert!(!is_program || answer.status == StatusCode::FORBIDDEN, "{what}: {}", answer.status);
            }
        }
        assert_eq!(who(&world, &mut visitor).await, came_in, "{caller:?} is somebody else");
        visitor.post("/sign-out", FORM, b"").await;
        assert_eq!(who(&world, &mut visitor).await, if is_program { came_in } else { Value::Null }, "{caller:?}");
    }
    assert_eq!(seen_of(&mut theirs, &world.foreign).await, before, "something hidden was changed");
    // Wrong passwords from elsewhere don't keep a known browser out.
    assert_eq!(theirs.sign_in("Stranger", PASSWORD).await.leads_to(), "/customers");
}
