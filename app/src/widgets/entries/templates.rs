//! Templates: the initial values of new users, chosen and saved.

use crate::api::templates::{list_templates, save_template};
use crate::error::ApiError;
use crate::state::storage;
use crate::text::common;
use crate::text::templates as words;
use crate::ui::dialog::Dialog;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::entries::adding::{Adding, domains_of};
use crate::widgets::entries::draft::NewUser;
use crate::widgets::entries::fields::Choose;
use crate::widgets::entries::left_out::LeftOut;
use crate::widgets::entries::saved_templates::{LoadedTemplates, SavedTemplates};
use crate::widgets::entries::take_out::take_out;
use crate::widgets::frame::error_view::ErrorView;
use domain::console::user_template::{TemplateName, TemplateReply, UserTemplate};
use domain::directory::mailbox_form::MailboxForm;
use domain::ids::TemplateId;
use domain::rules::snapshot::Snapshot;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The choice of a template for the user in the form, and the way to save and delete some.
#[component]
pub fn TemplateChoice(adding: Adding) -> impl IntoView {
    let loaded = RwSignal::new(None::<LoadedTemplates>);
    let load = Callback::new(move |()| {
        // The list stays while it is loaded anew, an error does not.
        if loaded.with_untracked(|loaded| matches!(loaded, Some(Err(_)))) {
            loaded.set(None);
        }
        spawn_local(async move {
            loaded.try_set(Some(list_templates(adding.customer).await));
        });
    });
    Effect::new(move |_| load.run(()));
    let open = RwSignal::new(false);
    let all = Memo::new(move |_| loaded.with(|loaded| loaded.clone().and_then(Result::ok).unwrap_or_default()));
    let options = Signal::derive(move || {
        let named = all.get().into_iter().map(|template| (template.id.to_string(), template.name.to_string()));
        std::iter::once((String::new(), words::NO_TEMPLATE.to_owned())).chain(named).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || {
        let chosen = adding.draft.with(|draft| draft.here().and_then(|user| Some(user.template.as_ref()?.id)));
        let is_there = |id: &TemplateId| all.with(|all| all.iter().any(|template| template.id == *id));
        chosen.filter(is_there).map(|id| id.to_string()).unwrap_or_default()
    });
    let on_choose = Callback::new(move |id: String| {
        let chosen = all.with_untracked(|all| all.iter().find(|template| template.id.to_string() == id).cloned());
        adding.company.with_value(|company| {
            adding.draft.update(|draft| {
                if let Some(user) = draft.here_mut() {
                    user.begin_with(chosen, &domains_of(&company.customer), &company.snapshot);
                }
            });
        });
    });
    let has_failed = move || loaded.with(|loaded| matches!(loaded, Some(Err(_))));
    view! {
        <div class="field">
            <label for="user-template">{words::TEMPLATE}</label>
            <Choose
                id="user-template".to_owned()
                value
                options
                described_by="user-template-why".to_owned()
                on_choose
            />
            <p class="muted hint" id="user-template-why">{words::TEMPLATE_WHY}</p>
            <LeftOut adding/>
            {move || has_failed().then(|| view! { <Notice kind=NoticeKind::Warn>{words::NOT_LOADED}</Notice> })}
            <p>
                <button type="button" class="link" id="manage-templates" on:click=move |_| open.set(true)>
                    {words::MANAGE}
                </button>
            </p>
        </div>
        <Dialog open title=words::TEMPLATE>
            <Saving adding load/>
            <SavedTemplates customer=adding.customer loaded load/>
        </Dialog>
    }
}

/// Saves the values of the user in the form as a template.
#[component]
fn Saving(adding: Adding, load: Callback<()>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let form = RwSignal::new(MailboxForm::default());
    let (said, wrong) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let failed = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let save = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        said.set(None);
        failed.set(None);
        let name = match name.get_untracked().parse::<TemplateName>() {
            Ok(name) => name,
            Err(error) => return wrong.set(Some(error.to_string())),
        };
        wrong.set(None);
        let Some(id) = storage::fresh_id().and_then(|id| id.parse().ok()) else {
            return wrong.set(Some(common::NO_IDS.to_owned()));
        };
        let template = adding
            .draft
            .with_untracked(|draft| Some(draft.here()?.as_template(id, name.clone(), form.get_untracked())));
        let Some(template) = template else { return };
        busy.set(true);
        spawn_local(async move {
            let reply = save_template(adding.customer, template).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match reply {
                Ok(TemplateReply::Saved) => {
                    said.set(Some(words::saved(name.as_str())));
                    load.try_run(());
                }
                Ok(TemplateReply::NameTaken) => wrong.set(Some(words::NAME_TAKEN.to_owned())),
                Ok(TemplateReply::TooMany) => wrong.set(Some(words::too_many())),
                Err(error) => failed.set(Some(error)),
            }
        });
    });
    view! {
        <form
            class="template-form"
            aria-label=words::SAVE_AS
            on:submit=move |event| {
                event.prevent_default();
                save.run(());
            }
        >
            <h3>{words::SAVE_AS}</h3>
            <p class="muted">{words::SAVE_WHAT}</p>
            <label class="field">
                <span>{words::NAME}</span>
                <input
                    class="box"
                    autocomplete="off"
                    aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                    aria-describedby="template-name-error"
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </label>
            <p class="field-error" id="template-name-error" role="alert">
                {move || wrong.get()}
            </p>
            <label class="field">
                <span>{words::MAILBOX_FORM}</span>
                <select
                    class="box"
                    on:change=move |event| {
                        let chosen = event_target_value(&event).parse().ok();
                        let chosen = chosen.and_then(|at: usize| MailboxForm::ALL.get(at).copied());
                        form.set(chosen.unwrap_or_default());
                    }
                >
                    {MailboxForm::ALL
                        .into_iter()
                        .enumerate()
                        .map(|(at, form)| view! { <option value=at.to_string()>{words::mailbox_form(form)}</option> })
                        .collect_view()}
                </select>
            </label>
            {move || failed.get().map(|error| view! { <ErrorView error on_retry=save/> })}
            <p class="foot">
                <button type="submit" class="primary" aria-busy=move || busy.get().then_some("true")>
                    {words::SAVE}
                </button>
                <span role="status">{move || said.get()}</span>
            </p>
        </form>
    }
}

impl NewUser {
    /// Takes over the values of a template, but for licenses that can't be assigned; names stay, and the email follows them
    /// unless it was typed. Without a template all stays as it is.
    pub fn begin_with(&mut self, template: Option<UserTemplate>, domains: &[String], snapshot: &Snapshot) {
        use crate::widgets::entries::form::FormChange::{Domain, Text};
        use domain::directory::profile_field::ProfileField::{Department, Location};
        if let Some(template) = &template {
            if let Some(domain) = domains.iter().find(|domain| domain.eq_ignore_ascii_case(&template.domain)) {
                self.form.apply(Domain(domain.clone()), domains);
            }
            if let Some(country) = template.location {
                self.form.apply(Text(Location, country.to_string()), domains);
            }
            if !template.department.is_empty() {
                self.form.apply(Text(Department, template.department.clone()), domains);
            }
            let mut licenses = template.licenses.clone();
            if !licenses.is_empty() {
                self.left_out = take_out(&mut licenses, snapshot);
            }
            if !licenses.is_empty() {
                self.licenses = licenses;
            }
        } else {
            self.left_out.clear();
        }
        self.template = template;
        self.follow_names();
    }

    /// The values that another user would have in common with this one.
    pub fn as_template(&self, id: TemplateId, name: TemplateName, mailbox: MailboxForm) -> UserTemplate {
        use domain::directory::country::CountryCode;
        use domain::directory::profile_field::ProfileField::{Department, Location};
        UserTemplate {
            id,
            name,
            domain: self.form.domain.clone(),
            mailbox,
            location: CountryCode::named(&self.form.text(Location)).ok(),
            department: self.form.text(Department).trim().to_owned(),
            licenses: self.licenses.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::FormChange;
    use super::*;
    use crate::widgets::entries::draft::tests::blank;
    use domain::directory::profile_field::ProfileField;
    use domain::rules::boxes::Choice;

    const ID: &str = "6fd2c87f-b296-42f0-b197-1e91e994b900";

    #[test]
    fn a_user_begins_with_a_template_and_makes_one() {
        let domains = ["fabrikam.com".to_owned(), "fabrikam.example".to_owned()];
        let mut user = blank();
        user.apply(FormChange::Text(ProfileField::FirstName, "Jana".into()), &domains);
        user.apply(FormChange::Text(ProfileField::LastName, "Nová".into()), &domains);
        let mut template = blank().as_template(ID.parse().unwrap(), "Sales".parse().unwrap(), MailboxForm::InitialLast);
        template.domain = "Fabrikam.Example".into();
        template.department = "Sales".into();
        user.begin_with(Some(template.clone()), &domains, &Snapshot::default());
        assert_eq!(user.form.email(), "jnova@fabrikam.example");
        assert_eq!(user.form.text(ProfileField::Department), "Sales");
        user.apply(FormChange::Text(ProfileField::LastName, "Malá".into()), &domains);
        assert_eq!(user.form.email(), "jmala@fabrikam.example");
        let again = user.as_template(template.id, template.name.clone(), template.mailbox);
        assert_eq!(again, UserTemplate { domain: "fabrikam.example".into(), ..template });
        // A domain that is gone leaves the one that is chosen, a typed email stays.
        user.apply(FormChange::Mailbox("jm".into()), &domains);
        user.begin_with(None, &domains, &Snapshot::default());
        assert_eq!(user.form.email(), "jm@fabrikam.example");
    }

    #[test]
    fn a_template_leaves_what_it_does_not_have() {
        let (sku, domains) = (ID.parse().unwrap(), ["fabrikam.com".to_owned()]);
        let mut user = blank();
        user.apply(FormChange::Text(ProfileField::Department, "Sales".into()), &domains);
        user.licenses.choose(sku, Choice::Fill);
        let chosen = user.licenses.clone();
        let empty = blank().as_template(ID.parse().unwrap(), "Empty".parse().unwrap(), MailboxForm::default());
        user.begin_with(Some(empty.clone()), &domains, &Snapshot::default());
        assert_eq!((user.form.text(ProfileField::Department).as_str(), &user.licenses), ("Sales", &chosen));
        assert!(user.left_out.is_empty());
        // The customer owns nothing any more.
        let mut of_gone = UserTemplate { licenses: chosen.clone(), ..empty };
        of_gone.licenses.choose("6fd2c87f-b296-42f0-b197-1e91e994b909".parse().unwrap(), Choice::Fill);
        user.begin_with(Some(of_gone), &domains, &Snapshot::default());
        assert_eq!((&user.licenses, user.left_out.len()), (&chosen, 1));
        user.begin_with(None, &domains, &Snapshot::default());
        assert!(user.left_out.is_empty());
    }
}
