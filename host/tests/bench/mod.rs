//! A folder with a program in it, and `golem-exec` run there.

#![allow(dead_code, reason = "each test uses some of it")]

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

use crate::guest::Guest;

/// Answers `ok` with an exit code.
pub(crate) fn answer_exit(code: i32) -> String {
    format!(
        "(i32.store8 (i32.const 1088) (i32.const 1)) (i32.store (i32.const 1092) (i32.const {code}))"
    )
}

pub(crate) struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("main.js"), "").unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// `golem-exec` in the bench's folder, with nothing of this process's environment that it reads.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_golem-exec"));
        for variable in ["EXEC_POLICY", "EXEC_TIMEOUT_MS", "EXEC_MEMORY_LIMIT_MB"] {
            command.env_remove(variable);
        }
        command
            .current_dir(self.path())
            .env("GOLEM_EXEC_CACHE", self.path().join("cache"))
            .args(args);
        command
    }

    pub(crate) fn with_guest(&self, guest: &Guest, args: &[&str]) -> Command {
        let mut command = self.command(args);
        command.env("EXEC_JS_QUICKJS_PATH", guest.write(self.path()));
        command
    }
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[track_caller]
pub(crate) fn assert_ends(output: &Output, code: i32, stdout: &str, stderr: &str) {
    assert_eq!(text(&output.stderr), stderr);
    assert_eq!(text(&output.stdout), stdout);
    assert_eq!(output.status.code(), Some(code));
}
