//! Adding and editing users with individual values.

use super::accounts::*;
use super::fixtures::*;
use crate::console::entries::EntriesPreview;
use crate::directory::profile::{ProfileValues, TypedProfile};
use crate::directory::role::AdminRole;
use crate::ids::UserId;
use crate::rules::accounts::Accounts;
use crate::rules::change::Change;
use crate::rules::entries::{EntryAction, UserEntry, not_reached, plan_entries, plan_undo_entries};
use crate::rules::failure::Failure;
use crate::rules::outcome::PlannedUser;
use crate::rules::plan::Plan;
use crate::rules::undo::Done;

fn typed(name: &str, email: &str) -> TypedProfile {
    TypedProfile { display_name: Some(name.into()), email: Some(email.into()), ..TypedProfile::default() }
}

fn add(user: UserId, profile: TypedProfile, licenses: Change) -> UserEntry {
    UserEntry { user, asked: EntryAction::Add(profile), licenses }
}

fn edit(user: UserId, profile: TypedProfile, licenses: Change) -> UserEntry {
    UserEntry { user, asked: EntryAction::Edit(profile), licenses }
}

/// The stored results of a plan.
fn done_by(plan: &Plan) -> Vec<Done> {
    let done = |user: &PlannedUser| Done { user: user.user, before: user.before.clone(), after: user.after.clone() };
    plan.users.iter().map(done).collect()
}

/// The customer with Adele and Bo, whose profiles are loaded.
fn company() -> Accounts {
    let mut snapshot = customer();
    add_user(&mut snapshot, ADELE, &[direct(E3, &[])]);
    add_user(&mut snapshot, BO, &[]);
    let mut accounts = accounts_of(snapshot);
    for (user, upn) in [(ADELE, "adele@fabrikam.example"), (BO, "bo@fabrikam.example")] {
        accounts.taken.insert(upn.to_owned());
        accounts.snapshot.users.get_mut(&user).unwrap().upn = upn.into();
        accounts.users.get_mut(&user).unwrap().profile =
            typed("Somebody", upn).read_new(&accounts.domains).unwrap().values;
    }
    accounts
}

fn planned(accounts: &mut Accounts, entries: &[UserEntry]) -> (Vec<&'static str>, Vec<String>, Plan) {
    accounts.expect(entries);
    let plan = plan_entries(accounts, entries);
    let words = plan.users.iter().map(|user| user.words(&accounts.snapshot)).collect();
    (outcomes(&plan), words, plan)
}

#[test]
fn where_users_are_created_on_premises_they_are_edited_and_not_added() {
    let mut accounts = company();
    accounts.created_on_premises = true;
    let entries = [
        add(user(11), typed("Cyril", "cyril@fabrikam.example"), Change::default()),
        edit(BO, TypedProfile { display_name: Some("Bob".into()), ..TypedProfile::default() }, Change::default()),
    ];
    let (outcomes, words, plan) = planned(&mut accounts, &entries);
    assert_eq!(outcomes, ["OnPremises", "Edited"], "{plan:?}");
    assert!(words[0].contains("synchronized from on-premises"), "{}", words[0]);
}

#[test]
fn a_user_is_added_even_where_the_licenses_fail() {
    let mut accounts = company();
    set_available(&mut accounts.snapshot, VISIO, 1);
    let slovak = |name: &str| TypedProfile {
        location: Some("Slovakia".into()),
        ..typed(name, &format!("{name}@fabrikam.example"))
    };
    let entries = [
        add(user(11), slovak("cyril"), assign(&[E3, VISIO])),
        add(user(12), slovak("diego"), assign(&[E3, VISIO])),
        add(user(13), typed("emil", "emil@fabrikam.example"), assign(&[E3])),
    ];
    let (outcomes, words, plan) = planned(&mut accounts, &entries);
    assert_eq!(outcomes, ["Added"; 3]);
    assert_eq!(
        words,
        [
            "Added, + Visio Plan 2, + Microsoft 365 E3, Location: none → Slovakia",
            "Added, Location: none → Slovakia. Licenses not changed (No licenses of Visio Plan 2 are \
             left. Buy more, or unassign one.)",
            "Added. Licenses not changed (Set a location for this user before assigning \
             licenses.)",
        ]
    );
    assert_eq!((plan.seats[&VISIO].used, plan.seats[&E3].used), (1, 1));
    assert_eq!(plan.users[0].after.profile.mail_nickname.as_deref(), Some("cyril"));
}

#[test]
fn new_users_without_a_license_are_known() {
    let mut accounts = company();
    set_available(&mut accounts.snapshot, VISIO, 0);
    let new = |last, name: &str, licenses| {
        let email = format!("{name}@fabrikam.example");
        add(user(last), TypedProfile { location: Some("Slovakia".into()), ..typed(name, &email) }, licenses)
    };
    let entries = [
        new(11, "cyril", assign(&[E3])),
        new(12, "diego", assign(&[VISIO])),
        new(13, "emil", Change::default()),
        edit(BO, TypedProfile { department: Some("Sales".into()), ..Default::default() }, Change::default()),
    ];
    let (_, _, plan) = planned(&mut accounts, &entries);
    let preview = EntriesPreview::of(&accounts, &plan);
    let unlicensed: Vec<bool> = preview.lines.iter().map(|line| line.is_unlicensed).collect();
    assert_eq!((unlicensed, preview.unlicensed()), (vec![false, true, true, false], 2));
    assert!(preview.lines[0].words.starts_with("Will be added, + Microsoft 365 E3"), "{}", preview.lines[0].words);
    assert!(plan.users[0].words(&accounts.snapshot).starts_with("Added, + Microsoft 365 E3"));
}

#[test]
fn names_are_given_once_and_only_at_the_customers_domains() {
    let mut accounts = company();
    let entries = [
        add(user(11), typed("A", "ADELE@fabrikam.example"), Change::default()),
        add(user(12), typed("B", "new@fabrikam.example"), Change::default()),
        add(user(13), typed("C", "New@fabrikam.example"), Change::default()),
        add(user(14), typed("D", "d@contoso.example"), Change::default()),
        add(user(15), typed("", "e f@fabrikam.example"), Change::default()),
        edit(
            BO,
            TypedProfile { email: Some("adele@fabrikam.example".into()), ..Default::default() },
            Change::default(),
        ),
        add(ADELE, typed("F", "f@fabrikam.example"), Change::default()),
        add(user(12), typed("G", "g@fabrikam.example"), Change::default()),
    ];
    let (outcomes, words, _) = planned(&mut accounts, &entries);
    let expected =
        ["UpnTaken", "Added", "UpnTaken", "InvalidUpn", "InvalidProfile", "UpnTaken", "Repeated", "Repeated"];
    assert_eq!(outcomes, expected);
    assert_eq!(words[0], "ADELE@fabrikam.example belongs to another user. Choose another email.");
    assert!(words[4].starts_with("Enter a display name. “ ” is not allowed before the @."), "{}", words[4]);
}

#[test]
fn an_edit_touches_only_what_differs() {
    let mut accounts = company();
    let same = accounts.users[&ADELE].profile.typed();
    let entries = [
        edit(ADELE, same.clone(), Change::default()),
        edit(BO, TypedProfile { department: Some("Sales".into()), ..Default::default() }, assign(&[E3])),
    ];
    let (outcomes, words, plan) = planned(&mut accounts, &entries);
    assert_eq!(outcomes, ["Unchanged", "Edited"]);
    assert_eq!(words[1], "Department: none → Sales, + Microsoft 365 E3");
    let touched = ProfileValues { department: Some("Sales".into()), ..Default::default() };
    assert_eq!(plan.users[1].after.profile, touched);
    // If only licenses are asked, their failure is the outcome. If both are asked, it is only a failure of the
    // licenses.
    set_available(&mut accounts.snapshot, VISIO, 0);
    let entries = [
        edit(ADELE, same, assign(&[VISIO])),
        edit(
            BO,
            TypedProfile { location: Some("CN".into()), ..typed("Bo", "bo@fabrikam.example") },
            assign(&[CALLING]),
        ),
    ];
    let (outcomes, words, plan) = planned(&mut accounts, &entries);
    assert_eq!(outcomes, ["CountViolation", "Edited"]);
    let not_there = "Somebody → Bo. Licenses not changed (Domestic Calling Plan isn't available in China.";
    assert!(words[1].contains(not_there), "{}", words[1]);
    assert_eq!(plan.users[1].after.location, None, "a location goes with the licenses");
}

#[test]
fn synced_users_and_the_last_global_admin_are_kept() {
    let mut accounts = company();
    accounts.users.get_mut(&BO).unwrap().directory_synced = true;
    make_admins(&mut accounts, &[ADELE]);
    accounts.users.get_mut(&ADELE).unwrap().profile.roles = Some([AdminRole::Global].into());
    let roles =
        |roles: &[AdminRole]| TypedProfile { roles: Some(roles.iter().copied().collect()), ..Default::default() };
    let blocked = TypedProfile { sign_in_allowed: Some(false), ..Default::default() };
    let tried = [
        edit(BO, typed("Other", "bo@fabrikam.example"), Change::default()),
        edit(ADELE, roles(&[AdminRole::Helpdesk]), Change::default()),
    ];
    assert_eq!(planned(&mut accounts, &tried).0, ["DirectorySynced", "LastGlobalAdmin"]);
    // The licenses and the profile fail independently.
    let tried = [edit(BO, typed("Other", "bo@fabrikam.example"), assign(&[VISIO]))];
    let (outcomes, words, plan) = planned(&mut accounts, &tried);
    assert_eq!(outcomes, ["Licensed"]);
    assert!(words[0].starts_with("+ Visio Plan 2. Details not changed ("), "{}", words[0]);
    assert!(plan.users[0].after.profile.is_empty());
    let located = TypedProfile { location: Some("DE".into()), ..typed("Other", "bo@fabrikam.example") };
    assert_eq!(planned(&mut accounts, &[edit(BO, located, Change::default())]).0, ["Licensed"]);
    let tried = [edit(BO, roles(&[AdminRole::Global]), assign(&[E3])), edit(ADELE, blocked.clone(), Change::default())];
    assert_eq!(planned(&mut accounts, &tried).0, ["Edited", "LastGlobalAdmin"]);
    // Sign-in can be changed here. A value of the directory is refused, even together with sign-in.
    let with_title = TypedProfile { job_title: Some("Buyer".into()), ..blocked.clone() };
    let tried = [edit(BO, blocked, Change::default())];
    let (outcomes, _, plan) = planned(&mut accounts, &tried);
    assert_eq!(outcomes, ["Edited"]);
    assert_eq!(plan.users[0].warnings, [Failure::SignInSynced], "the next synchronization overwrites it");
    // Directory roles are not synchronized.
    let tried = [edit(BO, roles(&[AdminRole::Helpdesk]), Change::default())];
    assert!(planned(&mut accounts, &tried).2.users[0].warnings.is_empty());
    let tried = [edit(BO, with_title, Change::default())];
    assert_eq!(planned(&mut accounts, &tried).0, ["DirectorySynced"]);
}

#[test]
fn who_is_not_reached_stays_as_before_and_the_words_say_why() {
    let asked = TypedProfile { department: Some("Sales".into()), ..TypedProfile::default() };
    let entries = [BO, ADELE].map(|user| edit(user, asked.clone(), assign(&[E3])));
    let users = not_reached(&entries);
    assert_eq!(users.iter().map(|planned| planned.user).collect::<Vec<_>>(), [BO, ADELE]);
    assert!(users.iter().all(|planned| !planned.outcome.changes() && planned.after == planned.before));
    assert_eq!(users[0].words(&company().snapshot), "Not saved: saving was stopped before this user.");
}

#[test]
fn an_edit_is_undone_where_nobody_changed_the_same_since() {
    let mut accounts = company();
    let asked = TypedProfile { department: Some("Sales".into()), ..typed("Adele", "adele.v@fabrikam.example") };
    let (_, _, plan) = planned(&mut accounts, &[edit(ADELE, asked, Change::default())]);
    let done = done_by(&plan);
    let profile = &mut accounts.users.get_mut(&ADELE).unwrap().profile;
    profile.department = Some("Sales".into());
    profile.display_name = Some("Adele".into());
    profile.upn = Some("adele.v@fabrikam.example".into());
    accounts.taken = ["adele.v@fabrikam.example".to_owned()].into();
    let back = plan_undo_entries(&accounts, &done);
    assert_eq!(outcomes(&back), ["Edited"]);
    assert_eq!(back.users[0].after.profile, done[0].before.profile);
    // A changed job title does not matter; a changed department does.
    accounts.users.get_mut(&ADELE).unwrap().profile.job_title = Some("Buyer".into());
    assert_eq!(outcomes(&plan_undo_entries(&accounts, &done)), ["Edited"]);
    accounts.users.get_mut(&ADELE).unwrap().profile.department = Some("Legal".into());
    assert_eq!(outcomes(&plan_undo_entries(&accounts, &done)), ["ChangedSince"]);
}

#[test]
fn an_undo_gives_back_what_an_import_brought_and_nobody_could_type() {
    let mut accounts = company();
    let imported = ProfileValues {
        job_title: Some("a".repeat(200)),
        mail_nickname: Some("adele v".into()),
        ..accounts.users[&ADELE].profile.clone()
    };
    accounts.users.get_mut(&ADELE).unwrap().profile = imported.clone();
    let profile =
        TypedProfile { job_title: Some("Buyer".into()), mail_nickname: Some("adele".into()), ..Default::default() };
    let (outcomes_of, _, plan) = planned(&mut accounts, &[edit(ADELE, profile, Change::default())]);
    assert_eq!(outcomes_of, ["Edited"]);
    let done = done_by(&plan);
    let account = accounts.users.get_mut(&ADELE).unwrap();
    account.profile =
        ProfileValues { job_title: Some("Buyer".into()), mail_nickname: Some("adele".into()), ..imported };
    let back = plan_undo_entries(&accounts, &done);
    assert_eq!(outcomes(&back), ["Edited"]);
    assert_eq!(back.users[0].after.profile.job_title.as_deref(), Some("a".repeat(200).as_str()));
    assert_eq!(back.users[0].after.profile.mail_nickname.as_deref(), Some("adele v"));
}
