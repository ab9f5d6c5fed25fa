//! Commands on their way through the writer.

use crate::Appended;
use crate::entry::{Entry, Model, NewEntry};
use crate::error::{ExecuteError, StorageError};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Current states of the streams that a command named.
pub struct States<'a, M: Model> {
    pub(crate) current: &'a HashMap<String, Option<Arc<M::State>>>,
}

impl<M: Model> States<'_, M> {
    /// The state of a stream; `None` when it has no entries, or the command did not name it.
    pub fn get(&self, stream: &str) -> Option<&Arc<M::State>> {
        self.current.get(stream).and_then(Option::as_ref)
    }
}

/// What became of a job.
pub(crate) enum Fate {
    Committed(Vec<Entry>),
    /// Carried out before, and on the disk.
    Repeated(Vec<Entry>),
    /// Carried out by a command of the group that is on its way to the disk, before this one.
    RepeatedAhead(Vec<Entry>),
    /// Carried out by an earlier command of the same group: these are its entries in the group.
    RepeatedInGroup(std::ops::Range<usize>),
    Storage(StorageError),
    Panicked(String),
    Unnamed(String),
    TooMuch {
        entries: usize,
        bytes: usize,
    },
}

/// A command with its types hidden.
pub(crate) trait Job<M: Model>: Send {
    fn command(&self) -> &str;
    fn streams(&self) -> &[String];
    /// `None`: refused.
    fn run(&mut self, states: &States<'_, M>, now_us: i64) -> Option<Vec<NewEntry>>;
    fn finish(self: Box<Self>, fate: Option<Fate>);
}

pub(crate) struct Typed<T, E, F> {
    pub command: String,
    pub streams: Vec<String>,
    pub decide: Option<F>,
    pub output: Option<Result<T, E>>,
    pub answer: oneshot::Sender<Result<Appended<T>, ExecuteError<E>>>,
}

impl<M, T, E, F> Job<M> for Typed<T, E, F>
where
    M: Model,
    T: Send,
    E: Send,
    F: FnOnce(&States<'_, M>, i64) -> Result<(Vec<NewEntry>, T), E> + Send,
{
    fn command(&self) -> &str {
        &self.command
    }

    fn streams(&self) -> &[String] {
        &self.streams
    }

    fn run(&mut self, states: &States<'_, M>, now_us: i64) -> Option<Vec<NewEntry>> {
        match self.decide.take()?(states, now_us) {
            Ok((entries, output)) => {
                self.output = Some(Ok(output));
                Some(entries)
            }
            Err(refused) => {
                self.output = Some(Err(refused));
                None
            }
        }
    }

    fn finish(self: Box<Self>, fate: Option<Fate>) {
        let answer = match (fate, self.output) {
            // A refusal was decided on states that a failed group has not left behind.
            (Some(Fate::Storage(e)), _) => Err(ExecuteError::Storage(e)),
            (_, Some(Err(refused))) => Err(ExecuteError::Refused(refused)),
            (Some(Fate::Committed(entries)), output) => Ok(Appended { entries, output: output.and_then(Result::ok), repeated: false }),
            (Some(Fate::Repeated(entries) | Fate::RepeatedAhead(entries)), _) => Ok(Appended { entries, output: None, repeated: true }),
            (Some(Fate::Panicked(what)), _) => Err(ExecuteError::Panicked { what }),
            (Some(Fate::Unnamed(stream)), _) => Err(ExecuteError::UnnamedStream { stream }),
            (Some(Fate::TooMuch { entries, bytes }), _) => Err(ExecuteError::TooMuch { entries, bytes }),
            (Some(Fate::RepeatedInGroup(_)) | None, _) => Err(ExecuteError::Closed),
        };
        // Whoever asked may have gone; what is written stays written.
        let _ = self.answer.send(answer);
    }
}
