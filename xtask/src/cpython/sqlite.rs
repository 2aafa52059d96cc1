//! SQLite: the amalgamation, as its own makefile makes it, and its flags.
//!
//! Its file layer for Unix works over libc as it is, but for locks. Those are between processes, and
//! there is one: `exec-python/cpython/sqlite-wasi.h` answers them as POSIX would. Within the process
//! connections lock each other by what SQLite itself keeps, which its file system `unix-excl` does in
//! memory alone. On WASI SQLite has no write-ahead log: `PRAGMA journal_mode=wal` answers `delete`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::log;

/// What is before SQLite's source when it is compiled.
const HEADER: &str = include_str!("../../../exec-python/cpython/sqlite-wasi.h");
const HEADER_NAME: &str = "sqlite-wasi.h";

/// As Debian's package has it, less threads, extension loading and what CPython has no use for.
const FLAGS: [&str; 23] = [
    "-Os",
    "-w",
    "-DNDEBUG",
    "-DSQLITE_WASI",
    "-D_WASI_EMULATED_GETPID",
    "-DSQLITE_DEFAULT_UNIX_VFS=\"unix-excl\"",
    "-DSQLITE_MAX_MMAP_SIZE=0",
    "-DSQLITE_OMIT_DEPRECATED",
    "-DSQLITE_OMIT_LOAD_EXTENSION",
    "-DSQLITE_THREADSAFE=0",
    "-DSQLITE_ENABLE_COLUMN_METADATA",
    "-DSQLITE_ENABLE_DBSTAT_VTAB",
    "-DSQLITE_ENABLE_FTS3",
    "-DSQLITE_ENABLE_FTS3_PARENTHESIS",
    "-DSQLITE_ENABLE_FTS4",
    "-DSQLITE_ENABLE_FTS5",
    "-DSQLITE_ENABLE_MATH_FUNCTIONS",
    "-DSQLITE_ENABLE_RTREE",
    "-DSQLITE_LIKE_DOESNT_MATCH_BLOBS",
    "-DSQLITE_MAX_VARIABLE_NUMBER=250000",
    "-DSQLITE_SECURE_DELETE",
    "-DSQLITE_SOUNDEX",
    "-DSQLITE_USE_URI=1",
];

/// All that the archive depends on besides the source.
pub(super) fn identity() -> String {
    format!("{}\n{HEADER}", FLAGS.join(" "))
}

pub(super) fn flags() -> Vec<String> {
    let mut flags: Vec<String> = FLAGS.map(str::to_owned).into();
    flags.push(String::from("-include"));
    flags.push(String::from(HEADER_NAME));
    flags
}

/// Where [`amalgamate`] leaves `sqlite3.c`.
pub(super) fn folder(source: &Path) -> PathBuf {
    source.join("amalgamation")
}

/// Makes `sqlite3.c` and `sqlite3.h` from the source tree; its own makefile runs Tcl for it.
pub(super) fn amalgamate(source: &Path) -> Result<()> {
    let folder = folder(source);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(HEADER_NAME), HEADER)?;
    let makefile = source.join("Makefile.linux-gcc");
    let text = fs::read_to_string(&makefile)
        .with_context(|| format!("cannot read {}", makefile.display()))?;
    fs::write(folder.join("Makefile"), text)?;
    let mut make = Command::new("make");
    // One at a time: its rules share temporary files.
    make.current_dir(&folder)
        .args(["-j1", "TOP=..", "sqlite3.c"]);
    log::run(make, &folder.join("make.log"))
}
