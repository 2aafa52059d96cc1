//! The guests of this workspace.

use std::path::PathBuf;

use super::gates::{Flavour, Sizes};
use crate::workspace::Workspace;

/// A crate that becomes a component.
#[derive(Debug)]
pub(crate) struct Guest {
    /// The package's name.
    pub(crate) package: &'static str,
    /// The WASI that it is for.
    pub(crate) flavour: Flavour,
    /// How large the component may be.
    pub(crate) largest: Sizes,
}

/// Code without the platform's JavaScript, and all of it.
const JAVASCRIPT: Sizes = Sizes {
    code: 2_060_000,
    whole: 4_000_000,
};

/// Why so much: plan.md, deviations.
const PYTHON: Sizes = Sizes {
    code: usize::MAX,
    whole: 28_000_000,
};

pub(crate) const GUESTS: [Guest; 4] = [
    Guest {
        package: "exec-javascript",
        flavour: Flavour::Wasi02,
        largest: JAVASCRIPT,
    },
    Guest {
        package: "exec-javascript-p3",
        flavour: Flavour::Wasi03,
        largest: JAVASCRIPT,
    },
    Guest {
        package: "exec-python",
        flavour: Flavour::Wasi02,
        largest: PYTHON,
    },
    Guest {
        package: "exec-python-p3",
        flavour: Flavour::Wasi03,
        largest: PYTHON,
    },
];

impl Guest {
    /// The component's file name.
    pub(crate) fn file(&self) -> String {
        match self.package.strip_suffix("-p3") {
            Some(language) => format!("{language}.p3.wasm"),
            None => format!("{}.wasm", self.package),
        }
    }

    /// The component, in `dist/`.
    pub(crate) fn path(&self, workspace: &Workspace) -> PathBuf {
        workspace.dist().join(self.file())
    }

    /// The file name of what cargo makes of the crate.
    pub(crate) fn module_file(&self) -> String {
        format!("{}.wasm", self.package.replace('-', "_"))
    }
}
