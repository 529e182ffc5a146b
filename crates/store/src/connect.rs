//! Connections: how the file is opened, and with which safety settings.

use crate::error::{Result, StoreError};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// The oldest SQLite without the WAL-reset bug.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How a file is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// To read and write a file that exists.
    Write,
    /// To make a new file.
    Create,
    /// To read while others may write.
    Read,
    /// To read a file that nobody writes to; nothing is put beside it.
    Still,
}

/// Refuses to work with an SQLite that can damage files.
pub(crate) fn check_version(number: i32) -> Result<()> {
    if number < OLDEST_SQLITE {
        let found = format!("{}.{}.{}", number / 1_000_000, number / 1_000 % 1_000, number % 1_000);
        return Err(StoreError::OldSqlite { found });
    }
    Ok(())
}

/// Opens a file with every safety setting.
pub(crate) fn open(path: &Path, mode: Mode) -> Result<Connection> {
    check_version(rusqlite::version_number())?;
    let common = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let flags = match mode {
        Mode::Write => common | OpenFlags::SQLITE_OPEN_READ_WRITE,
        Mode::Create => common | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        Mode::Read | Mode::Still => common | OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let uri = uri(path, mode == Mode::Still)?;
    let connection = Connection::open_with_flags(uri, flags)?;
    harden(&connection)?;
    Ok(connection)
}

/// A database that lives in memory and goes with the process.
pub(crate) fn memory() -> Result<Connection> {
    check_version(rusqlite::version_number())?;
    let connection = Connection::open_in_memory()?;
    harden(&connection)?;
    Ok(connection)
}

/// Settings that hold for every connection. None of them reads or writes the file.
fn harden(connection: &Connection) -> Result<()> {
    connection.busy_timeout(Duration::from_millis(5_000))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    // 2 MiB of pages; the system keeps the rest of the file at hand, and gives it up when memory runs short.
    connection.pragma_update(None, "cache_size", -2_048)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Turns the write-ahead log on; needs a connection that can write.
pub(crate) fn use_wal(connection: &Connection) -> Result<()> {
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode == "wal" || mode == "memory" {
        return Ok(());
    }
    Err(StoreError::Io {
        place: "The workspace file".to_owned(),
        reason: format!("its file system does not carry a write-ahead log (SQLite stays in the mode \"{mode}\")"),
    })
}

/// A path as SQLite's URI, each byte that means something in a URI escaped.
fn uri(path: &Path, still: bool) -> Result<String> {
    let text = path.to_str().ok_or_else(|| StoreError::invalid(path.display(), "its path is not Unicode"))?;
    if text.contains('\0') {
        return Err(StoreError::invalid(path.display(), "its path holds a NUL"));
    }
    let mut uri = String::from("file:");
    if cfg!(windows) {
        uri.push('/');
    }
    for letter in text.chars() {
        match letter {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            '\\' if cfg!(windows) => uri.push('/'),
            other => uri.push(other),
        }
    }
    if still {
        uri.push_str("?immutable=1");
    }
    Ok(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sqlite_that_can_damage_files_is_refused_and_the_bundled_one_is_not() {
        assert!(matches!(check_version(3_051_002), Err(StoreError::OldSqlite { found }) if found == "3.51.2"));
        assert!(check_version(3_051_003).is_ok());
        assert!(check_version(rusqlite::version_number()).is_ok());
    }

    #[test]
    fn connection_is_set_up_for_the_power_to_fail() {
        let folder = tempfile::tempdir().expect("a folder");
        let connection = open(&folder.path().join("a.gemba"), Mode::Create).expect("made");
        use_wal(&connection).expect("a log");
        let value = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).expect(name);
        assert_eq!(connection.pragma_query_value(None, "journal_mode", |row| row.get(0)), Ok("wal".to_owned()));
        assert_eq!((value("synchronous"), value("foreign_keys"), value("cell_size_check")), (2, 1, 1));
        assert_eq!((value("trusted_schema"), value("mmap_size"), value("busy_timeout")), (0, 0, 5_000));
        assert!(connection.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).expect("read"));
        let bare = Connection::open_in_memory().expect("made");
        let before = bare.pragma_query_value(None, "cell_size_check", |row| row.get::<_, i64>(0));
        assert_eq!(before, Ok(0), "the control: it is this crate that sets it");
    }

    #[test]
    fn a_path_with_signs_that_mean_something_in_a_uri_is_the_file_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a?immutable=1#%41.gemba");
        open(&path, Mode::Create).and_then(|c| use_wal(&c)).expect("made");
        assert!(path.exists());
    }
}
