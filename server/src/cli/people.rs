//! `tenantry create-admin` and `tenantry setup-link`.

use super::{CliError, say};
use crate::password::{self, PasswordError};
use crate::security::event;
use crate::store::people::sessions::token_hash;
use crate::store::{NAME_MAX, NewPartnerUser, PersonAdded, PersonError, SIGN_IN_NAME_MAX, SqlStore};
use crate::time::now;
use clap::Args;
use domain::access::role::PartnerRole;
use domain::console::activity::Caller;
use domain::console::security::{RolesChanged, SecurityEventKind};
use domain::directory::password::GOOD_FOR_MS;
use domain::ids::{PartnerId, PartnerUserId};
use domain::store::SecurityStore;
use std::io::Read;
use uuid::Uuid;

/// How long a set-up link is valid, in hours.
const LINK_HOURS: i64 = 24;

#[derive(Debug, Args)]
pub(super) struct AdminArgs {
    /// Display name
    #[arg(long)]
    name: String,
    /// Name to sign in with; an account that is there gets the new password
    #[arg(long)]
    sign_in_name: String,
    /// Read the password from standard input instead of generating one
    #[arg(long)]
    password_stdin: bool,
    /// Name of the organization, if there is none yet
    #[arg(long, default_value = "My organization")]
    partner: String,
}

pub(super) async fn create_admin(store: &SqlStore, args: &AdminArgs) -> Result<(), CliError> {
    let password = if args.password_stdin {
        let mut typed = String::new();
        std::io::stdin().read_to_string(&mut typed).map_err(|error| CliError::Refused(error.to_string()))?;
        typed.trim_end_matches(['\r', '\n']).to_owned()
    } else {
        password::generate()
    };
    let partner = match store.partner().await? {
        Some(partner) => partner,
        None => add_partner(store, &args.partner).await?,
    };
    // Nobody chose this drawn password, and it is on a screen.
    let until = (!args.password_stdin).then(|| now() + GOOD_FOR_MS);
    match add_admin(store, partner, &args.name, &args.sign_in_name, (&password, until)).await? {
        PersonAdded::New => say("There is a new account."),
        PersonAdded::Changed(person) => {
            say("The account with this sign-in name has a new password now.");
            // The way back in for somebody who has lost the second factor too.
            let removed = event(SecurityEventKind::SecondFactorRemoved, now(), Caller::default());
            if store.remove_second_factor(person, &removed.by(partner, person)).await? {
                say("Its second factor was removed.");
            }
        }
    }
    say(format_args!("Sign-in name: {}", args.sign_in_name.trim()));
    if !args.password_stdin {
        say(format_args!("Password: {password}"));
        say("It works for 72 hours, and another must be chosen at the first sign-in.");
    }
    Ok(())
}

pub(super) async fn setup_link(store: &SqlStore) -> Result<(), CliError> {
    if store.count_partner_users().await? > 0 {
        return Err(CliError::Refused(
            "There are people already. Let one in again, by the sign-in name, with: tenantry create-admin".into(),
        ));
    }
    let token = password::token();
    store.add_setup_link(&token_hash(&token), now() + LINK_HOURS * 60 * 60 * 1000).await?;
    store.note_security(&event(SecurityEventKind::SetUpLinkCreated, now(), Caller::default())).await;
    say(format_args!("Set up the first admin within {LINK_HOURS} hours, at this path of the console:"));
    say(format_args!("/setup/{token}"));
    Ok(())
}

pub(super) async fn add_partner(store: &SqlStore, name: &str) -> Result<PartnerId, CliError> {
    let partner = PartnerId::new(Uuid::new_v4());
    store.add_partner(partner, name).await?;
    Ok(partner)
}

/// Adds the first admin, or lets in somebody who is there with a new name and password, which is a temporary one if it ends.
pub(super) async fn add_admin(
    store: &SqlStore,
    partner: PartnerId,
    name: &str,
    sign_in_name: &str,
    (password, until): (&str, Option<i64>),
) -> Result<PersonAdded, CliError> {
    let (name, sign_in_name) = (name.trim(), sign_in_name.trim());
    for (text, most, what) in [(name, NAME_MAX, "--name"), (sign_in_name, SIGN_IN_NAME_MAX, "--sign-in-name")] {
        if text.is_empty() || text.chars().count() > most || text.contains('\0') {
            return Err(CliError::Refused(format!("{what} has between 1 and {most} characters.")));
        }
    }
    let refused = |error: PasswordError| CliError::Refused(error.to_string());
    let organizations = store.organization_names(None).await?;
    password::check(password, &[name, sign_in_name], &organizations).map_err(refused)?;
    let user = NewPartnerUser {
        id: PartnerUserId::new(Uuid::new_v4()),
        name: name.to_owned(),
        sign_in_name: sign_in_name.to_owned(),
        password_hash: password::hash(password).map_err(refused)?,
        roles: PartnerRole::FIRST.into(),
        custom: None,
        created: now(),
    };
    let added = store.let_in(partner, &user, until).await.map_err(|error| match error {
        PersonError::Taken | PersonError::NotFirst => CliError::Refused(error.to_string()),
        PersonError::Store(error) => CliError::Store(error),
    })?;
    let (kind, person) = match added {
        PersonAdded::New => (SecurityEventKind::AccountCreated, user.id),
        PersonAdded::Changed(person) => (SecurityEventKind::PasswordChanged, person),
    };
    let event = event(kind, now(), Caller::default()).with_roles(RolesChanged::given(&user.roles));
    store.note_security(&event.by(partner, person)).await;
    Ok(added)
}
