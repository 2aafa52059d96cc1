//! Between what the matrix asks and observes, and the interface's types.

use wasmtime::component::ResourceAny;

use super::interface::{
    ExecError, ExecEvent, File, Language, RunParameters, RunResult, SessionRunParameters,
    StageResult,
};
use super::{Call, Ending, Guest, Observed, SessionCall};

/// An event of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    Stdout(String),
    Stderr(String),
    Ended(Ending),
}

/// The parameters of `run`, or of `run-streaming` with its own kind of input.
pub(crate) fn run_parameters<I>(call: &Call, stdin: Option<I>) -> RunParameters<I> {
    (
        language(call.language, call.version.as_deref()),
        call.files.iter().map(file).collect(),
        stdin,
        call.args.clone(),
        call.env.clone(),
        call.limits,
    )
}

/// The parameters of `session.run`, or of `session.run-streaming` with its own kind of input.
pub(crate) fn session_run_parameters<I>(
    session: ResourceAny,
    call: &SessionCall,
    stdin: Option<I>,
) -> SessionRunParameters<I> {
    (
        session,
        call.entrypoint.clone(),
        call.args.clone(),
        stdin,
        call.env.clone(),
        call.limits,
    )
}

pub(crate) fn language(guest: Guest, version: Option<&str>) -> Language {
    Language {
        kind: guest.kind(),
        version: version.map(str::to_owned),
    }
}

pub(crate) fn file(file: &super::File) -> File {
    File {
        name: file.name.clone(),
        content: file.content.clone(),
        encoding: file.encoding,
    }
}

pub(crate) fn observed(answer: Result<RunResult, ExecError>) -> Observed {
    let (ending, stage, memory) = match answer {
        Ok(result) => {
            assert_eq!(
                result.compile, None,
                "no language here has a compile stage of its own"
            );
            assert!(result.time_ms.is_some(), "no time");
            (Ending::Ok, Some(result.run), result.memory_bytes)
        }
        Err(error) => {
            let (ending, stage) = self::ending(error);
            (ending, stage, None)
        }
    };
    match stage {
        Some(stage) => Observed {
            stdout: Some(stage.stdout),
            stderr: Some(stage.stderr),
            exit_code: stage.exit_code,
            signal: Some(stage.signal),
            memory,
            ..Observed::of(ending)
        },
        None => Observed::of(ending),
    }
}

pub(crate) fn ending(error: ExecError) -> (Ending, Option<StageResult>) {
    match error {
        ExecError::UnsupportedLanguage => (Ending::UnsupportedLanguage, None),
        ExecError::CompilationFailed(stage) => (Ending::CompilationFailed, Some(stage)),
        ExecError::RuntimeFailed(stage) => (Ending::RuntimeFailed, Some(stage)),
        ExecError::Timeout => (Ending::Timeout, None),
        ExecError::ResourceExceeded => (Ending::ResourceExceeded, None),
        ExecError::Internal(message) => (Ending::Internal(message), None),
    }
}

pub(crate) fn event(event: ExecEvent) -> Event {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    match event {
        ExecEvent::StdoutChunk(bytes) => Event::Stdout(text(bytes)),
        ExecEvent::StderrChunk(bytes) => Event::Stderr(text(bytes)),
        ExecEvent::Finished(_) => Event::Ended(Ending::Ok),
        ExecEvent::Failed(error) => Event::Ended(ending(error).0),
    }
}
