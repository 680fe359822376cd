//! Append-only tables, and the triggers of each engine that keep them so.

/// An append-only table.
pub(in crate::store) struct Guarded {
    pub(in crate::store) name: &'static str,
    /// The error message of the triggers.
    refusal: &'static str,
    /// The name of the function that PostgreSQL's triggers run.
    pub(in crate::store) function: &'static str,
    /// The condition under which a row may be removed. `None` means never.
    removable: Option<&'static str>,
    /// The name of the trigger that refuses to remove rows.
    on_delete: &'static str,
    /// A trigger of an earlier version that would refuse changes allowed now. It is dropped.
    outdated: Option<&'static str>,
    /// The allowed update. `None` means that no update is allowed.
    erasure: Option<Erasure>,
    /// The condition under which a new row would replace the row `k`.
    same: &'static str,
}

/// The only update of an append-only table: personal values are erased.
struct Erasure {
    /// The columns that it does not change.
    fixed: &'static [&'static str],
    /// The condition that the personal values meet afterwards.
    erased: &'static str,
    /// The name of the trigger that checks it. The trigger got a new name when the table got more columns. The old
    /// trigger may exist beside it.
    trigger: &'static str,
    /// The name of the old trigger.
    old_trigger: &'static str,
}

const ACTIVITY_REFUSAL: &str = "the activity log is append-only";
const ACTIVITY_FUNCTION: &str = "refuse_change_of_activity";
/// The rows of a customer go with it.
const OF_DELETED: &str = "EXISTS (SELECT 1 FROM customer AS c WHERE c.id = OLD.customer_id AND c.deleted IS NOT NULL)";

pub(in crate::store) const TABLES: [Guarded; 3] = [
    Guarded {
        name: "activity",
        refusal: ACTIVITY_REFUSAL,
        function: ACTIVITY_FUNCTION,
        removable: Some(OF_DELETED),
        on_delete: "deleted_with_customer",
        outdated: Some("activity_never_deleted"),
        erasure: Some(Erasure {
            fixed: &[
                "id",
                "customer_id",
                "sequence",
                "at",
                "action",
                "actor_id",
                "subject_id",
                "details",
                "request_id",
                "sealed_later",
                "about",
                "previous_hash",
                "hash",
            ],
            erased: "NEW.actor_name IS NULL AND NEW.address IS NULL AND NEW.reason IS NULL",
            trigger: "only_erased_with_reason",
            old_trigger: "only_erased",
        }),
        same: "k.id = NEW.id OR (k.customer_id = NEW.customer_id AND k.sequence = NEW.sequence)",
    },
    Guarded {
        name: "operation_user",
        refusal: ACTIVITY_REFUSAL,
        function: ACTIVITY_FUNCTION,
        removable: Some(OF_DELETED),
        on_delete: "deleted_with_customer",
        outdated: Some("operation_user_never_deleted"),
        erasure: Some(Erasure {
            fixed: &[
                "operation_id",
                "position",
                "customer_id",
                "user_id",
                "outcome",
                "code",
                "before",
                "after",
                "chunk",
            ],
            erased: "NEW.name = '' AND NEW.upn = '' AND NEW.message = ''",
            trigger: "only_erased_with_chunk",
            old_trigger: "only_erased",
        }),
        same: "k.operation_id = NEW.operation_id AND k.position = NEW.position \
            OR (k.operation_id = NEW.operation_id AND k.user_id = NEW.user_id)",
    },
    Guarded {
        name: "security_event",
        refusal: "security events are append-only",
        function: "refuse_change_of_security_event",
        removable: Some(
            "(EXISTS (SELECT 1 FROM security_event_purge AS p WHERE p.until >= OLD.at) \
             OR (OLD.partner_user_id IS NULL \
             AND EXISTS (SELECT 1 FROM stranger_event_purge AS p WHERE p.until >= OLD.at)))",
        ),
        on_delete: "deleted_in_time",
        outdated: Some("security_event_never_deleted"),
        erasure: None,
        same: "k.id = NEW.id",
    },
];

impl Erasure {
    /// The condition under which an update is an erasure.
    fn condition(&self) -> String {
        let fixed = self.fixed.iter().map(|column| format!("NEW.{column} IS NOT DISTINCT FROM OLD.{column}"));
        let fixed = fixed.collect::<Vec<_>>().join(" AND ");
        let Self { erased, .. } = self;
        format!(
            "{fixed} AND {erased} AND OLD.salt IS NOT NULL AND NEW.salt IS NULL \
             AND OLD.personal_digest IS NULL AND NEW.personal_digest IS NOT NULL"
        )
    }
}

impl Guarded {
    /// The name of the trigger for updates, and the condition under which it refuses one. `None` means always.
    fn on_update(&self) -> (String, Option<String>) {
        let Self { name, erasure, .. } = self;
        match erasure {
            Some(erasure) => (format!("{name}_{}", erasure.trigger), Some(format!("NOT ({})", erasure.condition()))),
            None => (format!("{name}_never_changed"), None),
        }
    }

    /// The trigger that an earlier version set. It may exist beside ours.
    pub(in crate::store) fn old_trigger(&self) -> Option<String> {
        self.erasure.as_ref().map(|erasure| format!("{}_{}", self.name, erasure.old_trigger))
    }

    /// The statement that drops the outdated trigger on SQLite.
    pub(in crate::store) fn drop_outdated(&self) -> Option<String> {
        self.outdated.map(|trigger| format!("DROP TRIGGER IF EXISTS {trigger}"))
    }

    /// The names and texts of the triggers on SQLite. `INSERT OR REPLACE` removes a row there without running the
    /// trigger for removals. So a trigger for insertions refuses it.
    pub(in crate::store) fn sqlite(&self) -> [(String, String); 3] {
        let Self { name, refusal, removable, on_delete, same, .. } = self;
        let refuse = format!("BEGIN SELECT RAISE(ABORT, '{refusal}'); END");
        let when = |condition: Option<String>| condition.map(|is| format!("WHEN {is} ")).unwrap_or_default();
        let same = format!("SELECT 1 FROM {name} AS k WHERE {same} OR k.rowid = NEW.rowid");
        let kept = when(removable.map(|removable| format!("NOT {removable}")));
        let (update, changed) = self.on_update();
        let changed = when(changed);
        [
            (format!("{name}_{on_delete}"), format!("BEFORE DELETE ON {name} {kept}{refuse}")),
            (format!("{name}_never_replaced"), format!("BEFORE INSERT ON {name} WHEN EXISTS ({same}) {refuse}")),
            (update, format!("BEFORE UPDATE ON {name} {changed}{refuse}")),
        ]
    }

    /// The names and texts of the triggers on PostgreSQL, for this table or one of the same form. The function decides
    /// whether a row may be removed, because the condition of a trigger can't read other tables.
    pub(in crate::store) fn postgres(&self, table: &str) -> [(String, String); 3] {
        let Self { name, function, on_delete, .. } = self;
        let refuse = format!("EXECUTE FUNCTION {function}()");
        let (update, changed) = self.on_update();
        let changed = changed.map(|is| format!("WHEN ({is}) ")).unwrap_or_default();
        [
            (format!("{name}_{on_delete}"), format!("BEFORE DELETE ON {table} FOR EACH ROW {refuse}")),
            (format!("{name}_never_emptied"), format!("BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}")),
            (update, format!("BEFORE UPDATE ON {table} FOR EACH ROW {changed}{refuse}")),
        ]
    }

    /// The body of the function that PostgreSQL's triggers run.
    pub(in crate::store) fn function_body(&self) -> String {
        let Self { refusal, removable, .. } = self;
        let removed = removable
            .map(|removable| format!("IF TG_OP = 'DELETE' THEN IF {removable} THEN RETURN OLD; END IF; END IF; "));
        format!(" BEGIN {}RAISE EXCEPTION '{refusal}'; END ", removed.unwrap_or_default())
    }

    /// Sets the triggers on PostgreSQL, as one statement under a lock of its own. If two servers start at the same
    /// time, the second one finds the triggers in place.
    pub(in crate::store) fn set_on_postgres(&self) -> String {
        let Self { name, function, .. } = self;
        let triggers = self.postgres(name);
        let names = triggers.iter().map(|(trigger, _)| format!("'{trigger}'")).collect::<Vec<_>>().join(", ");
        let set = triggers.map(|(trigger, what)| {
            format!("DROP TRIGGER IF EXISTS {trigger} ON {name}; CREATE TRIGGER {trigger} {what}; ")
        });
        let drop = self.outdated.map(|trigger| format!("DROP TRIGGER IF EXISTS {trigger} ON {name}; "));
        let drop = drop.unwrap_or_default();
        format!(
            "DO $$ BEGIN PERFORM pg_advisory_xact_lock(7236901); \
             IF 3 <> (SELECT COUNT(*) FROM pg_trigger WHERE tgrelid = CAST('{name}' AS regclass) \
             AND tgname IN ({names})) \
             THEN CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS \
             $f${}$f$; {drop}{}END IF; END $$",
            self.function_body(),
            set.concat()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SQLite keeps the text with which a trigger was set, and `check` compares it. So a changed text needs a new name.
    #[test]
    fn triggers_of_databases_that_are_there_are_still_ours() {
        let texts: Vec<String> = TABLES.iter().flat_map(Guarded::sqlite).map(|(_, what)| what).collect();
        let refuse = "BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END";
        let removable = "EXISTS (SELECT 1 FROM customer AS c WHERE c.id = OLD.customer_id AND c.deleted IS NOT NULL)";
        assert_eq!(texts[0], format!("BEFORE DELETE ON activity WHEN NOT {removable} {refuse}"));
        let same =
            "k.id = NEW.id OR (k.customer_id = NEW.customer_id AND k.sequence = NEW.sequence) OR k.rowid = NEW.rowid";
        assert_eq!(
            texts[1],
            format!("BEFORE INSERT ON activity WHEN EXISTS (SELECT 1 FROM activity AS k WHERE {same}) {refuse}")
        );
        assert!(texts[2].starts_with("BEFORE UPDATE ON activity WHEN NOT (NEW.id IS NOT DISTINCT FROM OLD.id AND "));
        assert!(texts[2].ends_with(&format!(" AND NEW.personal_digest IS NOT NULL) {refuse}")), "{}", texts[2]);
        let same = "k.operation_id = NEW.operation_id AND k.position = NEW.position \
                    OR (k.operation_id = NEW.operation_id AND k.user_id = NEW.user_id) OR k.rowid = NEW.rowid";
        let replaced = format!(
            "BEFORE INSERT ON operation_user WHEN EXISTS (SELECT 1 FROM operation_user AS k WHERE {same}) {refuse}"
        );
        assert_eq!(texts[4], replaced);
    }
}
