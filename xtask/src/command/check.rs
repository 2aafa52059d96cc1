//! `cargo xtask check`: one module for each opt-in check.

mod cargo_component;
mod component;
mod cpython_suite;
mod deny;
mod fuzz;
mod manifests;
mod miri;
mod node_platform;
mod reproducible;
mod test262;
mod wasi_testsuite;
mod weights;
mod wheel;

use anyhow::{Result, bail};

use crate::cli::CheckArgs;
use crate::workspace::Workspace;

pub(super) use self::component::built as built_component;
pub(super) use self::deny::{is_here as deny_is_here, run as deny};
pub(super) use self::manifests::{run as manifests, schemas_here};
pub(super) use self::reproducible::run as reproducible;

type Check<'a> = (&'static str, Box<dyn FnOnce() -> Result<String> + 'a>);

pub(super) fn run(workspace: &Workspace, arguments: &CheckArgs) -> Result<()> {
    let mut checks: Vec<Check<'_>> = Vec::new();
    if let Some(file) = &arguments.component {
        checks.push(("component", Box::new(|| component::file(file))));
    }
    if arguments.deny {
        checks.push((
            "licences and sources",
            Box::new(|| deny::installed(workspace)),
        ));
    }
    if arguments.reproducible {
        checks.push(("reproducible", Box::new(|| reproducible::built(workspace))));
    }
    if arguments.cargo_component {
        checks.push((
            "cargo component",
            Box::new(|| cargo_component::run(workspace)),
        ));
    }
    if arguments.node_platform {
        checks.push((
            "Node's platform",
            Box::new(|| node_platform::run(workspace)),
        ));
    }
    if let Some(folder) = &arguments.wasi_testsuite {
        checks.push((
            "wasi-testsuite",
            Box::new(|| wasi_testsuite::run(workspace, folder)),
        ));
    }
    if let Some(folder) = &arguments.test262 {
        checks.push(("test262", Box::new(|| test262::run(workspace, folder))));
    }
    if arguments.weights {
        checks.push(("weights", Box::new(|| weights::run(workspace))));
    }
    if let Some(folder) = &arguments.manifest_schemas {
        checks.push((
            "Golem's manifests",
            Box::new(|| manifests::run(workspace, folder)),
        ));
    }
    if let Some(modules) = &arguments.cpython_suite {
        checks.push((
            "CPython's tests",
            Box::new(|| cpython_suite::run(workspace, modules)),
        ));
    }
    if let Some(seconds) = arguments.fuzz {
        checks.push(("fuzz", Box::new(move || fuzz::run(workspace, seconds))));
    }
    if arguments.miri {
        checks.push(("miri", Box::new(|| miri::run(workspace))));
    }
    for file in &arguments.wheel {
        checks.push(("wheel", Box::new(|| wheel::import(workspace, file))));
    }
    let mut failed = 0;
    for (name, check) in checks {
        match check() {
            Ok(result) => println!("ok: {name}: {result}"),
            Err(error) => {
                failed += 1;
                println!("FAILED: {name}: {error:#}");
            }
        }
    }
    if failed > 0 {
        bail!("{failed} failed");
    }
    Ok(())
}
