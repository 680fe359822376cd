//! Triggers by engine: the activity log and the outcomes of operations can be added to, and personal values can be erased
//! from them, but nothing else can be changed or removed.

use super::dialect::Dialect;

const REFUSAL: &str = "the activity log is append-only";

/// A table that is only added to.
struct Guarded {
    name: &'static str,
    /// What an update leaves as it is.
    fixed: &'static [&'static str],
    /// How its personal values are once they are erased.
    erased: &'static str,
    /// The name of the trigger that says so. Where more has become personal it is another one; the first may stand
    /// beside it.
    update_trigger: &'static str,
}

const TABLES: [Guarded; 2] = [
    Guarded {
        name: "activity",
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
        update_trigger: "only_erased_with_reason",
    },
    Guarded {
        name: "operation_user",
        fixed: &["operation_id", "position", "customer_id", "user_id", "outcome", "code", "before", "after", "chunk"],
        erased: "NEW.name = '' AND NEW.upn = '' AND NEW.message = ''",
        update_trigger: "only_erased",
    },
];

impl Guarded {
    /// Whether an update is an erasure.
    fn erases(&self) -> String {
        let fixed = self.fixed.iter().map(|column| format!("NEW.{column} IS NOT DISTINCT FROM OLD.{column}"));
        let fixed = fixed.collect::<Vec<_>>().join(" AND ");
        let Self { erased, .. } = self;
        format!(
            "{fixed} AND {erased} AND OLD.salt IS NOT NULL AND NEW.salt IS NULL \
             AND OLD.personal_digest IS NULL AND NEW.personal_digest IS NOT NULL"
        )
    }

    fn sqlite(&self) -> [String; 2] {
        let Self { name, update_trigger, .. } = self;
        let (refuse, erases) = (format!("BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"), self.erases());
        [
            format!("CREATE TRIGGER IF NOT EXISTS {name}_never_deleted BEFORE DELETE ON {name} {refuse}"),
            format!(
                "CREATE TRIGGER IF NOT EXISTS {name}_{update_trigger} BEFORE UPDATE ON {name} WHEN NOT ({erases}) {refuse}"
            ),
        ]
    }

    /// One statement under a lock of its own: of two servers that start at once the second finds the triggers there.
    fn postgres(&self) -> String {
        let Self { name, update_trigger, .. } = self;
        let refuse = "EXECUTE FUNCTION refuse_change_of_activity()";
        let triggers = [
            ("never_deleted", format!("BEFORE DELETE ON {name} FOR EACH ROW {refuse}")),
            ("never_emptied", format!("BEFORE TRUNCATE ON {name} FOR EACH STATEMENT {refuse}")),
            (*update_trigger, format!("BEFORE UPDATE ON {name} FOR EACH ROW WHEN (NOT ({})) {refuse}", self.erases())),
        ];
        let set = triggers.map(|(trigger, what)| {
            format!("DROP TRIGGER IF EXISTS {name}_{trigger} ON {name}; CREATE TRIGGER {name}_{trigger} {what}; ")
        });
        format!(
            "DO $$ BEGIN PERFORM pg_advisory_xact_lock(7236901); \
             IF 3 <> (SELECT COUNT(*) FROM pg_trigger WHERE tgrelid = CAST('{name}' AS regclass) \
             AND tgname IN ('{name}_never_deleted', '{name}_never_emptied', '{name}_{update_trigger}')) \
             THEN CREATE OR REPLACE FUNCTION refuse_change_of_activity() RETURNS trigger LANGUAGE plpgsql AS \
             $f$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $f$; {}END IF; END $$",
            set.concat()
        )
    }
}

impl Dialect {
    /// The statements that set the triggers.
    pub(super) fn append_only(self) -> Vec<String> {
        match self {
            Self::Sqlite => TABLES.iter().flat_map(Guarded::sqlite).collect(),
            Self::Postgres => TABLES.iter().map(Guarded::postgres).collect(),
        }
    }
}
