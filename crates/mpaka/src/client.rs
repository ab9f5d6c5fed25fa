//! Talking to a running node as an officer, with a token.

use clap::Args;
use serde_json::Value;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// Longest time one request may take: as long as the server lets it, and a little.
const PATIENCE: Duration = Duration::from_secs(35);
/// Longest answer that is read. Bytes.
const MAX_ANSWER_BYTES: u64 = 64 << 20;

/// Which node, and who asks.
#[derive(Args, Clone)]
pub struct ClientArgs {
    /// Where the node is.
    #[arg(long, env = "MPAKA_SERVER", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    server: String,
    /// A file with an API token, made in the console under Account. Without it the token is taken from the environment (`MPAKA_TOKEN`): on a command line everybody
    /// on the machine could read it.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// The purpose of the call, one of the officer's; the first of them when absent.
    #[arg(long)]
    purpose: Option<String>,
}

/// Why a call came to nothing.
pub enum CallError {
    /// The node said no: its code, and why.
    Refused {
        /// HTTP status.
        status: u16,
        /// What a script tests for.
        code: String,
        /// In words.
        detail: String,
        /// The data of the sentence; null for none.
        fields: Value,
    },
    /// There was no answer that could be used.
    Unusable(String),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { status, code, detail, .. } => write!(f, "refused ({status} {code}): {detail}"),
            Self::Unusable(what) => f.write_str(what),
        }
    }
}

/// A node that can be asked.
pub struct Client {
    agent: ureq::Agent,
    server: String,
    token: String,
    purpose: Option<String>,
}

impl Client {
    /// Finds the token.
    ///
    /// # Errors
    /// When there is none, or it is none.
    pub fn new(args: ClientArgs) -> Result<Self, CallError> {
        let token = match &args.token_file {
            Some(file) => std::fs::read_to_string(file)
                .map_err(|e| CallError::Unusable(format!("cannot read the token in `{}`: {e}", file.display())))?,
            None => std::env::var("MPAKA_TOKEN").unwrap_or_default(),
        };
        let token = token.trim().to_owned();
        if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) {
            let what = "there is no API token; make one in the console under Account and give it in MPAKA_TOKEN or with --token-file FILE";
            return Err(CallError::Unusable(what.to_owned()));
        }
        let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false).build();
        Ok(Self { agent: config.into(), server: args.server.trim_end_matches('/').to_owned(), token, purpose: args.purpose })
    }

    /// Asks for something; `path` begins with a stroke and follows `/api/v1`.
    ///
    /// # Errors
    /// See [`CallError`].
    pub fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Value, CallError> {
        let request = self.agent.get(format!("{}/api/v1{path}", self.server)).query_pairs(query.iter().copied());
        self.read(self.stated(request).call())
    }

    /// Asks for a page in a language.
    ///
    /// # Errors
    /// See [`CallError`].
    pub fn page(&self, path: &str, language: &str) -> Result<String, CallError> {
        let request = self.agent.get(format!("{}/api/v1{path}", self.server)).header("accept-language", language);
        let (status, text) = self.text(self.stated(request).call())?;
        if (200..300).contains(&status) { Ok(text) } else { self.json(status, &text).map(|v| v.to_string()) }
    }

    /// Sends something; with the same `once` it is carried out once.
    ///
    /// # Errors
    /// See [`CallError`].
    pub fn post(&self, path: &str, body: &Value, once: Option<&str>) -> Result<Value, CallError> {
        let mut request = self.agent.post(format!("{}/api/v1{path}", self.server));
        if let Some(key) = once {
            request = request.header(server::IDEMPOTENCY_HEADER, key);
        }
        self.read(self.stated(request).send_json(body))
    }

    fn stated<B>(&self, request: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
        let request = request.header("authorization", format!("Bearer {}", self.token));
        match &self.purpose {
            Some(purpose) => request.header(server::PURPOSE_HEADER, purpose),
            None => request,
        }
    }

    fn unusable(&self, what: impl fmt::Display) -> CallError {
        CallError::Unusable(format!("{}: {what}", self.server))
    }

    fn text(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<(u16, String), CallError> {
        let mut answer = answer.map_err(|e| self.unusable(e))?;
        let text = answer.body_mut().with_config().limit(MAX_ANSWER_BYTES).read_to_string().map_err(|e| self.unusable(e))?;
        Ok((answer.status().as_u16(), text))
    }

    fn read(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, CallError> {
        let (status, text) = self.text(answer)?;
        self.json(status, &text)
    }

    fn json(&self, status: u16, text: &str) -> Result<Value, CallError> {
        let value: Value = serde_json::from_str(text)
            .map_err(|_| self.unusable(format_args!("answered {status} with what is no JSON; is it a node of Mpaka?")))?;
        if (200..300).contains(&status) {
            return Ok(value);
        }
        let field = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
        let fields = value.get("fields").cloned().unwrap_or_default();
        Err(CallError::Refused { status, code: field("code"), detail: field("detail"), fields })
    }
}

/// A text as one part of an address.
pub fn encoded(text: &str) -> impl fmt::Display + '_ {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
}
