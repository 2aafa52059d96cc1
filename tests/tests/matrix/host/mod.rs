//! The two hosts, and what both are asked and answer.

mod allowance;
pub(crate) mod by_work;
pub(crate) mod convert;
mod either;
pub(crate) mod golem_like;
pub(crate) mod interface;
pub(crate) mod ours;
pub(crate) mod streaming;
pub(crate) mod wave;

use std::fs;
use std::path::{Path, PathBuf};

use compiled_code::{Store, Wasm};
use golem_exec::LimitName;
use wasmtime::Engine;
use wasmtime::component::Component;

pub(crate) use either::{Host, Session};
pub(crate) use interface::{Encoding, Limits};

/// A language under test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guest {
    JavaScript,
    Python,
}

/// What a component is deployed with: its environment variables.
#[derive(Debug, Clone, Default)]
pub(crate) struct Deployment {
    /// `EXEC_POLICY`.
    pub(crate) policy: Option<String>,
    /// `EXEC_TIMEOUT_MS`.
    pub(crate) timeout_ms: Option<String>,
    /// `EXEC_MEMORY_LIMIT_MB`.
    pub(crate) memory_limit_mb: Option<String>,
}

/// A file of a call.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
    pub(crate) encoding: Option<Encoding>,
}

/// A stateless call.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) language: Guest,
    pub(crate) version: Option<String>,
    pub(crate) files: Vec<File>,
    pub(crate) stdin: Option<String>,
    pub(crate) args: Vec<String>,
    pub(crate) env: Vec<(String, String)>,
    pub(crate) limits: Option<Limits>,
}

/// A run in a session.
#[derive(Debug, Clone, Default)]
pub(crate) struct SessionCall {
    pub(crate) entrypoint: String,
    pub(crate) args: Vec<String>,
    pub(crate) stdin: Option<String>,
    pub(crate) env: Vec<(String, String)>,
    pub(crate) limits: Option<Limits>,
}

/// The arm of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    Ok,
    CompilationFailed,
    RuntimeFailed,
    Timeout,
    ResourceExceeded,
    UnsupportedLanguage,
    Internal(String),
}

/// An answer, as far as the host learns it: the interface has no room for what was printed before a
/// timeout, our library has.
#[derive(Debug, Clone)]
pub(crate) struct Observed {
    pub(crate) ending: Ending,
    pub(crate) exit_code: Option<i32>,
    pub(crate) stdout: Option<String>,
    pub(crate) stderr: Option<String>,
    /// The outer option: whether it is known.
    pub(crate) signal: Option<Option<String>>,
    /// The outer option: whether it is known.
    pub(crate) limit: Option<Option<LimitName>>,
    /// The peak of the engine's memory, in bytes.
    pub(crate) memory: Option<u64>,
}

impl Guest {
    /// The built component.
    pub(crate) fn artifact(self) -> PathBuf {
        built(match self {
            Self::JavaScript => "exec-javascript.wasm",
            Self::Python => "exec-python.wasm",
        })
    }

    /// The built component with streams.
    pub(crate) fn streaming_artifact(self) -> PathBuf {
        built(match self {
            Self::JavaScript => "exec-javascript.p3.wasm",
            Self::Python => "exec-python.p3.wasm",
        })
    }

    pub(crate) const fn kind(self) -> interface::LanguageKind {
        match self {
            Self::JavaScript => interface::LanguageKind::JavaScript,
            Self::Python => interface::LanguageKind::Python,
        }
    }

    pub(crate) const fn library(self) -> golem_exec::Language {
        match self {
            Self::JavaScript => golem_exec::Language::JavaScript,
            Self::Python => golem_exec::Language::Python,
        }
    }

    /// The extension of its programs.
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::JavaScript => "js",
            Self::Python => "py",
        }
    }

    /// The folder of its programs.
    pub(crate) const fn folder(self) -> &'static str {
        match self {
            Self::JavaScript => "javascript",
            Self::Python => "python",
        }
    }
}

/// A file of `dist/`.
fn built(file: &str) -> PathBuf {
    let dist = std::env::var_os("GOLEM_EXEC_DIST").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../dist"),
        PathBuf::from,
    );
    let path = dist.join(file);
    assert!(
        path.is_file(),
        "{}: `cargo xtask build` makes it",
        path.display()
    );
    path
}

/// The component in `file` as `engine` has compiled it, in this run of the tests or in an earlier one.
fn compiled(engine: &Engine, folder: &str, file: &Path) -> Component {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let wasm = Wasm::new(fs::read(file).unwrap());
    let store = Store::open(&folder).unwrap();
    store.component(engine, &wasm).unwrap()
}

impl Deployment {
    /// The variables that are set.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        [
            ("EXEC_POLICY", &self.policy),
            ("EXEC_TIMEOUT_MS", &self.timeout_ms),
            ("EXEC_MEMORY_LIMIT_MB", &self.memory_limit_mb),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.clone()?)))
        .collect()
    }
}

impl File {
    pub(crate) fn new(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            content: content.into(),
            encoding: None,
        }
    }

    pub(crate) fn encoded(
        name: impl Into<String>,
        content: impl Into<Vec<u8>>,
        encoding: Encoding,
    ) -> Self {
        Self {
            encoding: Some(encoding),
            ..Self::new(name, content)
        }
    }
}

impl Call {
    pub(crate) fn new(language: Guest, files: Vec<File>) -> Self {
        Self {
            language,
            version: None,
            files,
            stdin: None,
            args: Vec::new(),
            env: Vec::new(),
            limits: None,
        }
    }

    /// Whether our library can ask this. It takes bytes, so it knows no encodings; it has no
    /// version, no `max-processes`, and no call without a program.
    pub(crate) fn is_the_librarys(&self) -> bool {
        self.version.is_none()
            && !self.files.is_empty()
            && self.files.iter().all(|file| file.encoding.is_none())
            && self
                .limits
                .is_none_or(|limits| limits.max_processes.is_none())
    }
}

impl Observed {
    /// An answer of which nothing else is known.
    pub(crate) fn of(ending: Ending) -> Self {
        Self {
            ending,
            exit_code: None,
            stdout: None,
            stderr: None,
            signal: None,
            limit: None,
            memory: None,
        }
    }
}
