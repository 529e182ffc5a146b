//! One route for every use case.

use crate::Hub;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use gemba_app::Door;
use gemba_app::model::api::{ApiError, ErrorCode};
use std::any::Any;

/// The HTTP status of an error: a function of its code and of nothing else.
pub fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::Validation => StatusCode::BAD_REQUEST,
        ErrorCode::Unauthorised => StatusCode::UNAUTHORIZED,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::Conflict | ErrorCode::UpdateRequired => StatusCode::CONFLICT,
        ErrorCode::Precondition => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::ReadOnly => StatusCode::LOCKED,
        ErrorCode::Declined => StatusCode::NOT_IMPLEMENTED,
        ErrorCode::Io | ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// `POST /api/v1/rpc/{name}`: the body is the arguments, the answer the reply or `{code, message, help}`.
pub(crate) async fn call(State(hub): State<Hub>, Path(name): Path<String>, body: Bytes) -> Response {
    let args = if body.is_empty() { Ok(serde_json::Value::Null) } else { serde_json::from_slice(&body) };
    drop(body);
    let args = match args {
        Ok(args) => args,
        Err(error) => {
            let message = format!("The arguments are not JSON: {error}.");
            return refusal(&ApiError::new(ErrorCode::Validation, message, ""));
        }
    };
    // The core blocks: it reads a file and computes.
    let done = tokio::task::spawn_blocking(move || {
        let caller = hub.app.caller(Door::Http);
        // Written here too: a reply may be megabytes.
        hub.app.call(&caller, &name, args).map(|reply| reply.to_string())
    })
    .await;
    match done {
        Ok(Ok(reply)) => ([(header::CONTENT_TYPE, "application/json")], reply).into_response(),
        Ok(Err(error)) => refusal(&error),
        Err(error) => {
            tracing::error!(%error, "a use case did not come back");
            refusal(&defect())
        }
    }
}

/// An error as it crosses.
pub(crate) fn refusal(error: &ApiError) -> Response {
    (status(error.code), Json(error)).into_response()
}

/// What a person is told when a handler panicked; the log has the rest.
pub(crate) fn after_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = said.unwrap_or("unknown"), "a request panicked");
    refusal(&defect())
}

fn defect() -> ApiError {
    ApiError::new(
        ErrorCode::Internal,
        "This failed inside Gemba.",
        "It is a defect; the log says more. Please report it.",
    )
}
