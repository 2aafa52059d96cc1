//! Puts the JavaScript library into the guest: this crate's own modules from `js/`, and the packages
//! that `cargo xtask setup` bundled, each deflated, in one table sorted by name.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Names the folder of bundled packages; `.cargo/config.toml` sets it.
const PACKAGES: &str = "JAVASCRIPT_PACKAGES";

/// The first folder of `js/` is the prefix of the names in it.
const FOLDERS: [(&str, &str); 2] = [("internal", "internal/"), ("node", "node:")];

fn main() -> Result<()> {
    println!("cargo::rerun-if-env-changed={PACKAGES}");
    let own = root()?.join("js");
    let packages = PathBuf::from(variable(PACKAGES)?);
    if !packages.is_dir() {
        let folder = packages.display();
        return Err(format!("{folder} is missing: run `cargo xtask setup` first").into());
    }
    let mut modules = Vec::new();
    println!("cargo::rerun-if-changed={}", own.display());
    modules.push((String::from("internal/bootstrap"), own.join("bootstrap.js")));
    for (folder, prefix) in FOLDERS {
        collect(&own.join(folder), prefix, &mut modules)?;
    }
    println!("cargo::rerun-if-changed={}", packages.display());
    collect(&packages, "package/", &mut modules)?;
    modules.sort();
    write_table(&modules)?;
    tell_the_linker()
}

/// The shadow stack, in bytes: what is used of it counts as stack (`xtask/src/component/stack_meter.rs`), and
/// programs may use 6 MiB (`policies::Limits::MAX_STACK`).
const SHADOW_STACK: u32 = 8 << 20;

/// Has the linker make room for the shadow stack, and say what the module is made of, for
/// `cargo xtask check --weights`.
fn tell_the_linker() -> Result<()> {
    if variable("CARGO_CFG_TARGET_FAMILY")? == "wasm" {
        println!("cargo::rustc-link-arg-cdylib=-zstack-size={SHADOW_STACK}");
        let map = PathBuf::from(variable("OUT_DIR")?).join("link.map");
        println!("cargo::rustc-link-arg-cdylib=-Map={}", map.display());
    }
    Ok(())
}

/// The folder of this script, which the package in `p3/` has too.
fn root() -> Result<PathBuf> {
    let manifest = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    match manifest.parent() {
        Some(above) if manifest.ends_with("p3") => Ok(above.to_owned()),
        _ => Ok(manifest),
    }
}

fn variable(name: &str) -> Result<String> {
    env::var(name).map_err(|error| format!("{name}: {error}").into())
}

/// The scripts below a folder, named by their paths.
fn collect(folder: &Path, prefix: &str, modules: &mut Vec<(String, PathBuf)>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let stem = stem.ok_or_else(|| format!("{} is not UTF-8", path.display()))?;
        if path.is_dir() {
            collect(&path, &format!("{prefix}{stem}/"), modules)?;
        } else if path.extension().is_some_and(|extension| extension == "js") {
            modules.push((format!("{prefix}{stem}"), path));
        }
    }
    Ok(())
}

fn write_table(modules: &[(String, PathBuf)]) -> Result<()> {
    let out = PathBuf::from(variable("OUT_DIR")?);
    let mut table = String::from("&[\n");
    for (index, (name, path)) in modules.iter().enumerate() {
        let source = fs::read(path)?;
        let deflated = miniz_oxide::deflate::compress_to_vec(&source, 10);
        let file = out.join(format!("{index}.deflated"));
        fs::write(&file, deflated)?;
        let (length, file) = (source.len(), file.display().to_string());
        writeln!(
            table,
            "Source {{ name: {name:?}, length: {length}, deflated: include_bytes!({file:?}) }},"
        )?;
    }
    table.push(']');
    fs::write(out.join("library.rs"), table)?;
    Ok(())
}
