//! The details of one user, and the choices of filters.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use domain::directory::license::License;
use domain::directory::role::AdminRole;
use domain::directory::user::{User, UserType};
use domain::store::FILTER_CHOICES_MAX;
use domain::store::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[tokio::test]
async fn a_user_is_shown_with_everything_kept() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 5), (VISIO, 5)]);
        directory.groups.push((group(5), "All staff".into()));
        let plan = product(VISIO).plans.iter().find(|plan| !plan.name.contains("FOUNDATION")).unwrap().clone();
        let mut anna = holding_by(person(1, "Anna Kováčová"), VISIO, group(5));
        anna.licenses[0].disabled = BTreeSet::from([plan.id]);
        let mut anna = in_error(anna, E3);
        anna.mail = Some("anna@contoso.com".into());
        anna.mail_nickname = Some("anna".into());
        anna.first_name = Some("Anna".into());
        anna.last_name = Some("Kováčová".into());
        anna.department = Some("Vývoj \"A\"".into());
        anna.job_title = Some("Engineer".into());
        anna.user_type = UserType::Guest;
        anna.directory_synced = true;
        anna.sign_in_allowed = false;
        let unknown_role = Uuid::from_u128(12);
        let own_role = Uuid::from_u128(13);
        let global_reader = Uuid::from_u128(0xf2ef_992c_3afb_46b9_b7cf_a126_ee74_c451);
        directory.roles.push((own_role, "Own role".into()));
        anna.roles = vec![AdminRole::Billing.template_id(), unknown_role, own_role, global_reader];
        directory.users = vec![anna.clone(), person(2, "Bert")];
        let scope = customer(&store, &actor, &directory).await;
        let detail = store.user(scope, user_id(1)).await.unwrap().unwrap();
        let expected = User {
            id: anna.id,
            upn: anna.upn,
            mail: anna.mail,
            mail_nickname: anna.mail_nickname,
            display_name: anna.display_name,
            first_name: anna.first_name,
            last_name: anna.last_name,
            location: anna.location,
            sign_in_allowed: false,
            user_type: UserType::Guest,
            directory_synced: true,
            department: anna.department,
            job_title: anna.job_title,
            created: 1_700_000_000_000,
        };
        assert_eq!(detail.user, expected);
        let roles: BTreeSet<_> = detail.roles.into_iter().collect();
        assert_eq!(
            roles,
            BTreeSet::from(
                ["Billing admin", "Global Reader", "Own role", &unknown_role.to_string()].map(str::to_owned)
            )
        );
        let shown: Vec<(&License, Option<&str>)> =
            detail.licenses.iter().map(|named| (&named.license, named.group.as_deref())).collect();
        assert_eq!(shown, [(&anna.licenses[1], None), (&anna.licenses[0], Some("All staff"))]);
        let switched: BTreeMap<_, _> = detail.licenses[1].plans.iter().cloned().collect();
        assert_eq!(
            switched.iter().filter(|(_, on)| !**on).map(|(name, _)| name).collect::<Vec<_>>(),
            [&plan.friendly_name]
        );
        assert_eq!(store.user(scope, user_id(99)).await.unwrap(), None);
        assert_eq!(store.user_changes(scope, user_id(1)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn filters_choose_from_what_live_users_have() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 500), (VISIO, 5)]);
        directory.products[1].subscriptions.clear();
        directory.groups.push((group(5), "All staff".into()));
        directory.users = crowd(200, &[E3], group(5));
        directory.users[7].department = Some("Gone with its only user".into());
        let scope = customer(&store, &actor, &directory).await;
        directory.users.remove(7);
        arrive(&store, &actor, &directory, NOW + 1).await;
        let choices = store.filter_choices(scope).await.unwrap();
        assert_eq!(choices.products.iter().map(|named| named.sku_id).collect::<Vec<_>>(), [sku(E3), sku(VISIO)]);
        let used = |of: fn(&domain::import::customer::ImportedUser) -> Option<String>| -> Vec<String> {
            directory.users.iter().filter_map(of).collect::<BTreeSet<_>>().into_iter().collect()
        };
        assert_eq!(choices.departments, used(|user| user.department.clone()));
        assert_eq!(choices.job_titles, used(|user| user.job_title.clone()));
        assert_eq!(choices.domains, ["contoso.com", "fabrikam.com"]);
        let locations: Vec<_> = choices.locations.iter().map(ToString::to_string).collect();
        assert_eq!(locations, used(|user| user.location.map(|country| country.to_string())));
    })
    .await;
}

#[tokio::test]
async fn choices_are_bounded() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &[]);
        let of_its_own = |number: u128| {
            let mut user = person(number, "Anna");
            user.department = Some(format!("Department {number:04}"));
            user
        };
        directory.users = (1..=FILTER_CHOICES_MAX as u128 + 20).map(of_its_own).collect();
        let scope = customer(&store, &actor, &directory).await;
        let departments = store.filter_choices(scope).await.unwrap().departments;
        assert_eq!((departments.len(), departments[0].as_str()), (FILTER_CHOICES_MAX, "Department 0001"));
    })
    .await;
}
