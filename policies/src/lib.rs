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
//! - **Deny by default.** What no grant holds does not exist for the program. `/` and the folders
//!   on the way to a grant can be listed and nothing else.
//! - **Grants.** A grant covers its path and everything below it. Two grants of the same path are
//!   refused. A grant inside another is allowed and replaces it for its own subtree: rights are
//!   never added up, the innermost grant alone decides. Paths of grants are ASCII, so that no two
//!   of them can look the same. A read-only grant gives no right that changes anything.
//! - **The working directory** lies in a scratch or overlay grant: the platform puts the program's
//!   files there, whatever the program itself may do there.
//! - **Limits are finite** unless the document spells `"unlimited"`; a limit that a document leaves
//!   out has the value of [`Limits::default`]. Zero means none of it. The stack and the lengths of
//!   names and paths always have a limit.
//! - **Deny wins** over allow in the lists of modules. The lists are about the engines' own modules;
//!   a program's files come under the grants.
//! - **Variables** that the policy sets cannot be replaced by the caller, who may pass only the
//!   names that the policy allows.
//! - **Nothing falls open.** Every unknown field, name or malformed value is an error, and all
//!   errors of a document are reported together ([`PolicyErrors`]).
//! - **Everything is bounded**: the text (64 KiB), its nesting (8), grants (64), entries of a list or
//!   table (1024), strings (4096 bytes), errors kept (100).
//!
//! The crate does no I/O: it reads no file, environment or clock (`clippy.toml` refuses them).
//!
//! # A document
//!
//! Everything but `version` may be left out; `examples/` and `presets/` hold whole ones.
//!
//! ```
//! let policy = policies::Policy::parse(r#"
//!     version = 1
//!     working-directory = "/workspace"
//!     processes = "violation"                  # or "refuse"
//!
//!     [[grants]]
//!     path = "/workspace"
//!     layer = "scratch"                        # or "read-only", "overlay", with a source
//!     rights = ["all"]                         # or names of rights, or "read-only"
//!     quota = { bytes = "32MiB", inodes = 512 }
//!
//!     [[grants]]
//!     path = "/data"
//!     layer = "read-only"
//!     source = "dataset"                       # which of the platform's layers
//!     rights = ["read-only"]
//!
//!     [limits]                                 # see LimitName::ALL
//!     time = "2s"
//!     memory = "64MiB"
//!     written = "unlimited"
//!
//!     [environment]
//!     allow = ["LANG", "APP_*"]                # what the caller may pass
//!     set = { HOME = "/workspace" }            # what nobody can change
//!
//!     [modules.python]
//!     allow = ["*"]
//!     deny = ["ctypes"]
//!
//!     [clock]
//!     mode = "frozen"                          # or "real", or "coarse" with a resolution
//!     at = 2026-01-01T00:00:00Z
//!
//!     [random]
//!     mode = "seeded"                          # or "real"
//!     seed = 7
//!
//!     [sessions]
//!     count = 64
//!     age = "1d"
//! "#, None)?;
//! assert_eq!(policy.grants().len(), 2);
//! # Ok::<(), policies::PolicyErrors>(())
//! ```
//!
//! # To add to it
//!
//! - A right: one line in `right.rs`. Reading, printing, the schema and [`Right::ALL`] follow.
//! - A limit: one line in `limits.rs`, and its range there if it cannot be unlimited. Reading,
//!   printing, tightening, the schema and [`LimitName::ALL`] follow.
//! - A field: its type in `document.rs`, its reading in `reader/document.rs`, a rule over several
//!   fields in `rules.rs`, an accessor in `policy.rs`, a line in `summary.rs`.
//! - Then run the tests with `UPDATE_EXPECTED=1`, which writes `schema/` and `tests/invalid/` anew,
//!   and read what changed.
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
