//! Puts the components into the library, so that the built program needs no other file, and writes
//! the call of `bindgen!` that makes bindings of their interface.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use miniz_oxide::deflate::compress_to_vec;
use sha2::{Digest as _, Sha256};

/// The components and the constants that name them in `components.rs`.
const COMPONENTS: [(&str, &str); 2] = [
    ("exec-javascript.wasm", "JAVASCRIPT"),
    ("exec-python.wasm", "PYTHON"),
];

/// Names another folder than `dist/` of the workspace.
const DIST_VARIABLE: &str = "GOLEM_EXEC_DIST";

/// Of ten. The tenth takes three times as long, for half a percent.
const DEFLATE_LEVEL: u8 = 6;

fn main() -> ExitCode {
    match embed().and_then(|()| bind()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("cargo::error={message}");
            ExitCode::FAILURE
        }
    }
}

fn embed() -> Result<(), String> {
    println!("cargo::rerun-if-env-changed={DIST_VARIABLE}");
    let dist = dist()?;
    let mut source = String::new();
    for (file, constant) in COMPONENTS {
        let path = dist.join(file);
        println!("cargo::rerun-if-changed={}", path.display());
        if !path.is_file() {
            return Err(format!(
                "{} is missing: `cargo xtask build` makes it",
                path.display()
            ));
        }
        let component = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        // It is compiled once for a machine: what takes half of the room may take a little longer then.
        let deflated = out_dir()?.join(format!("{file}.deflated"));
        fs::write(&deflated, compress_to_vec(&component, DEFLATE_LEVEL))
            .map_err(|e| format!("{}: {e}", deflated.display()))?;
        source.push_str(&format!(
            "/// `{file}`.\npub(super) static {constant}: compiled_code::Wasm<'static> =
    compiled_code::Wasm::deflated(include_bytes!({deflated:?}), {}, {:?});\n",
            component.len(),
            Sha256::digest(&component).as_slice(),
        ));
    }
    write_out("embedded.rs", &source)
}

/// The interface has a record named `result`, which the bindings would make a Rust type `Result`
/// of, in the way of the prelude's. No name of a type is on the wire, so the host reads the same
/// text with another one.
fn bind() -> Result<(), String> {
    let wit = root()?.join("wit/p2/golem-exec.wit");
    println!("cargo::rerun-if-changed={}", wit.display());
    let text = fs::read_to_string(&wit).map_err(|e| format!("{}: {e}", wit.display()))?;
    let text = text.replace("%result", "run-result");
    // Of the rest the host asks an instance that has it: other people's components need not.
    let text = text.replace("  export pull;\n  export restore;\n", "");
    if !text.contains("world exec {\n  export types;\n  export executor;\n}") {
        return Err(format!("{}: another world than expected", wit.display()));
    }
    let call = format!(
        "wasmtime::component::bindgen!({{ inline: r#\"{text}\"#, world: \"exec\", exports: {{ default: async }} }});\n"
    );
    write_out("bindings.rs", &call)
}

fn root() -> Result<PathBuf, String> {
    let manifest = variable("CARGO_MANIFEST_DIR")?;
    let root = Path::new(&manifest).parent().map(Path::to_path_buf);
    root.ok_or_else(|| format!("{manifest} has no parent"))
}

fn out_dir() -> Result<PathBuf, String> {
    variable("OUT_DIR").map(PathBuf::from)
}

fn write_out(file: &str, text: &str) -> Result<(), String> {
    let path = out_dir()?.join(file);
    fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))
}

fn dist() -> Result<PathBuf, String> {
    if let Some(dist) = env::var_os(DIST_VARIABLE) {
        return Ok(PathBuf::from(dist));
    }
    Ok(root()?.join("dist"))
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|e| format!("{name}: {e}"))
}
