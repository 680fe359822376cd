//! Templates for new users.

use super::engines::each_engine;
use super::fixtures::*;
use domain::console::action::Action;
use domain::console::activity::{ActivityQuery, Details, Performer};
use domain::console::user_template::{TEMPLATES_MAX, TemplateReply, UserTemplate};
use domain::directory::mailbox_form::MailboxForm;
use domain::ids::TemplateId;
use domain::store::prelude::*;
use uuid::Uuid;

pub fn template(number: u128, name: &str) -> UserTemplate {
    UserTemplate {
        id: TemplateId::new(Uuid::from_u128(number)),
        name: name.parse().unwrap(),
        domain: "fabrikam.com".into(),
        mailbox: MailboxForm::InitialLast,
        location: "SK".parse().ok(),
        department: "Sales".into(),
        licenses: assign(E3),
    }
}

#[tokio::test]
async fn templates_are_kept_by_name_for_their_customer_alone() {
    each_engine(async |store| {
        let (actor, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        let scope = customer(&store, &actor, &company(9, &[(E3, 1)])).await;
        let other = customer(&store, &stranger, &company(8, &[(E3, 1)])).await;
        let save = async |scope, one: &UserTemplate| store.save_template(scope, one, stamp()).await.unwrap();
        assert_eq!(save(scope, &template(2, "Sales")).await, TemplateReply::Saved);
        assert_eq!(save(scope, &template(1, "Érd")).await, TemplateReply::Saved);
        assert_eq!(save(scope, &template(3, "SALES")).await, TemplateReply::NameTaken);
        assert_eq!(save(other, &template(2, "Sales")).await, TemplateReply::Saved);
        // Saving again replaces the template, even under another name.
        let renamed = UserTemplate { department: "Legal".into(), ..template(2, "Law") };
        assert_eq!(save(scope, &renamed).await, TemplateReply::Saved);
        assert_eq!(store.templates(scope).await.unwrap(), [renamed, template(1, "Érd")]);
        store.delete_template(scope, template(2, "x").id, stamp()).await.unwrap();
        assert_eq!(store.templates(scope).await.unwrap(), [template(1, "Érd")]);
        assert_eq!(store.templates(other).await.unwrap(), [template(2, "Sales")]);
        store.delete_template(scope, template(9, "x").id, stamp()).await.unwrap();
        let log = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        let told = log.iter().rev().filter_map(|row| match &row.details {
            Details::Template { name, products: 1 } => Some((row.action, name.as_str(), row.performer)),
            _ => None,
        });
        let by = Performer::Person(actor.id);
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                (Action::TemplateSaved, "Sales", by),
                (Action::TemplateSaved, "Érd", by),
                (Action::TemplateSaved, "Law", by),
                (Action::TemplateDeleted, "Law", by),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn there_are_only_so_many() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let scope = customer(&store, &actor, &company(9, &[])).await;
        for number in 0..TEMPLATES_MAX as u128 {
            let one = template(number, &format!("T{number}"));
            assert_eq!(store.save_template(scope, &one, stamp()).await.unwrap(), TemplateReply::Saved);
        }
        let more = store.save_template(scope, &template(1_000, "More"), stamp()).await.unwrap();
        assert_eq!(more, TemplateReply::TooMany);
        let replaced = store.save_template(scope, &template(5, "Other"), stamp()).await.unwrap();
        assert_eq!(replaced, TemplateReply::Saved);
    })
    .await;
}
