//! What a request says (its body, query and path), read with a problem document that names what is wrong with it.

use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longest JSON body. Bytes.
pub const MAX_JSON_BYTES: usize = 1 << 20;

/// The bytes of a body, whatever they are.
#[derive(Debug)]
pub struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Bytes::from_request(request, state).await.map(Self).map_err(|e| match e.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(e.status(), "too_large", "the body is longer than anything that is taken"),
            _ => Problem::bad("body", e.body_text()),
        })
    }
}

/// Longest body with a whole framework in it. Bytes.
pub const MAX_FRAMEWORK_BYTES: usize = 8 << 20;

/// A JSON body of at most so many bytes.
#[derive(Debug)]
pub struct Body<T, const MOST: usize = MAX_JSON_BYTES>(pub T);

impl<T: DeserializeOwned, S: Send + Sync, const MOST: usize> FromRequest<S> for Body<T, MOST> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Raw(bytes) = Raw::from_request(request, state).await?;
        if bytes.len() > MOST {
            let detail = format!("the body has {} bytes; at most {MOST} are read", bytes.len());
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail));
        }
        serde_json::from_slice(&bytes).map(Self).map_err(|e| Problem::bad("json", e.to_string()))
    }
}

/// The query of an address.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = axum::extract::Query::from_request_parts(parts, state).await;
        read.map(|q| Self(q.0)).map_err(|e| Problem::bad("query", e.body_text()))
    }
}

/// A part of an address.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = axum::extract::Path::from_request_parts(parts, state).await;
        read.map(|p| Self(p.0)).map_err(|e| Problem::bad("path", e.body_text()))
    }
}

/// A command that a request states by its word, with the fields that belong to it; `on` says on what, for whoever states one that is not known.
pub(crate) fn command<T: DeserializeOwned>(on: &str, known: &[&str], word: &str, ask: &impl Serialize) -> Result<T, Problem> {
    if !known.contains(&word) {
        return Err(Problem::bad("command", format!("`{word}` is no command {on}; expected one of {}", known.join(", "))));
    }
    let value = serde_json::to_value(ask).map_err(|e| Problem::bad("command", e.to_string()))?;
    serde_json::from_value(value).map_err(|e| Problem::bad("command", format!("`{word}`: {e}")))
}
