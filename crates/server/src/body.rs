//! A JSON body, read with the place of what is wrong with it.

use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

/// Longest JSON body. Bytes.
pub const MAX_JSON_BYTES: usize = 1 << 20;

/// A JSON body.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, state).await.map_err(|e| Problem::bad("body", e.to_string()))?;
        if bytes.len() > MAX_JSON_BYTES {
            let detail = format!("the body has {} bytes; at most {MAX_JSON_BYTES} are read", bytes.len());
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail));
        }
        serde_json::from_slice(&bytes).map(Self).map_err(|e| Problem::bad("json", e.to_string()))
    }
}
