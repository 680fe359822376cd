//! The differences between SQLite and PostgreSQL: rows from JSON, BEGIN, and the setup of a connection.

/// The database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite: embedded, one file.
    Sqlite,
    /// PostgreSQL: a server.
    Postgres,
}

impl Dialect {
    /// The engine of a database URL.
    pub fn of(url: &str) -> Option<Self> {
        if url.starts_with("sqlite:") {
            Some(Self::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Some(Self::Postgres)
        } else {
            None
        }
    }

    /// The URL to connect with: a missing SQLite file is made.
    pub(in crate::store) fn connect_url(self, url: &str) -> String {
        match self {
            Self::Sqlite if !url.contains('?') => format!("{url}?mode=rwc"),
            _ => url.to_owned(),
        }
    }

    /// The statement that begins a writing transaction. On SQLite it takes the write lock at once, so that the
    /// transaction never fails half-way. On both engines, waiting for another transaction ends after a time that a
    /// person would wait.
    pub(in crate::store) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN; SET LOCAL lock_timeout = '10s'",
        }
    }

    /// Ends a select of rows to be removed, in an order. PostgreSQL locks them in that order and skips locked rows,
    /// so that removing never waits and two removals at once can't block each other. SQLite has one writer.
    pub(in crate::store) fn not_held(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// The statements for every new connection.
    pub(in crate::store) fn after_connect(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "PRAGMA busy_timeout = 10000",
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA temp_store = MEMORY",
                "PRAGMA cache_size = -65536",
                // checkpoint.rs copies the log instead.
                "PRAGMA wal_autocheckpoint = 0",
            ],
            Self::Postgres => &[],
        }
    }

    /// The statement for a connection that reads only single rows.
    pub(in crate::store) fn small_cache(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some("PRAGMA cache_size = -2048"),
            Self::Postgres => None,
        }
    }

    /// The statement after a write of many rows. Otherwise PostgreSQL would plan with the old row counts, and read
    /// whole tables instead of their indexes, until its automatic analysis.
    pub(in crate::store) fn after_bulk_write(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("VACUUM (ANALYZE)"),
        }
    }

    /// The statement after the migrations that has no common text for both engines. PostgreSQL leaves the index entries
    /// of a user unchanged while the new row fits into the same page, so the statement reserves room there.
    pub(in crate::store) fn after_migrate(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = CAST('users' AS regclass) \
                 AND 'fillfactor=80' = ANY(reloptions)) THEN ALTER TABLE users SET (fillfactor = 80); END IF; END $$",
            ),
        }
    }

    /// The query for the collation of the database, if it can differ.
    pub(in crate::store) fn collation_query(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => {
                Some("SELECT CAST(datcollate AS TEXT) FROM pg_database WHERE datname = current_database()")
            }
        }
    }

    /// The rows of a JSON array of arrays bound as `$parameter`, named `r`. They have the engine's binary form, so that
    /// each row is parsed once and not for each column.
    pub(in crate::store) fn rows(self, parameter: usize) -> String {
        match self {
            Self::Sqlite => format!("jsonb_each(${parameter}) AS r"),
            Self::Postgres => format!("jsonb_array_elements(CAST(${parameter} AS jsonb)) AS r(value)"),
        }
    }

    /// All rows of a select as one JSON array of arrays, in the order of the select. Reading one long text is many
    /// times quicker than reading as many rows.
    pub(in crate::store) fn as_json(self, columns: &[&str], select: &str) -> String {
        let columns: Vec<String> = columns.iter().map(|column| format!("s.{column}")).collect();
        let columns = columns.join(", ");
        match self {
            Self::Sqlite => format!("SELECT json_group_array(json_array({columns})) FROM ({select}) AS s"),
            Self::Postgres => format!(
                "SELECT CAST(COALESCE(json_agg(json_build_array({columns})), '[]') AS TEXT) FROM ({select}) AS s"
            ),
        }
    }

    /// The text at an index of such a row.
    pub(in crate::store) fn text(self, index: usize) -> String {
        match self {
            Self::Sqlite => format!("json_extract(r.value, '$[{index}]')"),
            Self::Postgres => format!("(r.value->>{index})"),
        }
    }

    /// The whole number at an index of such a row.
    pub(in crate::store) fn int(self, index: usize) -> String {
        match self {
            Self::Sqlite => self.text(index),
            Self::Postgres => format!("CAST(r.value->>{index} AS BIGINT)"),
        }
    }

    /// The common values of several selects of `user_id`. A further condition can be appended to each select.
    ///
    /// With this form and order, both engines walk two indexes in parallel, instead of collecting one of them first.
    pub(in crate::store) fn in_common(self, selects: &[String]) -> String {
        match (self, selects) {
            (_, [one]) => one.clone(),
            (Self::Postgres, [one, others @ ..]) => {
                let among: Vec<String> = others.iter().map(|other| format!("m.user_id IN ({other})")).collect();
                let among = among.join(" AND ");
                format!("SELECT DISTINCT m.user_id FROM ({one}) AS m WHERE {among} ORDER BY m.user_id")
            }
            (_, many) => format!("{} ORDER BY user_id", many.join(" INTERSECT ")),
        }
    }

    /// A sub-select of the texts of a JSON array bound as `$parameter`.
    pub(in crate::store) fn texts(self, parameter: usize) -> String {
        match self {
            Self::Sqlite => format!("SELECT r.value FROM json_each(${parameter}) AS r"),
            Self::Postgres => {
                format!("SELECT r.value FROM json_array_elements_text(CAST(${parameter} AS json)) AS r(value)")
            }
        }
    }
}
