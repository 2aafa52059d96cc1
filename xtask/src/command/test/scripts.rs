//! The shell scripts of the project, looked through by ShellCheck.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::debian::apt;
use crate::process;
use crate::workspace::Workspace;

const SCRIPTS: [&str; 3] = [
    ".ci/run",
    "deploy/smoke.sh",
    "xtask/src/toolchain/clang-wrapper.sh",
];

pub(super) fn run(workspace: &Workspace) -> Result<String> {
    if process::find("shellcheck").is_none() {
        ensure!(
            apt::is_here(),
            "shellcheck is missing: install it from www.shellcheck.net"
        );
        apt::ensure(&["shellcheck"])?;
    }
    let mut check = Command::new("shellcheck");
    process::run(check.current_dir(workspace.root()).args(SCRIPTS))?;
    Ok(format!("{} without a remark", SCRIPTS.len()))
}
