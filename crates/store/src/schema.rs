//! The schema's versions and the way from one to the next.
//!
//! The version stands in `user_version`, the kind of file in `application_id`, and the checksum of every script that ran
//! in the table `migration`. A file is copied before it is changed, and the change is one transaction.

use crate::error::{Result, StoreError};
use crate::hash::Hash;
use crate::lock::beside;
use rusqlite::{Connection, TransactionBehavior};
use std::path::{Path, PathBuf};

/// `Gmba` in ASCII: what tells a workspace from any other SQLite file.
pub(crate) const APPLICATION_ID: i64 = 0x476d_6261;

/// One step of the schema. A script that was released never changes; a new one is added behind it.
pub(crate) struct Script {
    /// The version that it leads to.
    pub version: i64,
    /// Its statements.
    pub sql: &'static str,
}

/// All steps, from an empty file on.
pub(crate) const SCRIPTS: &[Script] = &[
    Script {
        version: 1,
        sql: concat!(
            "CREATE TABLE migration (version INTEGER PRIMARY KEY, sha256 TEXT NOT NULL) STRICT;",
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;",
            include_str!("table/log.sql"),
            include_str!("table/record.sql"),
            include_str!("table/alert.sql"),
            include_str!("table/telemetry.sql"),
            include_str!("table/source.sql"),
        ),
    },
    Script { version: 2, sql: include_str!("table/alert_2.sql") },
];

/// The newest version that a list of scripts leads to.
pub(crate) fn newest(scripts: &[Script]) -> i64 {
    scripts.last().map_or(0, |script| script.version)
}

/// What a file says about itself: `(application_id, user_version)`.
pub(crate) fn identity(connection: &Connection) -> Result<(i64, i64)> {
    let application = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok((application, version))
}

/// Refuses files of other programs and of newer versions, and returns the version.
pub(crate) fn check_identity(connection: &Connection, path: &Path, scripts: &[Script]) -> Result<i64> {
    let (application, found) = identity(connection)?;
    if application != APPLICATION_ID {
        let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let reason = if pages == 0 { "it is empty" } else { "it is an SQLite file of another program" }.to_owned();
        return Err(StoreError::NotAWorkspace { path: path.to_owned(), reason });
    }
    let known = newest(scripts);
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    if found < 1 {
        return Err(StoreError::corrupt(path.display(), "it has no schema version"));
    }
    Ok(found)
}

/// Writes the newest schema into an empty database.
pub(crate) fn create(connection: &mut Connection, scripts: &[Script]) -> Result<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    run(&tx, scripts, 0)?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(tx.commit()?)
}

/// Brings a file to the newest version and returns the copy that was kept, where there was something to do.
///
/// The copy is made by the backup interface, which sees what the write-ahead log holds too.
pub(crate) fn migrate(connection: &mut Connection, path: Option<&Path>, scripts: &[Script]) -> Result<Option<PathBuf>> {
    let (_, version) = identity(connection)?;
    check_scripts(connection, scripts, version)?;
    if version >= newest(scripts) {
        return Ok(None);
    }
    let copy = match path {
        Some(path) => Some(keep_copy(connection, path, version)?),
        None => None,
    };
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    run(&tx, scripts, version)?;
    tx.commit()?;
    Ok(copy)
}

fn run(connection: &Connection, scripts: &[Script], from: i64) -> Result<()> {
    for script in scripts.iter().filter(|script| script.version > from) {
        connection.execute_batch(script.sql)?;
        connection.execute(
            "INSERT INTO migration (version, sha256) VALUES (?1, ?2)",
            (script.version, Hash::of(script.sql.as_bytes()).to_string()),
        )?;
        connection.pragma_update(None, "user_version", script.version)?;
    }
    Ok(())
}

/// Whether the scripts that made this file are the ones that this program knows.
fn check_scripts(connection: &Connection, scripts: &[Script], version: i64) -> Result<()> {
    for script in scripts.iter().filter(|script| script.version <= version) {
        let found: String = connection
            .query_row("SELECT sha256 FROM migration WHERE version = ?1", [script.version], |row| row.get(0))
            .map_err(|error| match error {
                rusqlite::Error::QueryReturnedNoRows => {
                    StoreError::corrupt("The table \"migration\"", format!("version {} is missing", script.version))
                }
                other => other.into(),
            })?;
        if found != Hash::of(script.sql.as_bytes()).to_string() {
            let reason = format!("version {} was made by another script than the one of this program", script.version);
            return Err(StoreError::corrupt("The table \"migration\"", reason));
        }
    }
    Ok(())
}

fn keep_copy(connection: &Connection, path: &Path, version: i64) -> Result<PathBuf> {
    let copy = beside(path, &format!(".version-{version}"));
    crate::backup::write_copy(connection, &copy, true)?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::{self, Mode};

    const ONE: Script = Script {
        version: 1,
        sql: "CREATE TABLE migration (version INTEGER PRIMARY KEY, sha256 TEXT NOT NULL) STRICT; CREATE TABLE a (x);
        CREATE TABLE log (seq INTEGER PRIMARY KEY, id TEXT, hash BLOB, entry TEXT);",
    };
    const TWO: Script = Script { version: 2, sql: "ALTER TABLE a ADD COLUMN y; UPDATE a SET y = x * 2;" };
    const BROKEN: Script = Script { version: 2, sql: "ALTER TABLE a ADD COLUMN y; UPDATE nowhere SET y = 1;" };

    fn first_version(path: &Path) -> Connection {
        let mut connection = connect::open(path, Mode::Create).expect("made");
        connect::use_wal(&connection).expect("a log");
        create(&mut connection, &[ONE]).expect("made");
        connection.execute("INSERT INTO a VALUES (21)", []).expect("filled");
        connection
    }

    #[test]
    fn an_older_file_is_copied_then_brought_to_the_newest_version() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.gemba");
        let mut connection = first_version(&path);
        let copy = migrate(&mut connection, Some(&path), &[ONE, TWO]).expect("migrated").expect("a copy");
        assert_eq!(check_identity(&connection, &path, &[ONE, TWO]).expect("known"), 2);
        assert_eq!(connection.query_row("SELECT y FROM a", [], |row| row.get::<_, i64>(0)).expect("a row"), 42);
        assert!(matches!(
            check_identity(&connection, &path, &[ONE]),
            Err(StoreError::Newer { found: 2, known: 1, .. })
        ));
        assert_eq!(migrate(&mut connection, Some(&path), &[ONE, TWO]).expect("nothing to do"), None);
        let kept = connect::open(&copy, Mode::Still).expect("the copy");
        assert_eq!(check_identity(&kept, &copy, &[ONE]).expect("known"), 1);
        assert_eq!(kept.query_row("SELECT x FROM a", [], |row| row.get::<_, i64>(0)).expect("a row"), 21);
    }

    #[test]
    fn a_script_that_fails_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.gemba");
        let mut connection = first_version(&path);
        assert!(migrate(&mut connection, Some(&path), &[ONE, BROKEN]).is_err());
        assert_eq!(check_identity(&connection, &path, &[ONE, BROKEN]).expect("known"), 1);
        assert!(connection.query_row("SELECT y FROM a", [], |row| row.get::<_, i64>(0)).is_err());
        assert!(migrate(&mut connection, Some(&path), &[ONE, TWO]).is_ok());
    }

    #[test]
    fn a_script_that_was_edited_after_its_release_is_found() {
        let mut connection = connect::memory().expect("made");
        create(&mut connection, &[ONE]).expect("made");
        let edited = Script { version: 1, sql: "CREATE TABLE a (x)" };
        let error = migrate(&mut connection, None, &[edited]).expect_err("refused");
        assert!(error.to_string().contains("another script"), "{error}");
    }
}
