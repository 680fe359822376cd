//! What differs between SQLite and PostgreSQL: rows out of JSON, BEGIN, and how a connection is opened.

/// The engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Embedded, one file.
    Sqlite,
    /// A server.
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

    /// How a writing transaction begins. On SQLite it takes the write lock at once, so that it never fails half-way. On
    /// neither does it wait for another one for longer than a person would.
    pub(in crate::store) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN; SET LOCAL lock_timeout = '10s'",
        }
    }

    /// What every new connection is told.
    pub(in crate::store) fn after_connect(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "PRAGMA busy_timeout = 10000",
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA temp_store = MEMORY",
                "PRAGMA cache_size = -65536",
                // checkpoint.rs does it.
                "PRAGMA wal_autocheckpoint = 0",
            ],
            Self::Postgres => &[],
        }
    }

    /// What a connection is told that reads a row here and there.
    pub(in crate::store) fn small_cache(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some("PRAGMA cache_size = -2048"),
            Self::Postgres => None,
        }
    }

    /// What follows a write of many rows: PostgreSQL would else plan by the numbers of before, and read tables beside
    /// their indexes, until it gets to looking after them by itself.
    pub(in crate::store) fn after_bulk_write(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("VACUUM (ANALYZE)"),
        }
    }

    /// What the migrations cannot say in one text. PostgreSQL leaves every user's index entries alone while the new row
    /// fits where the old one was, so it is told to leave room there.
    pub(in crate::store) fn after_migrate(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = CAST('users' AS regclass) \
                 AND 'fillfactor=80' = ANY(reloptions)) THEN ALTER TABLE users SET (fillfactor = 80); END IF; END $$",
            ),
        }
    }

    /// Asks by what the database sorts, where that can differ.
    pub(in crate::store) fn collation_query(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => {
                Some("SELECT CAST(datcollate AS TEXT) FROM pg_database WHERE datname = current_database()")
            }
        }
    }

    /// The rows of a JSON array of arrays bound as `$parameter`, under the name `r`. They come in the engine's own form, so
    /// that it parses each once and not for each column.
    pub(in crate::store) fn rows(self, parameter: usize) -> String {
        match self {
            Self::Sqlite => format!("jsonb_each(${parameter}) AS r"),
            Self::Postgres => format!("jsonb_array_elements(CAST(${parameter} AS jsonb)) AS r(value)"),
        }
    }

    /// All rows of a select as one JSON array of arrays, in the select's order: reading one long text is many times
    /// quicker than as many rows.
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

    /// What several selects of `user_id` have in common. Each ends where a further condition can be put behind.
    ///
    /// In this form and order either engine walks two indexes side by side, instead of gathering one of them first.
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
