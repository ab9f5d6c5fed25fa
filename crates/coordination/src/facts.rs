//! How facts are written down and read back: every kind of shared work states its own with [`facts`].

/// Structs, and an enum over them, that go into the journal by a kind with a version and a JSON body.
macro_rules! facts {
    (enum: $(#[$all:meta])+; $($(#[$doc:meta])* $name:ident = $kind:literal { $($(#[$attr:meta])* $field:ident : $type:ty),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
            #[allow(missing_docs, reason = "docs/facts.md explains every field")]
            pub struct $name { $($(#[$attr])* pub $field: $type,)* }

            impl From<$name> for Fact {
                fn from(fact: $name) -> Self {
                    Fact::$name(fact)
                }
            }
        )*

        $(#[$all])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each holds the struct of its name")]
        #[allow(clippy::large_enum_variant, reason = "a fact lives for a moment, between a decision and its entry")]
        pub enum Fact { $($name($name)),* }

        impl Fact {
            /// Every kind that is written.
            pub const KINDS: &[&str] = &[$($kind),*];

            /// The kind with its version, as it stands in the journal.
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$name(_) => $kind),* }
            }

            /// The body as JSON.
            pub fn body(&self) -> String {
                let written = match self { $(Self::$name(f) => serde_json::to_string(f)),* };
                // Maps with text keys and plain values cannot fail to be written.
                written.unwrap_or_default()
            }

            /// Reads a fact back.
            ///
            /// # Errors
            /// A kind that this version does not know, or a body that is not of its kind.
            pub fn read(kind: &str, body: &str) -> Result<Self, $crate::facts::Unread> {
                let unread = |e: serde_json::Error| $crate::facts::Unread { kind: kind.to_owned(), what: Some(e.to_string()) };
                match kind {
                    $($kind => serde_json::from_str::<$name>(body).map(Fact::$name).map_err(unread),)*
                    _ => Err($crate::facts::Unread { kind: kind.to_owned(), what: None }),
                }
            }
        }
    };
}

pub(crate) use facts;

/// A fact that this version cannot read; it stays in the journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an entry of kind `{kind}` cannot be read: {}", .what.as_deref().unwrap_or("the kind is not known to this version"))]
pub struct Unread {
    /// The kind of the entry.
    pub kind: String,
    /// What is wrong with the body; absent when the kind is not known.
    pub what: Option<String>,
}

/// The code of a refusal, as an integrator tests for it.
pub(crate) fn code(refused: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(refused).ok();
    value.and_then(|v| v.get("code").and_then(|c| c.as_str()).map(str::to_owned)).unwrap_or_default()
}
