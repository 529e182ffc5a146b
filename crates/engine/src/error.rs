//! Why something cannot be computed.

/// Why something cannot be computed. The text is one sentence for a person, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineError {
    /// A target outside (0, 1), a slice of no length, or another objective that defines no budget.
    Objective(String),
    /// A budget window without length, or a calendar period that the calendar does not reach.
    Window(String),
    /// A time zone that the database does not know.
    Zone(String),
    /// A civil date or time that cannot be read.
    Civil(String),
    /// A rotation rule that cannot be expanded.
    Rotation(String),
    /// A forecast that has no answer.
    Forecast(String),
    /// A stated range that is out of order or out of bounds.
    Range(String),
}

impl std::fmt::Display for EngineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (EngineError::Objective(text)
        | EngineError::Window(text)
        | EngineError::Zone(text)
        | EngineError::Civil(text)
        | EngineError::Rotation(text)
        | EngineError::Forecast(text)
        | EngineError::Range(text)) = self;
        f.write_str(text)
    }
}

impl std::error::Error for EngineError {}
