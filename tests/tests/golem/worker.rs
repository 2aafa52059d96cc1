//! Workers: instances of the components, called again and again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use compiled_code::Wasm;
use wasmtime::component::{Component, Instance, Linker, Val};
use wasmtime::{Config, Engine, Store};

use crate::host::{Host, Log, link};
use crate::programs::Language;

fn component(language: &Language) -> PathBuf {
    let dist = std::env::var_os("GOLEM_EXEC_DIST").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist"),
        PathBuf::from,
    );
    dist.join(language.component)
}

/// A run's answer, and how many calls of the host it made.
pub(crate) struct Answer {
    pub(crate) value: Val,
    pub(crate) calls: Vec<&'static str>,
}

/// A worker: an instance that is called again and again.
pub(crate) struct Worker {
    pub(crate) store: Store<Host>,
    instance: Instance,
    language: &'static Language,
}

const EXECUTOR: &str = "golem:exec/executor@1.0.0";

impl Worker {
    /// Links what the component imports, in the version that it asks for.
    pub(crate) fn new(language: &'static Language, replay: Option<Log>) -> Self {
        let (engine, component) = compiled(language);
        let version = component
            .component_type()
            .imports(engine)
            .find_map(|(name, _)| Some(name.strip_prefix("wasi:random/random@")?.to_owned()))
            .expect("an import of wasi:random");
        Self::of_version(language, replay, &version)
    }

    /// Links what a host has that knows this version of WASI.
    pub(crate) fn of_version(
        language: &'static Language,
        replay: Option<Log>,
        version: &str,
    ) -> Self {
        let (engine, component) = compiled(language);
        let mut linker = Linker::new(engine);
        link(&mut linker, version).unwrap();
        let mut store = Store::new(engine, Host::new(replay));
        let instance = linker.instantiate(&mut store, component).unwrap();
        Self {
            store,
            instance,
            language,
        }
    }

    /// Calls an export of `executor`.
    fn call(&mut self, name: &str, parameters: &[Val]) -> Answer {
        let Self {
            store, instance, ..
        } = self;
        let executor = instance.get_export_index(&mut *store, None, EXECUTOR);
        let function = instance.get_export_index(&mut *store, executor.as_ref(), name);
        let function = instance.get_func(&mut *store, function.unwrap()).unwrap();
        let before = store.data().calls.len();
        let mut results = [Val::Bool(false)];
        function
            .call(&mut *store, parameters, &mut results)
            .unwrap();
        let [value] = results;
        Answer {
            value,
            calls: store.data().calls[before..].to_vec(),
        }
    }

    fn language(&self) -> Val {
        Val::Record(vec![
            ("kind".into(), Val::Enum(self.language.kind.into())),
            ("version".into(), Val::Option(None)),
        ])
    }

    fn file(&self, program: &str) -> Val {
        Val::Record(vec![
            ("name".into(), Val::String(self.language.file.into())),
            (
                "content".into(),
                Val::List(program.bytes().map(Val::U8).collect()),
            ),
            ("encoding".into(), Val::Option(None)),
        ])
    }

    pub(crate) fn run(&mut self, program: &str) -> Answer {
        let parameters = [
            self.language(),
            Val::List(vec![self.file(program)]),
            Val::Option(None),
            Val::List(Vec::new()),
            Val::List(Vec::new()),
            Val::Option(None),
        ];
        self.call("run", &parameters)
    }

    /// A session with a program in it.
    pub(crate) fn session(&mut self, program: &str) -> Val {
        let session = self.call("[constructor]session", &[self.language()]).value;
        let upload = [session.clone(), self.file(program)];
        self.call("[method]session.upload", &upload);
        session
    }

    pub(crate) fn run_in(&mut self, session: &Val) -> Answer {
        let parameters = [
            session.clone(),
            Val::String(self.language.file.into()),
            Val::List(Vec::new()),
            Val::Option(None),
            Val::List(Vec::new()),
            Val::Option(None),
        ];
        self.call("[method]session.run", &parameters)
    }
}

/// Each component, compiled once.
fn compiled(language: &Language) -> &'static (Engine, Component) {
    static COMPILED: [OnceLock<(Engine, Component)>; 2] = [const { OnceLock::new() }; 2];
    let place = usize::from(language.kind == "python");
    COMPILED[place].get_or_init(|| {
        let mut config = Config::new();
        config.concurrency_support(false);
        let engine = Engine::new(&config).unwrap();
        let wasm = Wasm::new(fs::read(component(language)).unwrap());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("replay");
        let compiled = compiled_code::Store::open(&folder).unwrap();
        let component = compiled.component(&engine, &wasm).unwrap();
        (engine, component)
    })
}
