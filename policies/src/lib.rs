//! Typed sandbox policies: parsed, validated, explained.
//!
//! A policy says what one sandboxed program may reach and how much it may use. It is written as a
//! [`PolicyDocument`] (TOML or JSON), checked as a whole into a [`Policy`] that cannot be built
//! invalid, and then only ever tightened, by [`effective`].
//!
//! ```
//! use policies::{GuestPath, Policy, Preset, Right, explain};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let policy = Policy::preset(Preset::Standard)?;
//! assert!(explain(&policy, &GuestPath::new("/tmp/scratch.txt")?, Right::Write).is_allowed());
//! assert!(!explain(&policy, &GuestPath::new("/etc/passwd")?, Right::Read).is_allowed());
//! # Ok(())
//! # }
//! ```
//!
//! # Rules
//!
//! - **Deny by default.** What no grant holds does not exist for the program.
//! - **Grants.** A grant covers its path and everything below it. Two grants of the same path are
//!   refused. A grant inside another is allowed and replaces it for its own subtree: rights are
//!   never added up, the innermost grant alone decides.
//! - **Limits are finite** unless the document spells `"unlimited"`; a limit that a document leaves
//!   out has the value of [`Limits::default`]. Zero means none of it.
//! - **Deny wins** over allow in the lists of modules.
//! - **Nothing falls open.** Every unknown field, name or malformed value is an error, and all
//!   errors of a document are reported together ([`PolicyErrors`]).
//!
//! The crate does no I/O: it reads no file, environment or clock.
#![forbid(unsafe_code)]

mod bound;
mod bytes;
mod clock;
mod constraints;
mod denial;
mod deployment;
mod document;
mod environment;
mod error;
mod explain;
mod fault;
mod grant;
mod limits;
mod modules;
mod path;
mod pattern;
mod policy;
mod preset;
mod problem;
mod process;
mod random;
mod reader;
mod right;
mod rules;
#[cfg(feature = "schema")]
mod schema;
mod session;
mod source;
mod spelling;
mod summary;
mod timespan;

pub use bound::Bound;
pub use bytes::{ByteCount, ByteCountError};
pub use clock::{Clock, Timestamp, TimestampError};
pub use constraints::{Constraints, effective};
pub use denial::{Denial, Rule};
pub use document::{Format, GrantDocument, LayerKind, PolicyDocument};
pub use environment::{Admission, Environment};
pub use error::{PolicyError, PolicyErrors, Position};
pub use explain::{Decision, Verdict, explain};
pub use grant::{Grant, Layer, LayerName, LayerNameError, Quota};
pub use limits::{LimitName, Limits};
pub use modules::{Language, ModuleRule, Modules};
pub use path::{GuestPath, GuestPathError};
pub use pattern::{NamePattern, NamePatternError};
pub use policy::Policy;
pub use preset::{Preset, UnknownPreset};
pub use problem::Problem;
pub use process::ProcessRule;
pub use random::Random;
pub use right::{Right, Rights, UnknownRight};
#[cfg(feature = "schema")]
pub use schema::generate_schema;
pub use session::Sessions;
pub use timespan::{TimeSpan, TimeSpanError};

/// The JSON Schema (draft 2020-12) of documents in JSON, for editors.
pub const SCHEMA: &str = include_str!("../schema/policy-v1.json");
