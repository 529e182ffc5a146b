//! Every format against small files of its kind: what is read, what is refused, where, and why.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail the test")]

mod alerts;
mod bad;
mod catalogue;
mod corpus;
mod counting;
mod fuzz;
mod logs;
mod objectives;
mod pages;
mod sheets;

use gemba_intake::{Collected, Context, FileError, by_name, detect};
use gemba_model::UtcTime;

/// 2026-11-22T12:00:00Z.
pub const NOW: i64 = 1_795_348_800;

/// A reader in London, at [`NOW`].
pub fn context(file: &str) -> Context {
    Context { zone: "Europe/London".into(), ..Context::new(file, UtcTime::from_second(NOW)) }
}

/// Reads a file as the format that it is detected to be.
pub fn read(file: &str, bytes: impl AsRef<[u8]>) -> Collected {
    let bytes = bytes.as_ref();
    let format = detect(file, bytes).unwrap_or_else(|none| panic!("{file}: {none}"));
    read_as(format.name(), file, bytes).unwrap()
}

/// Reads a file as this format.
pub fn read_as(format: &str, file: &str, mut bytes: &[u8]) -> Result<Collected, FileError> {
    let mut sink = Collected::default();
    by_name(format).unwrap().read(&mut bytes, &context(file), &mut sink)?;
    Ok(sink)
}

/// The facts of one kind.
#[macro_export]
macro_rules! only {
    ($found:expr, $kind:ident) => {
        $found
            .facts
            .iter()
            .filter_map(|(_, fact)| match fact {
                gemba_intake::Fact::$kind(value) => Some(value.clone()),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
}

/// Places of the refused records.
pub fn places(found: &Collected) -> Vec<&str> {
    found.rejected.iter().map(|refused| refused.place.as_str()).collect()
}

/// An instant.
pub fn at(text: &str) -> UtcTime {
    UtcTime(text.parse().unwrap())
}
