//! The steps of `cargo xtask test`, in order.

use anyhow::Result;

use super::{Step, consumer, scripts};
use crate::command::{build, check};
use crate::component::{self, GUESTS, core_module};
use crate::cpython::CPython;
use crate::process;
use crate::progress::Progress;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;

/// The crates that mean something only in a component.
const WASM: [&str; 3] = ["sandbox-component", "sandbox-component-p3", "sandbox-libc"];

/// The crates that bring Wasmtime. What touches them is done in the release profile, so that
/// Wasmtime, and the C code and build scripts under it, are built once.
const WASMTIME: [&str; 3] = ["golem-exec", "compiled-code", "conformance"];

pub(super) fn all<'a>(
    workspace: &'a Workspace,
    toolchain: &'a Toolchain,
    cpython: &'a CPython,
) -> Vec<Step<'a>> {
    let mut steps = vec![
        step("format", || cargo(workspace, &["fmt", "--all", "--check"])),
        step("components", || {
            let made = component::build(
                workspace,
                toolchain,
                cpython,
                &mut Progress::new(component::STEPS),
            )?;
            Ok(format!("{} made", made.len()))
        }),
    ];
    for guest in &GUESTS {
        steps.push(step(&format!("gates: {}", guest.file()), || {
            check::built_component(workspace, guest)
        }));
    }
    steps.extend([
        step("clippy: host", || {
            let command = ["clippy", "--release", "--workspace", "--all-targets"];
            cargo(
                workspace,
                &[&command[..], &excluding(&WASM), &["--", "-D", "warnings"]].concat(),
            )
        }),
        step("clippy: guests", || {
            let mut clippy = core_module::cargo(workspace, toolchain, cpython)?;
            // The profile that they are built with, so that their C code is not built once more.
            clippy.args(["clippy", "--profile", core_module::PROFILE]);
            clippy.args(packages(&WASM));
            clippy.args(GUESTS.iter().flat_map(|guest| ["--package", guest.package]));
            clippy.args(["--", "-D", "warnings"]);
            process::run(&mut clippy).map(|()| String::from("no warnings"))
        }),
        step("shell scripts", || scripts::run(workspace)),
        step("fuzz targets", || {
            // libFuzzer itself is C++, and left out.
            let manifest = "vfs-layer/fuzz/Cargo.toml";
            let command = [
                "clippy",
                "--manifest-path",
                manifest,
                "--no-default-features",
            ];
            cargo(
                workspace,
                &[&command[..], &["--", "-D", "warnings"]].concat(),
            )
        }),
        step("host", || {
            cargo(
                workspace,
                &["build", "--release", "--package", "golem-exec"],
            )
        }),
        step("tests: pure crates", || {
            let others = [&WASM[..], &WASMTIME[..]].concat();
            cargo(
                workspace,
                &[&["test", "--workspace"][..], &excluding(&others)].concat(),
            )
        }),
        step("tests: host and conformance", || {
            cargo(
                workspace,
                &[&["test", "--release"][..], &packages(&WASMTIME)].concat(),
            )
        }),
        step("consumer in Python", || consumer::run(workspace)),
        step("documentation", || {
            let mut doc = build::host_cargo(workspace);
            doc.env("RUSTDOCFLAGS", "-D warnings").args([
                "doc",
                "--release",
                "--workspace",
                "--no-deps",
            ]);
            doc.arg("--document-private-items").args(excluding(&WASM));
            process::run(&mut doc).map(|()| String::from("no warnings"))
        }),
        step("reproducible", || check::reproducible(workspace)),
    ]);
    if let Some(schemas) = check::schemas_here(workspace) {
        steps.push(step("Golem's manifests", move || {
            check::manifests(workspace, &schemas)
        }));
    }
    if check::deny_is_here(workspace) {
        steps.push(step("licences and sources", || check::deny(workspace)));
    }
    steps
}

fn step<'a>(name: &str, check: impl FnOnce() -> Result<String> + 'a) -> Step<'a> {
    Step {
        name: name.to_owned(),
        check: Box::new(check),
    }
}

/// Runs cargo for this machine.
fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<String> {
    process::run(build::host_cargo(workspace).args(arguments))?;
    Ok(format!("cargo {}", arguments.join(" ")))
}

fn packages<'n>(names: &[&'n str]) -> Vec<&'n str> {
    names.iter().flat_map(|name| ["--package", name]).collect()
}

fn excluding<'n>(names: &[&'n str]) -> Vec<&'n str> {
    names.iter().flat_map(|name| ["--exclude", name]).collect()
}
