//! The modules that come with the engine.

/// A module that comes with the engine: JavaScript over the native functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Builtin {
    /// Its full name, `node:` or `internal:` included.
    pub(crate) name: &'static str,
    /// Its source.
    pub(crate) source: &'static str,
}

macro_rules! builtins {
    ($($name:literal => $file:literal,)*) => {
        const BUILTINS: &[Builtin] = &[
            $(Builtin {
                name: $name,
                source: include_str!(concat!("../../js/", $file)),
            },)*
        ];
    };
}

builtins! {
    "internal:bootstrap" => "bootstrap.js",
    "internal:buffer" => "internal/buffer.js",
    "internal:console" => "internal/console.js",
    "internal:inspect" => "internal/inspect.js",
    "internal:process" => "internal/process.js",
    "internal:timers" => "internal/timers.js",
    "node:child_process" => "node/child_process.js",
    "node:fs" => "node/fs.js",
    "node:fs/promises" => "node/fs_promises.js",
    "node:path" => "node/path.js",
    "node:process" => "node/process.js",
    "node:worker_threads" => "node/worker_threads.js",
}

/// The native functions, which only built-in modules can import.
pub(crate) const NATIVE: &str = "internal:native";

impl Builtin {
    /// The built-in module of this full name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        BUILTINS
            .iter()
            .copied()
            .find(|builtin| builtin.name == name)
    }

    /// The module that a program means: `fs` and `node:fs` are the same. Programs cannot name
    /// `internal:` modules.
    pub(crate) fn of_program(specifier: &str) -> Option<Self> {
        let name = specifier.strip_prefix("node:").unwrap_or(specifier);
        BUILTINS
            .iter()
            .copied()
            .find(|builtin| builtin.name.strip_prefix("node:") == Some(name))
    }

    /// The start-up code of every program.
    pub(crate) fn bootstrap() -> Option<Self> {
        Self::find("internal:bootstrap")
    }
}

/// Whether a module of this name is one of ours. No program's file has such a name: those are
/// absolute paths.
pub(crate) fn is_builtin(name: &str) -> bool {
    name == NATIVE || Builtin::find(name).is_some()
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
        assert_eq!(Builtin::of_program("internal:console"), None);
        assert_eq!(Builtin::of_program("node:internal:console"), None);
        assert_eq!(Builtin::of_program(NATIVE), None);
        assert!(is_builtin("internal:native") && !is_builtin("/workspace/internal:native"));
    }
}
