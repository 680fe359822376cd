//! Admin relationships that were imported.

use super::engines::each_engine;
use super::fixtures::*;
use super::relationships::{event_at, form, group, join, listed, request, roles};
use domain::access::Actor;
use domain::access::entra_role::EntraRole;
use domain::access::relationship::{AssignmentStatus, DAY_MS, Stage};
use domain::console::security::SecurityEventKind;
use domain::ids::{AccessAssignmentId, CustomerId};
use domain::import::graph_assignments::ImportedAssignment;
use domain::import::graph_relationships::ImportedRelationship;
use server::store::SqlStore;
use server::store::relationships::import::ImportCounts;
use uuid::Uuid;

fn from_microsoft(customer: CustomerId) -> ImportedRelationship {
    let assignment = |number: u128, name: Option<&str>| ImportedAssignment {
        id: AccessAssignmentId::new(Uuid::from_u128(number)),
        group: group(number),
        group_name: name.map(str::to_owned),
        roles: roles(&[EntraRole::DirectoryReaders]),
        status: AssignmentStatus::Active,
    };
    ImportedRelationship {
        microsoft_id: "5e5594d3-1234".into(),
        customer,
        name: "Imported support".into(),
        days: 365,
        roles: roles(&[EntraRole::DirectoryReaders]),
        auto_extend: false,
        stage: Stage::Active,
        created: Some(NOW),
        activated: Some(NOW),
        ends: Some(NOW + 365 * DAY_MS),
        assignments: Some(vec![assignment(51, Some("Night shift")), assignment(52, None)]),
    }
}

fn assigned(one: &mut ImportedRelationship) -> &mut Vec<ImportedAssignment> {
    one.assignments.as_mut().unwrap()
}

/// Records relationships as if they were imported.
pub async fn import(store: &SqlStore, actor: &Actor, all: &[ImportedRelationship], dry_run: bool) -> ImportCounts {
    let event = event_at(SecurityEventKind::RelationshipsImported, NOW);
    store.import_relationships(actor.partner, all, Uuid::new_v4, &event, dry_run).await.unwrap()
}

/// Records a relationship with two groups, so that the tables have rows.
pub async fn import_one(store: &SqlStore, actor: &Actor, customer: CustomerId) {
    assert_eq!(import(store, actor, &[from_microsoft(customer)], false).await.added, 1);
}

#[tokio::test]
async fn importing_again_says_truthfully_what_changed() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        let scope = customer(&store, &anna, &company(9, &[])).await;
        let foreign = customer(&store, &stranger, &company(7, &[])).await;
        let first = from_microsoft(scope.customer());
        let tried = import(&store, &anna, std::slice::from_ref(&first), true).await;
        assert_eq!((tried.added, listed(&store, scope).await.relationships.len()), (1, 0));
        let counts = import(&store, &anna, std::slice::from_ref(&first), false).await;
        assert_eq!((counts.added, counts.updated, counts.unchanged), (1, 0, 0));
        assert_eq!(counts.groups, ["Night shift".to_owned(), group(52).to_string()]);
        let again = import(&store, &anna, std::slice::from_ref(&first), false).await;
        assert_eq!(again, ImportCounts { unchanged: 1, ..ImportCounts::default() });

        let mut less = first.clone();
        assigned(&mut less).pop();
        assert_eq!(import(&store, &anna, &[less], false).await.updated, 1);
        let shown = listed(&store, scope).await;
        let names: Vec<_> = shown.relationships[0].assignments.iter().map(|one| one.group_name.as_str()).collect();
        assert_eq!((names, shown.groups.len()), (vec!["Night shift"], 2));

        request(&store, &anna, scope, 2, &form("Taken")).await.unwrap();
        let taken = ImportedRelationship { microsoft_id: "other".into(), name: "TAKEN".into(), ..first.clone() };
        let strange = ImportedRelationship { customer: foreign.customer(), microsoft_id: "third".into(), ..first };
        let counts = import(&store, &anna, &[taken, strange], false).await;
        let (names_taken, unknown_customers) = (vec!["TAKEN".to_owned()], vec!["Imported support".to_owned()]);
        assert_eq!(counts, ImportCounts { names_taken, unknown_customers, ..ImportCounts::default() });
    })
    .await;
}

#[tokio::test]
async fn a_file_without_a_word_of_groups_takes_no_roles_away() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let scope = customer(&store, &anna, &company(9, &[])).await;
        let first = from_microsoft(scope.customer());
        import(&store, &anna, std::slice::from_ref(&first), false).await;
        let before = listed(&store, scope).await.relationships.remove(0).assignments;

        let silent = ImportedRelationship { assignments: None, days: 366, ..first.clone() };
        let counts = import(&store, &anna, &[silent], false).await;
        assert_eq!((counts.updated, counts.without_assignments), (1, vec!["Imported support".to_owned()]));
        assert_eq!(listed(&store, scope).await.relationships.remove(0).assignments, before);

        // A role that the relationship has no more is nobody's.
        let less =
            ImportedRelationship { assignments: None, roles: roles(&[EntraRole::UserAdministrator]), ..first.clone() };
        import(&store, &anna, &[less], false).await;
        assert_eq!(listed(&store, scope).await.relationships.remove(0).assignments, []);

        let none = ImportedRelationship { assignments: Some(Vec::new()), ..first.clone() };
        import(&store, &anna, &[first, none], false).await;
        assert_eq!(listed(&store, scope).await.relationships.remove(0).assignments, []);
    })
    .await;
}

#[tokio::test]
async fn security_groups_of_the_same_name_stay_apart() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let scope = customer(&store, &anna, &company(9, &[])).await;
        let two = |first: u128, second: u128| {
            let mut one = from_microsoft(scope.customer());
            for (assignment, number) in assigned(&mut one).iter_mut().zip([first, second]) {
                (assignment.group, assignment.group_name) = (group(number), Some("Night shift".to_owned()));
            }
            one
        };
        let named = async || {
            let shown = listed(&store, scope).await.relationships.remove(0).assignments;
            let named = shown.into_iter().map(|one| (one.group, one.group_name));
            named.collect::<std::collections::BTreeMap<_, _>>()
        };
        let both = two(51, 52);
        let other = format!("Night shift ({})", &group(52).to_string()[..8]);
        let counts = import(&store, &anna, std::slice::from_ref(&both), false).await;
        assert_eq!(counts.groups, ["Night shift".to_owned(), other.clone()]);
        assert_eq!(named().await, [(group(51), "Night shift".to_owned()), (group(52), other)].into());
        assert_eq!(import(&store, &anna, &[both], false).await.unchanged, 1, "each is known again");

        // A third one of that name is none of the two that are there.
        let counts = import(&store, &anna, &[two(51, 53)], false).await;
        assert_eq!(counts.groups, [format!("Night shift ({})", group(53))], "its id begins like that of the second");
        assert_eq!(named().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_group_that_was_made_here_stands_for_one_security_group_of_its_name() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let scope = customer(&store, &anna, &company(9, &[])).await;
        join(&store, &anna, group(7)).await;
        let of = |number: u128| {
            let mut one = from_microsoft(scope.customer());
            assigned(&mut one).pop();
            let first = &mut assigned(&mut one)[0];
            (first.group, first.group_name) = (group(number), Some(format!("group {}", group(7))));
            one
        };
        let used = async || listed(&store, scope).await.relationships.remove(0).assignments[0].group;
        assert_eq!(import(&store, &anna, &[of(51)], false).await.groups, [""; 0]);
        assert_eq!(used().await, group(7));
        // It stands for that one now, so another one of the same name is another group.
        assert_eq!(import(&store, &anna, &[of(52)], false).await.groups.len(), 1);
        assert_eq!(used().await, group(52));
        assert_eq!(import(&store, &anna, &[of(51)], false).await.groups, [""; 0]);
        assert_eq!(used().await, group(7));
    })
    .await;
}

#[tokio::test]
async fn of_several_security_groups_of_one_name_none_is_taken_for_a_group_that_was_made_here() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let scope = customer(&store, &anna, &company(9, &[])).await;
        join(&store, &anna, group(7)).await;
        let mut one = from_microsoft(scope.customer());
        assigned(&mut one)
            .iter_mut()
            .for_each(|assignment| assignment.group_name = Some(format!("Group {}", group(7))));
        assert_eq!(import(&store, &anna, &[one], false).await.groups.len(), 2);
        let shown = listed(&store, scope).await.relationships.remove(0).assignments;
        assert!(shown.iter().all(|assignment| assignment.group != group(7)), "{shown:?}");
    })
    .await;
}
