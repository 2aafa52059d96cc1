//! From a core module to a component in `dist/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use wit_component::ComponentEncoder;

use super::stamp::Stamp;
use super::{Guest, compact, core_module, preview1, snapshot, stack_meter, strip, twins};
use crate::digest::{self, Key};
use crate::size;
use crate::workspace::Workspace;

/// Packs a guest's core module, unless the component is the one that it was packed into before.
///
/// Returns the component's path, and its size for people.
pub(super) fn ensure(workspace: &Workspace, guest: &Guest) -> Result<(PathBuf, String)> {
    let module = read_module(workspace, guest)?;
    let key = Key::default()
        .with("module", &digest::of_bytes(&module))
        // Packing is this program, whole: any change of it, or of its crates, packs again.
        .with("xtask", &digest::of_file(&own_executable()?)?)
        // But for the one that takes snapshots.
        .with(
            "snapshot",
            &digest::of_tree(&workspace.root().join("xtask/snapshot"))?,
        );
    let path = guest.path(workspace);
    let stamp = Stamp::new(workspace, &guest.file());
    if let Some(bytes) = stamp.matches(&key, &path) {
        return Ok((path, format!("{}, up to date", size::shown(bytes))));
    }
    let component = pack(workspace, &module)?;
    write(&path, &component)?;
    stamp.write(&key, &component)?;
    Ok((path, size::shown(component.len())))
}

/// This program's file, even when cargo has put a new one in its place since it was started: Linux
/// opens what runs by that name (proc(5)), where the path alone would say "(deleted)".
fn own_executable() -> Result<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() {
        return Ok(running);
    }
    std::env::current_exe().context("this program cannot find its own file")
}

/// The component that a guest's core module becomes.
fn pack(workspace: &Workspace, module: &[u8]) -> Result<Vec<u8>> {
    let module = snapshot::take(workspace, preview1::bind(module)?)?;
    let module = compact::functions(&stack_meter::install(&module)?)?;
    let module = twins::merge(module)?;
    let component = ComponentEncoder::default()
        .validate(true)
        .module(&module)
        .context("the core module does not fit its interface")?
        .encode()
        .context("cannot make a component")?;
    strip::custom_sections(&component)
}

fn read_module(workspace: &Workspace, guest: &Guest) -> Result<Vec<u8>> {
    let path = core_module::path(workspace, guest);
    if !path.is_file() {
        bail!(
            "cargo made no {} (is `crate-type = [\"cdylib\"]` set in {}/Cargo.toml?)",
            path.display(),
            guest.package
        );
    }
    fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Replaces a file whole, so that a reader never sees half of it.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let partial = path.with_extension(format!("partial.{}", std::process::id()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(&partial, bytes)
        .and_then(|()| fs::rename(&partial, path))
        .with_context(|| format!("cannot write {}", path.display()))
}
