//! `golem:exec@1.0.0`, written down a second time: names, order and types of every field, as the
//! components' callers know them. An export that differs is refused when it is looked up.

use wasmtime::component::{
    ComponentNamedList, ComponentType, Instance, Lift, Lower, ResourceAny, TypedFunc,
};
use wasmtime::{AsContextMut, Error, Result};

/// The instance that the component exports.
pub(crate) const EXECUTOR: &str = "golem:exec/executor@1.0.0";

/// The instance of the events that are pulled.
pub(crate) const PULL: &str = "golem:exec/pull@1.0.0";

/// The instance that gives handles to sessions again.
pub(crate) const RESTORE: &str = "golem:exec/restore@1.0.0";

/// The instances that Golem asks for when it updates a worker by snapshot.
pub(crate) const SAVE: &str = "golem:api/save-snapshot@1.1.7";
pub(crate) const LOAD: &str = "golem:api/load-snapshot@1.1.7";

#[derive(Debug, Clone, ComponentType, Lift, Lower)]
#[component(record)]
pub(crate) struct Language {
    pub(crate) kind: LanguageKind,
    pub(crate) version: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ComponentType, Lift, Lower)]
#[component(enum)]
#[repr(u8)]
pub(crate) enum LanguageKind {
    #[component(name = "javascript")]
    JavaScript,
    #[component(name = "python")]
    Python,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ComponentType, Lift, Lower)]
#[component(enum)]
#[repr(u8)]
pub(crate) enum Encoding {
    #[component(name = "utf8")]
    Utf8,
    #[component(name = "base64")]
    Base64,
    #[component(name = "hex")]
    Hex,
}

#[derive(Debug, Clone, ComponentType, Lift, Lower)]
#[component(record)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
    pub(crate) encoding: Option<Encoding>,
}

#[derive(Debug, Clone, Copy, Default, ComponentType, Lift, Lower)]
#[component(record)]
pub(crate) struct Limits {
    #[component(name = "time-ms")]
    pub(crate) time_ms: Option<u64>,
    #[component(name = "memory-bytes")]
    pub(crate) memory_bytes: Option<u64>,
    #[component(name = "file-size-bytes")]
    pub(crate) file_size_bytes: Option<u64>,
    #[component(name = "max-processes")]
    pub(crate) max_processes: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, ComponentType, Lift, Lower)]
#[component(record)]
pub(crate) struct StageResult {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    #[component(name = "exit-code")]
    pub(crate) exit_code: Option<i32>,
    pub(crate) signal: Option<String>,
}

#[derive(Debug, Clone, ComponentType, Lift, Lower)]
#[component(record)]
pub(crate) struct RunResult {
    pub(crate) compile: Option<StageResult>,
    pub(crate) run: StageResult,
    #[component(name = "time-ms")]
    pub(crate) time_ms: Option<u64>,
    #[component(name = "memory-bytes")]
    pub(crate) memory_bytes: Option<u64>,
}

#[derive(Debug, Clone, ComponentType, Lift, Lower)]
#[component(variant)]
pub(crate) enum ExecError {
    #[component(name = "unsupported-language")]
    UnsupportedLanguage,
    #[component(name = "compilation-failed")]
    CompilationFailed(StageResult),
    #[component(name = "runtime-failed")]
    RuntimeFailed(StageResult),
    #[component(name = "timeout")]
    Timeout,
    #[component(name = "resource-exceeded")]
    ResourceExceeded,
    #[component(name = "internal")]
    Internal(String),
}

#[derive(Debug, Clone, ComponentType, Lift, Lower)]
#[component(variant)]
pub(crate) enum ExecEvent {
    #[component(name = "stdout-chunk")]
    StdoutChunk(Vec<u8>),
    #[component(name = "stderr-chunk")]
    StderrChunk(Vec<u8>),
    #[component(name = "finished")]
    Finished(RunResult),
    #[component(name = "failed")]
    Failed(ExecError),
}

pub(crate) type Env = Vec<(String, String)>;
type Answer<T> = (std::result::Result<T, ExecError>,);

/// The parameters of `run`, and those of `run-streaming` with its own kind of input.
pub(crate) type RunParameters<I> = (
    Language,
    Vec<File>,
    Option<I>,
    Vec<String>,
    Env,
    Option<Limits>,
);

/// The parameters of `session.run`, whose arguments come before its input, and those of
/// `session.run-streaming`.
pub(crate) type SessionRunParameters<I> = (
    ResourceAny,
    String,
    Vec<String>,
    Option<I>,
    Env,
    Option<Limits>,
);

/// What loading sessions answers.
pub(crate) type Loaded = (std::result::Result<(), String>,);

/// What Golem calls when it updates a worker by snapshot.
#[derive(Clone, Copy)]
pub(crate) struct Snapshots {
    pub(crate) save: TypedFunc<(), (Vec<u8>,)>,
    pub(crate) load: TypedFunc<(Vec<u8>,), Loaded>,
}

impl Snapshots {
    pub(crate) fn of(mut store: impl AsContextMut, instance: &Instance) -> Result<Self> {
        let store = &mut store.as_context_mut();
        Ok(Self {
            save: function(store, instance, SAVE, "save")?,
            load: function(store, instance, LOAD, "load")?,
        })
    }
}

/// Every export, found by its full name.
#[derive(Clone, Copy)]
pub(crate) struct Exports {
    pub(crate) run: TypedFunc<RunParameters<String>, Answer<RunResult>>,
    pub(crate) session: TypedFunc<(Language,), (ResourceAny,)>,
    pub(crate) upload: TypedFunc<(ResourceAny, File), Answer<()>>,
    pub(crate) session_run: TypedFunc<SessionRunParameters<String>, Answer<RunResult>>,
    pub(crate) download: TypedFunc<(ResourceAny, String), Answer<Vec<u8>>>,
    pub(crate) list_files: TypedFunc<(ResourceAny, String), Answer<Vec<String>>>,
    pub(crate) set_working_dir: TypedFunc<(ResourceAny, String), Answer<()>>,
    pub(crate) close: TypedFunc<(ResourceAny,), ()>,
    pub(crate) pull_run: TypedFunc<RunParameters<String>, (ResourceAny,)>,
    pub(crate) pull_session_run: TypedFunc<SessionRunParameters<String>, (ResourceAny,)>,
    pub(crate) id: TypedFunc<(ResourceAny,), Answer<String>>,
    pub(crate) save: TypedFunc<(), (Vec<u8>,)>,
    pub(crate) load: TypedFunc<(Vec<u8>,), Loaded>,
    pub(crate) take: TypedFunc<(String,), Answer<ResourceAny>>,
    pub(crate) next: TypedFunc<(ResourceAny,), (Option<ExecEvent>,)>,
    pub(crate) next_batch: TypedFunc<(ResourceAny, u64), (Vec<ExecEvent>,)>,
}

impl Exports {
    /// Looks every export up and checks its type.
    pub(crate) fn of(mut store: impl AsContextMut, instance: &Instance) -> Result<Self> {
        let mut store = store.as_context_mut();
        let store = &mut store;
        Ok(Self {
            run: executor(store, instance, "run")?,
            session: executor(store, instance, "[constructor]session")?,
            upload: executor(store, instance, "[method]session.upload")?,
            session_run: executor(store, instance, "[method]session.run")?,
            download: executor(store, instance, "[method]session.download")?,
            list_files: executor(store, instance, "[method]session.list-files")?,
            set_working_dir: executor(store, instance, "[method]session.set-working-dir")?,
            close: executor(store, instance, "[method]session.close")?,
            pull_run: function(store, instance, PULL, "run-streaming")?,
            pull_session_run: function(store, instance, PULL, "session-run-streaming")?,
            id: function(store, instance, RESTORE, "id")?,
            save: function(store, instance, RESTORE, "save")?,
            load: function(store, instance, RESTORE, "load")?,
            take: function(store, instance, RESTORE, "take")?,
            next: function(store, instance, PULL, "[method]exec-stream.next")?,
            next_batch: function(store, instance, PULL, "[method]exec-stream.next-batch")?,
        })
    }
}

fn executor<P, R>(
    store: &mut impl AsContextMut,
    instance: &Instance,
    name: &str,
) -> Result<TypedFunc<P, R>>
where
    P: ComponentNamedList + Lower,
    R: ComponentNamedList + Lift,
{
    function(store, instance, EXECUTOR, name)
}

pub(crate) fn function<P, R>(
    store: &mut impl AsContextMut,
    instance: &Instance,
    interface: &str,
    name: &str,
) -> Result<TypedFunc<P, R>>
where
    P: ComponentNamedList + Lower,
    R: ComponentNamedList + Lift,
{
    let missing = |name: &str| Error::msg(format!("`{name}` is not exported"));
    let exported = instance
        .get_export_index(store.as_context_mut(), None, interface)
        .ok_or_else(|| missing(interface))?;
    let function = instance
        .get_export_index(store.as_context_mut(), Some(&exported), name)
        .ok_or_else(|| missing(name))?;
    let found = instance.get_typed_func(store.as_context_mut(), function);
    found.map_err(|error| error.context(name.to_owned()))
}
