//! What a finished component must be like, whatever is inside it.

use std::fmt;

use anyhow::Result;
use wasmparser::{
    ComponentExternalKind, ComponentTypeRef, Parser, Payload, Validator, WasmFeatures,
};

use crate::size;

/// The interfaces that a component may import: clocks, random, the environment, a place to log to,
/// and what these rest on. No file system, no sockets, no http.
const IMPORTS: [&str; 9] = [
    "wasi:cli/environment",
    "wasi:cli/stderr",
    "wasi:clocks/monotonic-clock",
    "wasi:clocks/wall-clock",
    "wasi:io/error",
    "wasi:io/poll",
    "wasi:io/streams",
    "wasi:random/insecure-seed",
    "wasi:random/random",
];

/// The versions of WASI that [`IMPORTS`] are of.
const WASI: &str = "0.2.";

/// What a component with streams may import besides, and its version of WASI: a wait that is
/// asynchronous.
const STREAMING_IMPORT: (&str, &str) = ("wasi:clocks/monotonic-clock", "0.3.");

/// What a component is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// Every host, Golem 1.2 and later among them.
    Wasi02,
    /// Hosts with streams.
    Wasi03,
}

/// What every component exports.
const EXPORTS: [&str; 4] = [
    "golem:exec/executor@1.0.0",
    "golem:exec/pull@1.0.0",
    "golem:exec/restore@1.0.0",
    "golem:exec/types@1.0.0",
];

/// What a component for Golem 1.2 to 1.4 exports besides: its snapshots.
const SNAPSHOTS: [&str; 2] = [
    "golem:api/load-snapshot@1.1.7",
    "golem:api/save-snapshot@1.1.7",
];

/// What a component of this flavour exports: exactly this.
fn exports(flavour: Flavour) -> Vec<&'static str> {
    match flavour {
        Flavour::Wasi02 => [&EXPORTS[..], &SNAPSHOTS].concat(),
        Flavour::Wasi03 => EXPORTS.to_vec(),
    }
}

/// The WebAssembly that every host of ours runs. Not in it, because Golem 1.2 rejects them or runs
/// without them: exceptions (tags), 64-bit memories, GC types, threads, asynchronous built-ins;
/// these last are what a component with streams needs.
fn features(flavour: Flavour) -> WasmFeatures {
    let streaming = match flavour {
        Flavour::Wasi02 => WasmFeatures::empty(),
        Flavour::Wasi03 => WasmFeatures::CM_ASYNC,
    };
    streaming
        | WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::REFERENCE_TYPES
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::SIMD
        | WasmFeatures::FLOATS
        | WasmFeatures::GC_TYPES
        | WasmFeatures::COMPONENT_MODEL
}

/// One way in which a component is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Violation {
    NotAComponent,
    Invalid(String),
    TooLarge { bytes: usize, largest: usize },
    TooMuchCode { bytes: usize, largest: usize },
    Import(String),
    MissingExport(&'static str),
    Export(String),
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAComponent => f.write_str("it is not a component"),
            Self::Invalid(reason) => write!(f, "it does not validate: {reason}"),
            Self::TooLarge { bytes, largest } => {
                write!(
                    f,
                    "it is too large: {} of {}",
                    size::shown(*bytes),
                    size::shown(*largest)
                )
            }
            Self::TooMuchCode { bytes, largest } => {
                write!(f, "its code is too large: {bytes} bytes of {largest}")
            }
            Self::Import(name) => write!(f, "it imports {name}, which is not on the allow-list"),
            Self::MissingExport(name) => write!(f, "it does not export {name}"),
            Self::Export(name) => write!(f, "it exports {name}, which is not its interface"),
        }
    }
}

/// How many bytes a component may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// In the code sections of its modules.
    pub(crate) code: usize,
    /// In all.
    pub(crate) whole: usize,
}

impl Sizes {
    /// Of a component of which nobody has said how large it may be.
    pub(crate) const ANY: Self = Self {
        code: usize::MAX,
        whole: usize::MAX,
    };
}

/// Everything that is wrong with a component of this flavour, which may be as large as `largest`.
///
/// # Errors
/// When the bytes cannot be read as WebAssembly at all.
pub(crate) fn check(component: &[u8], flavour: Flavour, largest: Sizes) -> Result<Vec<Violation>> {
    if !Parser::is_component(component) {
        return Ok(vec![Violation::NotAComponent]);
    }
    let mut violations = Vec::new();
    if let Err(error) = Validator::new_with_features(features(flavour)).validate_all(component) {
        violations.push(Violation::Invalid(error.to_string()));
    }
    if component.len() > largest.whole {
        violations.push(Violation::TooLarge {
            bytes: component.len(),
            largest: largest.whole,
        });
    }
    let code = code_bytes(component)?;
    if code > largest.code {
        violations.push(Violation::TooMuchCode {
            bytes: code,
            largest: largest.code,
        });
    }
    let surface = Surface::of(component)?;
    violations.extend(
        surface
            .imports
            .iter()
            .filter(|name| !is_allowed(name, flavour))
            .cloned()
            .map(Violation::Import),
    );
    let expected = exports(flavour);
    let missing = expected
        .iter()
        .copied()
        .filter(|name| !surface.exports.iter().any(|export| export == name));
    violations.extend(missing.map(Violation::MissingExport));
    let surplus = surface
        .exports
        .iter()
        .filter(|name| !expected.contains(&name.as_str()));
    violations.extend(surplus.cloned().map(Violation::Export));
    Ok(violations)
}

fn code_bytes(component: &[u8]) -> Result<usize> {
    let mut bytes = 0;
    for payload in Parser::new(0).parse_all(component) {
        if let Payload::CodeSectionStart { range, .. } = payload? {
            bytes += usize::try_from(range.end - range.start)?;
        }
    }
    Ok(bytes)
}

/// Whether a component may import what is called `name`.
pub(crate) fn is_allowed(name: &str, flavour: Flavour) -> bool {
    let (streaming, wasi) = STREAMING_IMPORT;
    name.split_once('@').is_some_and(|(interface, version)| {
        let everywhere = IMPORTS.contains(&interface) && version.starts_with(WASI);
        everywhere
            || flavour == Flavour::Wasi03 && interface == streaming && version.starts_with(wasi)
    })
}

/// What a component asks for and what it offers, at its outermost level.
#[derive(Debug, Default)]
pub(crate) struct Surface {
    pub(crate) imports: Vec<String>,
    pub(crate) exports: Vec<String>,
}

impl Surface {
    /// # Errors
    /// When the bytes cannot be read as WebAssembly.
    pub(crate) fn of(component: &[u8]) -> Result<Self> {
        let mut surface = Self::default();
        let mut depth = 0usize;
        for payload in Parser::new(0).parse_all(component) {
            match payload? {
                Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
                Payload::End(_) => depth = depth.saturating_sub(1),
                Payload::ComponentImportSection(imports) if depth == 0 => {
                    for import in imports {
                        let import = import?;
                        surface.imports.push(match import.ty {
                            ComponentTypeRef::Instance(_) => import.name.name.to_owned(),
                            other => format!("{} (a bare {:?})", import.name.name, other.kind()),
                        });
                    }
                }
                Payload::ComponentExportSection(exports) if depth == 0 => {
                    for export in exports {
                        let export = export?;
                        surface.exports.push(match export.kind {
                            ComponentExternalKind::Instance => export.name.name.to_owned(),
                            other => format!("{} (a bare {other:?})", export.name.name),
                        });
                    }
                }
                _ => {}
            }
        }
        Ok(surface)
    }
}

#[cfg(test)]
#[path = "gates_tests.rs"]
mod tests;
