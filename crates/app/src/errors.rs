//! Errors of the rooms below become the contract's few codes. The chain is logged; the person gets a sentence and a
//! remedy.

use gemba_model::api::{ApiError, ErrorCode};
use gemba_store::StoreError;

/// What a person is told about an error of the store.
pub(crate) fn store_error(error: &StoreError) -> ApiError {
    let code = match error {
        StoreError::Newer { .. } | StoreError::UpdateRequired { .. } => ErrorCode::UpdateRequired,
        StoreError::NotFound(_) => ErrorCode::NotFound,
        StoreError::Exists(_) | StoreError::Busy { .. } | StoreError::Conflict { .. } => ErrorCode::Conflict,
        StoreError::Refused { .. } => ErrorCode::Precondition,
        StoreError::Invalid { .. } => ErrorCode::Validation,
        StoreError::ReadOnly { .. } | StoreError::Full { .. } => ErrorCode::ReadOnly,
        StoreError::NotAWorkspace { .. }
        | StoreError::Io { .. }
        | StoreError::Corrupt { .. }
        | StoreError::OldSqlite { .. }
        | StoreError::Sql(_) => ErrorCode::Io,
    };
    if code == ErrorCode::Io {
        tracing::error!(%error, "the workspace file");
    }
    ApiError::new(code, error.to_string(), error.help())
}

/// What a person is told about a defect: an engine function refused what the contract let through.
pub(crate) fn engine_error(error: &gemba_engine::EngineError) -> ApiError {
    ApiError::new(ErrorCode::Validation, error.to_string(), "")
}
