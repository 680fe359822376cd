//! Applying a plan for accounts, to check the result.

use crate::directory::license::Source;
use crate::ids::OperationId;
use crate::rules::accounts::Accounts;
use crate::rules::outcome::{Outcome, PlannedUser};
use crate::rules::plan::Plan;
use crate::rules::remembered::Remembered;
use crate::rules::undo::Done;
use uuid::Uuid;

/// The operation that is applied.
pub const OPERATION: OperationId = OperationId::new(Uuid::from_u128(0x71));

/// The accounts after the plan of an operation, and the effects of the operation.
pub fn carried_out(mut accounts: Accounts, plan: &Plan) -> (Accounts, Vec<Done>) {
    let changed: Vec<&PlannedUser> = plan.users.iter().filter(|planned| planned.outcome.changes()).collect();
    for planned in &changed {
        change(&mut accounts, planned);
    }
    for (sku, effect) in &plan.seats {
        if let Some(seats) = accounts.snapshot.products.get_mut(sku).and_then(|held| held.seats.as_mut()) {
            seats.consumed += effect.used;
        }
    }
    let done = |planned: &&PlannedUser| Done {
        user: planned.user,
        before: planned.before.clone(),
        after: planned.after.clone(),
    };
    let done: Vec<Done> = changed.iter().map(done).collect();
    accounts.changed_since.clear();
    accounts.undone.clear();
    (accounts, done)
}

/// The accounts for undoing the operation that did this.
pub fn to_undo(mut accounts: Accounts, done: &[Done]) -> Accounts {
    accounts.order = done.iter().map(|done| done.user).collect();
    accounts.note_changed_since(OPERATION, done);
    accounts
}

fn change(accounts: &mut Accounts, planned: &PlannedUser) {
    let (before, after) = (&planned.before, &planned.after);
    let account = accounts.users.get_mut(&planned.user).unwrap();
    let user = accounts.snapshot.users.get_mut(&planned.user).unwrap();
    account.sign_in_allowed = after.sign_in_allowed.unwrap_or(account.sign_in_allowed);
    account.directory_synced = after.directory_synced.unwrap_or(account.directory_synced);
    account.deletion = after.deletion.map_or(account.deletion, |deletion| deletion.on);
    user.licenses.retain(|held| held.source != Source::Direct || !after.direct.contains_key(&held.sku_id));
    user.licenses.extend(after.licenses());
    user.licenses.sort_by_key(|license| (license.sku_id, license.source));
    match after.deleted {
        Some(true) => {
            (account.is_deleted, account.deleted_by) = (true, Some(OPERATION));
            account.remembered = Remembered::of(before, []);
            account.offboarded_by = after.offboarded_by;
            user.licenses.clear();
        }
        Some(false) => {
            (account.is_deleted, account.deleted_by, account.offboarded_by) = (false, None, None);
            account.remembered = Remembered::default();
            let (Outcome::Restored(back) | Outcome::Reinstated(back)) = &planned.outcome else { return };
            user.upn = back.upn.as_ref().map_or(user.upn.clone(), ToString::to_string);
        }
        None => {}
    }
}
