//! Between the interface's types and the supervisor's.

use policies::Constraints;
use sandbox_core::encoding::Encoding;
use sandbox_core::invocation::Invocation;
use sandbox_core::outcome::{Completed, Failure, Outcome, Stage};
use sandbox_core::upload::Upload;

use crate::bindings::exports::golem::exec::types;

pub(crate) fn language(kind: types::LanguageKind) -> policies::Language {
    match kind {
        types::LanguageKind::Javascript => policies::Language::Javascript,
        types::LanguageKind::Python => policies::Language::Python,
    }
}

pub(crate) fn upload(file: types::File) -> Upload {
    let encoding = match file.encoding {
        None | Some(types::Encoding::Utf8) => Encoding::Utf8,
        Some(types::Encoding::Base64) => Encoding::Base64,
        Some(types::Encoding::Hex) => Encoding::Hex,
    };
    Upload {
        name: file.name,
        content: file.content,
        encoding,
    }
}

pub(crate) fn invocation(
    args: Vec<String>,
    env: Vec<(String, String)>,
    stdin: Option<String>,
) -> Invocation {
    Invocation {
        args,
        env,
        stdin: stdin.unwrap_or_default().into_bytes(),
    }
}

pub(crate) fn constraints(limits: Option<types::Limits>) -> Constraints {
    match limits {
        None => Constraints::default(),
        Some(limits) => Constraints::from_record(
            limits.time_ms,
            limits.memory_bytes,
            limits.file_size_bytes,
            limits.max_processes,
        ),
    }
}

pub(crate) fn outcome(outcome: Outcome) -> Result<types::Result, types::Error> {
    outcome.map(completed).map_err(failure)
}

fn completed(completed: Completed) -> types::Result {
    types::Result {
        compile: None,
        run: stage(completed.stage),
        time_ms: Some(u64::try_from(completed.time.as_millis()).unwrap_or(u64::MAX)),
        memory_bytes: Some(completed.memory_bytes),
    }
}

pub(crate) fn failure(failure: Failure) -> types::Error {
    match failure {
        Failure::UnsupportedLanguage => types::Error::UnsupportedLanguage,
        Failure::CompilationFailed(failed) => types::Error::CompilationFailed(stage(failed)),
        Failure::RuntimeFailed(failed) => types::Error::RuntimeFailed(stage(failed)),
        Failure::Timeout => types::Error::Timeout,
        Failure::ResourceExceeded => types::Error::ResourceExceeded,
        Failure::Internal(message) => types::Error::Internal(message),
    }
}

fn stage(stage: Stage) -> types::StageResult {
    types::StageResult {
        stdout: text(stage.stdout),
        stderr: text(stage.stderr),
        exit_code: stage.exit_code,
        signal: stage.signal.map(str::to_owned),
    }
}

/// Output as the interface's `string` can hold it: without a copy when it is UTF-8.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
