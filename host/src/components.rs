//! The components: the ones inside this library, or files in their place.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

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
    sources: Sources,
    javascript: OnceLock<Prepared>,
    python: OnceLock<Prepared>,
    compiling: Mutex<()>,
}

impl Components {
    pub(crate) fn new(engine: Engine, sources: Sources) -> Self {
        Self {
            engine,
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
        let bytes = self.bytes(language)?;
        let prepared = Prepared::new(&self.engine, language, &bytes).map_err(|error| {
            let path = self.file(language);
            let plain = path.and_then(|path| Some((path, what_else(&bytes)?)));
            match plain {
                Some((path, what)) => HostError::Component {
                    language,
                    error: wasmtime::Error::msg(format!("{} is {what}", path.display())),
                },
                None => error,
            }
        })?;
        Ok(cell.get_or_init(|| prepared))
    }

    fn bytes(&self, language: Language) -> Result<Cow<'static, [u8]>, HostError> {
        let Some(path) = self.file(language) else {
            return Ok(Cow::Borrowed(match language {
                Language::JavaScript => embedded::JAVASCRIPT,
                Language::Python => embedded::PYTHON,
            }));
        };
        match fs::read(path) {
            Ok(bytes) => Ok(Cow::Owned(bytes)),
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
    fn new(engine: &Engine, language: Language, bytes: &[u8]) -> Result<Self, HostError> {
        let link = || {
            let component = Component::from_binary(engine, bytes)?;
            let mut linker = Linker::new(engine);
            wasi::link(&mut linker)?;
            let pre = ExecPre::new(linker.instantiate_pre(&component)?)?;
            Ok((pre, Restore::is_in(&component)))
        };
        let linked: wasmtime::Result<_> = link();
        let (pre, can_restore) =
            linked.map_err(|error| HostError::Component { language, error })?;
        Ok(Self {
            language,
            pre,
            can_restore,
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
