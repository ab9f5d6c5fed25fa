//! Errors as RFC 9457 problem documents: a code to test for, a sentence to read, the place in the framework where a rule is stated.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use coordination::crossing::Refused;
use journal::{ExecuteError, StorageError};
use serde::Serialize;
use utoipa::ToSchema;

/// Where a framework states a rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlaceOf {
    /// Path below the framework's directory.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
}

impl From<&framework::Place> for PlaceOf {
    fn from(p: &framework::Place) -> Self {
        Self { file: p.file.clone(), line: p.line, column: p.column }
    }
}

/// A problem document (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// What an integrator tests for, and what the console translates.
    pub code: String,
    /// The kind of problem.
    pub title: String,
    /// This problem.
    pub detail: String,
    /// Where the framework states the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Box<PlaceOf>>,
    /// The data of the sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub fields: Option<Box<serde_json::Value>>,
    #[serde(skip)]
    pub(crate) retry_after_s: Option<u64>,
}

impl Problem {
    /// A refusal of the rules: its sentence to read, its data beside it.
    pub(crate) fn refused(status: StatusCode, code: &str, refused: &(impl std::fmt::Display + Serialize)) -> Self {
        let fields = serde_json::to_value(refused).ok().map(Box::new);
        Self { fields, ..Self::new(status, code, refused.to_string()) }
    }

    /// A problem.
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Problem").to_owned();
        Self {
            status: status.as_u16(),
            code: code.to_owned(),
            title,
            detail: detail.into(),
            place: None,
            fields: None,
            retry_after_s: None,
        }
    }

    /// Nobody is signed in.
    pub fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed_out", "sign in first, or send an API token")
    }

    /// No rule lets this officer do that.
    pub fn forbidden(rules: &[framework::access::Rule]) -> Self {
        let mut p = Self::new(StatusCode::FORBIDDEN, "not_permitted", "no rule of the framework lets this officer do that here");
        if let Some(rule) = rules.first() {
            p.detail = rule.says.to_string();
            p.place = Some(Box::new((&*rule.place).into()));
        }
        p
    }

    /// Not there, or not for this officer to know of: the two look alike.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is no such thing, or it is not disclosed to you")
    }

    /// Something in the request cannot be used.
    pub fn bad(code: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// Try again later.
    pub fn throttled(seconds: u64) -> Self {
        let detail = format!("too many attempts; try again in {seconds} seconds");
        Self { retry_after_s: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "throttled", detail) }
    }
}

impl From<StorageError> for Problem {
    fn from(e: StorageError) -> Self {
        tracing::error!(doing = e.doing, what = %e.what, "the database failed");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "storage", "the database did not answer; nothing was written, try again")
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let status = match refused.why {
            coordination::crossing::Why::NotPermitted { .. } | coordination::crossing::Why::NotYours { .. } => StatusCode::FORBIDDEN,
            coordination::crossing::Why::FieldMissing { .. }
            | coordination::crossing::Why::FieldTooLong { .. }
            | coordination::crossing::Why::FieldUnreadable { .. }
            | coordination::crossing::Why::TooMany { .. }
            | coordination::crossing::Why::ReasonNeeded
            | coordination::crossing::Why::ReasonTooLong { .. }
            | coordination::crossing::Why::UnknownCondition { .. }
            | coordination::crossing::Why::WrongSubject { .. }
            | coordination::crossing::Why::NoSuchProcedure { .. }
            | coordination::crossing::Why::UnknownTopic { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        };
        let mut p = Self::new(status, &refused.why.code(), refused.why.to_string());
        p.place = refused.place.as_deref().map(|place| Box::new(place.into()));
        p.fields = serde_json::to_value(&refused.why).ok().map(Box::new);
        p
    }
}

impl<E: Into<Problem>> From<ExecuteError<E>> for Problem {
    fn from(e: ExecuteError<E>) -> Self {
        match e {
            ExecuteError::Refused(refused) => refused.into(),
            ExecuteError::Busy { waiting } => {
                let detail = format!("{waiting} commands wait; nothing was written, try again");
                Self { retry_after_s: Some(1), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail) }
            }
            ExecuteError::Closed => Self::new(StatusCode::SERVICE_UNAVAILABLE, "closing", "the server is shutting down"),
            ExecuteError::Storage(e) => e.into(),
            ExecuteError::TooMuch { entries, bytes } => {
                Self::bad("too_much", format!("the command makes {entries} entries, the longest of {bytes} bytes"))
            }
            ExecuteError::UnnamedStream { .. } | ExecuteError::Panicked { .. } => {
                tracing::error!("a decision broke off");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the command could not be carried out; nothing was written")
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry = self.retry_after_s;
        let mut response = (status, Json(self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(value) = retry.and_then(|s| HeaderValue::from_str(&s.to_string()).ok()) {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response
    }
}

/// What a handler gives.
pub type Answer<T> = Result<T, Problem>;
