//! The fuzz targets of `vfs-layer`, built with stable Rust.
//!
//! cargo-fuzz asks for a nightly compiler for its sanitizers only. There is no unsafe code to sanitise here, and coverage is a
//! pass of LLVM that stable compilers have; so the targets are built directly, with cargo-fuzz's own flags.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::workspace::Workspace;

const TARGETS: [&str; 3] = ["plans", "paths", "thaw"];

/// Coverage: counters, the table that names them, and what is compared with what.
const FLAGS: [&str; 8] = [
    "--cfg",
    "fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];

/// Runs each target for so many seconds. The corpus stays, and the next run goes on from it.
pub(super) fn run(workspace: &Workspace, seconds: u64) -> Result<String> {
    let folder = workspace.target().join("fuzz");
    let programs = build(workspace, &folder)?;
    for (name, program) in TARGETS.iter().zip(programs) {
        fuzz(name, &program, &folder, seconds)?;
    }
    Ok(format!(
        "{} found nothing in {seconds} s each",
        TARGETS.join(", ")
    ))
}

fn build(workspace: &Workspace, folder: &Path) -> Result<Vec<PathBuf>> {
    let machine = machine()?;
    let mut cargo = process::cargo();
    cargo
        .current_dir(workspace.root())
        .args(["build", "--release", "--manifest-path"])
        .arg(workspace.root().join("vfs-layer/fuzz/Cargo.toml"))
        // With a target named, build scripts and macros are left as they are.
        .args(["--target", &machine, "--target-dir"])
        .arg(folder)
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"));
    if std::env::var_os("CXX").is_none() && process::find("c++").is_none() {
        cargo.env("CXX", "clang++-19");
    }
    process::run(&mut cargo)?;
    let made = folder.join(machine).join("release");
    Ok(TARGETS.map(|name| made.join(name)).to_vec())
}

fn fuzz(name: &str, program: &Path, folder: &Path, seconds: u64) -> Result<()> {
    let (corpus, found) = (
        folder.join("corpus").join(name),
        folder.join("found").join(name),
    );
    for folder in [&corpus, &found] {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    println!("fuzzing {name} for {seconds} s");
    let mut command = Command::new(program);
    command
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", found.display()))
        // What a guest's number makes the file system allocate is a finding.
        .args(["-malloc_limit_mb=64", "-rss_limit_mb=1024", "-timeout=10"])
        .args(["-max_len=2048", "-len_control=0", "-print_final_stats=1"])
        .arg(&corpus);
    process::run(&mut command)
        .with_context(|| format!("what {name} found is in {}", found.display()))
}

/// The machine's target triple.
fn machine() -> Result<String> {
    let version = process::output(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    match host {
        Some(host) => Ok(host.to_owned()),
        None => bail!("rustc -vV names no host"),
    }
}
