//! One line of a log, as far as indicators need it.

/// One line of a log, as far as indicators need it. Borrowed from the reader's buffer: nothing is copied per line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogLine<'a> {
    /// Whole minutes since 1970-01-01T00:00Z, rounded towards the past.
    pub minute: i64,
    /// `service.name`; never empty.
    pub service: &'a str,
    /// Route or path without query; empty when the line names none.
    pub route: &'a str,
    /// HTTP method; empty when the line names none.
    pub method: &'a str,
    /// HTTP status, 100 to 599.
    pub status: Option<u16>,
    /// OpenTelemetry severity number, 1 to 24; `None` when absent or unspecified.
    pub severity: Option<u8>,
    /// How long it took, in milliseconds; finite and not negative.
    pub duration_ms: Option<f64>,
    /// How many such events the line stands for, 1 or more (`sample.rate`).
    pub weight: u64,
}
