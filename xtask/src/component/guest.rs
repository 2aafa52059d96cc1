//! The guests of this workspace.

use std::path::PathBuf;

use crate::workspace::Workspace;

/// A crate that becomes a component.
#[derive(Debug)]
pub(crate) struct Guest {
    /// The package's name.
    pub(crate) package: &'static str,
    /// The most bytes that the component may have.
    pub(crate) largest: usize,
}

pub(crate) const GUESTS: [Guest; 2] = [
    Guest {
        package: "exec-javascript",
        largest: 4_000_000,
    },
    Guest {
        package: "exec-python",
        largest: 10_000_000,
    },
];

impl Guest {
    /// The component's file name.
    pub(crate) fn file(&self) -> String {
        format!("{}.wasm", self.package)
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
