//! The digest: the fingerprint of all outcomes.

use super::fixtures::*;
use crate::rules::data::Level;
use crate::rules::shortage_policy::ShortagePolicy::{EverybodyOrNobody, InOrder};

#[test]
fn a_digest_is_32_hexadecimal_digits() {
    let digest = plan_all(&customer_with(&[]), &assign(&[E3]), InOrder).digest.0;
    assert!(digest.len() == 32 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{digest}");
}

#[test]
fn other_peoples_seats_and_the_policy_do_not_enter_it() {
    let snapshot = customer_with(&[]);
    let seen = plan_all(&snapshot, &assign(&[E3]), EverybodyOrNobody).digest;
    let mut moved = snapshot.clone();
    set_available(&mut moved, E3, 7);
    set_available(&mut moved, VISIO, -2);
    assert_eq!(plan_all(&moved, &assign(&[E3]), InOrder).digest, seen);
}

#[test]
fn whatever_becomes_of_a_user_otherwise_shows() {
    let snapshot = customer_with(&[direct(EXCHANGE_1, &[]), direct(VISIO, &[])]);
    let asked = assign(&[E3]);
    let seen = |snapshot| plan_all(&snapshot, &asked, InOrder).digest;
    let failed = seen(snapshot.clone());
    let mut warned = snapshot.clone();
    warned.rules.exclusive[0].level = Level::Warn;
    let mut allowed = snapshot.clone();
    allowed.rules.exclusive.clear();
    let mut short = allowed.clone();
    set_available(&mut short, E3, 0);
    let mut gone = snapshot.clone();
    gone.users.clear();
    add_user(&mut gone, BO, &[direct(EXCHANGE_1, &[])]);
    let digests = [failed, seen(warned), seen(allowed), seen(short), seen(gone)];
    for (at, one) in digests.iter().enumerate() {
        assert!(digests[at + 1..].iter().all(|other| other != one), "{at}");
    }
}

#[test]
fn what_was_there_before_enters_it_where_it_is_touched() {
    let digest = |disabled: &[_], other: &[_]| {
        plan_all(&customer_with(&[direct(E3, disabled), direct(VISIO, other)]), &revoke(&[E3]), InOrder).digest
    };
    assert_ne!(digest(&[], &[]), digest(&[APPS], &[]));
    assert_eq!(digest(&[], &[]), digest(&[], &[DRAWINGS]), "an untouched license does not");
}
