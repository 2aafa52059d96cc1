//! The modules that come with the engine.
//!
//! Each is a script in the way of CommonJS, deflated in the component, and compiled when something
//! first asks for it. A program's `import` of one gets a module around its exports.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// The source of one module.
struct Source {
    name: &'static str,
    length: usize,
    deflated: &'static [u8],
}

/// All sources, sorted by name; `build.rs` writes the table.
static LIBRARY: &[Source] = include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// The prefix of the modules that programs can name.
const PUBLIC: &str = "node:";

/// Modules that Node has under the full name only.
const PREFIX_ONLY: [&str; 1] = ["node:test"];

/// A module that comes with the engine and that programs can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Builtin {
    /// Its full name, `node:` included.
    pub(crate) name: &'static str,
}

impl Builtin {
    /// The built-in module of this full name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let source = find(name)?;
        source
            .name
            .starts_with(PUBLIC)
            .then_some(Self { name: source.name })
    }

    /// The module that a program means: `fs` and `node:fs` are the same. Programs cannot name
    /// anything else of the library.
    pub(crate) fn of_program(specifier: &str) -> Option<Self> {
        if specifier.starts_with(PUBLIC) {
            return Self::find(specifier);
        }
        Self::find(&format!("{PUBLIC}{specifier}"))
            .filter(|builtin| !PREFIX_ONLY.contains(&builtin.name))
    }

    /// All of them, sorted by name.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        LIBRARY
            .iter()
            .filter(|source| source.name.starts_with(PUBLIC))
            .map(|source| Self { name: source.name })
    }
}

/// The text of a module of the library, by its full name.
pub(crate) fn source(name: &str) -> Option<String> {
    let source = find(name)?;
    let bytes = decompress_to_vec_with_limit(source.deflated, source.length).ok()?;
    String::from_utf8(bytes).ok()
}

fn find(name: &str) -> Option<&'static Source> {
    let index = LIBRARY
        .binary_search_by(|source| source.name.cmp(name))
        .ok()?;
    LIBRARY.get(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_reach_node_modules_only() {
        assert_eq!(Builtin::of_program("fs"), Builtin::find("node:fs"));
        assert_eq!(
            Builtin::of_program("node:fs/promises"),
            Builtin::find("node:fs/promises")
        );
        assert!(Builtin::find("node:fs").is_some() && source("internal/bootstrap").is_some());
        assert_eq!(Builtin::of_program("internal/bootstrap"), None);
        assert_eq!(Builtin::of_program("node:internal/bootstrap"), None);
        assert_eq!(Builtin::find("internal/bootstrap"), None);
    }

    #[test]
    fn every_source_is_whole() {
        for module in LIBRARY {
            let text = source(module.name).unwrap_or_default();
            assert_eq!(text.len(), module.length, "{}", module.name);
        }
    }
}
