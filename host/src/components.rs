//! The components: the ones inside this library, or files in their place.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use compiled_code::{Store, Wasm};
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};

use crate::bindings::ExecPre;
use crate::error::HostError;
use crate::restore::Restore;
use crate::state::State;
use crate::walls::Walls;
use crate::{Language, wasi};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// Where the components come from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    pub(crate) javascript: Option<PathBuf>,
    pub(crate) python: Option<PathBuf>,
}

/// A component, compiled and linked: an instance of it is one call away.
pub(crate) struct Prepared {
    language: Language,
    pre: ExecPre<State>,
    can_restore: bool,
}

/// The component of each language, compiled when it is first asked for.
pub(crate) struct Components {
    engine: Engine,
    compiled: Option<Store>,
    sources: Sources,
    javascript: OnceLock<Prepared>,
    python: OnceLock<Prepared>,
    compiling: Mutex<()>,
}

impl Components {
    pub(crate) fn new(engine: Engine, compiled: Option<Store>, sources: Sources) -> Self {
        Self {
            engine,
            compiled,
            sources,
            javascript: OnceLock::new(),
            python: OnceLock::new(),
            compiling: Mutex::new(()),
        }
    }

    /// The component of a language, if what it has to supply under a policy is there: the components of
    /// this library have no layers of their own, and another one answers for itself.
    pub(crate) fn under(&self, walls: &Walls, language: Language) -> Result<&Prepared, HostError> {
        if self.file(language).is_none() {
            walls.refuse_layers()?;
        }
        self.get(language)
    }

    pub(crate) fn get(&self, language: Language) -> Result<&Prepared, HostError> {
        let cell = match language {
            Language::JavaScript => &self.javascript,
            Language::Python => &self.python,
        };
        if let Some(prepared) = cell.get() {
            return Ok(prepared);
        }
        let _compiling = self
            .compiling
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(prepared) = cell.get() {
            return Ok(prepared);
        }
        let wasm = self.wasm(language)?;
        let component = self.compiled(&wasm);
        let prepared = component.and_then(|component| Prepared::new(&component, language));
        let prepared = prepared.map_err(|error| {
            let path = self.file(language);
            let plain = path.and_then(|path| Some((path, what_else(&wasm.bytes().ok()?)?)));
            let error = match plain {
                Some((path, what)) => wasmtime::Error::msg(format!("{} is {what}", path.display())),
                None => error,
            };
            HostError::Component { language, error }
        })?;
        Ok(cell.get_or_init(|| prepared))
    }

    fn compiled(&self, wasm: &Wasm<'_>) -> wasmtime::Result<Component> {
        match &self.compiled {
            Some(store) => store.component(&self.engine, wasm),
            None => Component::from_binary(&self.engine, &wasm.bytes()?),
        }
    }

    fn wasm(&self, language: Language) -> Result<Wasm<'static>, HostError> {
        let Some(path) = self.file(language) else {
            return Ok(match language {
                Language::JavaScript => embedded::JAVASCRIPT.clone(),
                Language::Python => embedded::PYTHON.clone(),
            });
        };
        match fs::read(path) {
            Ok(bytes) => Ok(Wasm::new(bytes)),
            Err(error) => Err(HostError::ComponentFile {
                path: path.clone(),
                error,
            }),
        }
    }

    /// The file that takes the place of this library's component.
    fn file(&self, language: Language) -> Option<&PathBuf> {
        match language {
            Language::JavaScript => self.sources.javascript.as_ref(),
            Language::Python => self.sources.python.as_ref(),
        }
    }
}

/// What bytes are that are no component of this host's: somebody named another file.
fn what_else(bytes: &[u8]) -> Option<&'static str> {
    const MODULE: &[u8] = b"\0asm\x01\0\0\0";
    const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";
    const ASYNCHRONOUS: &[u8] = b"[async-lift]";
    let calls = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    if bytes.starts_with(MODULE) {
        Some("a WebAssembly module, not a component")
    } else if !bytes.starts_with(COMPONENT) {
        Some("not a WebAssembly component")
    } else if calls(ASYNCHRONOUS) {
        Some(
            "a component for WASI 0.3; this host takes those for WASI 0.2 (without .p3 in their names)",
        )
    } else {
        None
    }
}

impl Prepared {
    fn new(component: &Component, language: Language) -> wasmtime::Result<Self> {
        let mut linker = Linker::new(component.engine());
        wasi::link(&mut linker)?;
        Ok(Self {
            language,
            pre: ExecPre::new(linker.instantiate_pre(component)?)?,
            can_restore: Restore::is_in(component),
        })
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// Whether sessions can leave an instance for another one.
    pub(crate) fn can_restore(&self) -> bool {
        self.can_restore
    }

    pub(crate) fn engine(&self) -> &Engine {
        self.pre.engine()
    }

    pub(crate) fn pre(&self) -> &ExecPre<State> {
        &self.pre
    }
}
