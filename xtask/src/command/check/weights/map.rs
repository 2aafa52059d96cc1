//! The linker's map of the core module: which file each function is from.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::Row;
use crate::component::core_module;
use crate::workspace::Workspace;

/// What is told together, by the files and crates that it is from.
const GROUPS: [(&str, &[&str]); 13] = [
    ("QuickJS: the engine", &["quickjs.o"]),
    ("QuickJS: regular expressions", &["libregexp.o"]),
    ("QuickJS: Unicode", &["libunicode.o"]),
    ("QuickJS: numbers as text", &["dtoa.o"]),
    (
        "our Rust: exec-javascript",
        &[
            "exec_javascript",
            "rquickjs_core",
            "rquickjs_sys",
            "relative_path",
        ],
    ),
    ("our Rust: the file system", &["vfs_layer"]),
    (
        "our Rust: supervisor and WASI",
        &[
            "sandbox_core",
            "sandbox_libc",
            "sandbox_component",
            "wasip2",
            "wit_bindgen",
        ],
    ),
    (
        "our Rust: policies, with TOML and JSON",
        &[
            "policies",
            "toml",
            "toml_parser",
            "toml_datetime",
            "serde_json",
            "serde_core",
            "strsim",
            "zmij",
            "itoa",
        ],
    ),
    (
        "crates: URLs",
        &[
            "url",
            "idna",
            "idna_adapter",
            "icu_normalizer",
            "icu_properties",
            "icu_collections",
            "percent_encoding",
            "form_urlencoded",
            "zerovec",
            "utf8_iter",
        ],
    ),
    (
        "crates: hashes and ciphers",
        &[
            "sha1",
            "sha2",
            "sha3",
            "md5",
            "blake2",
            "aes",
            "ghash",
            "polyval",
            "digest",
            "keccak",
            "sponge_cursor",
        ],
    ),
    ("crates: DEFLATE", &["miniz_oxide", "crc32fast"]),
    (
        "Rust's library",
        &[
            "std",
            "core",
            "alloc",
            "hashbrown",
            "compiler_builtins",
            "memchr",
        ],
    ),
    ("C library", &["libc.a"]),
];

/// Bytes of code by origin, largest first.
pub(super) fn weigh(workspace: &Workspace) -> Result<Vec<Row>> {
    let path = newest(workspace)?;
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for (file, bytes) in functions(&text) {
        let origin = origin(file);
        let group = GROUPS.iter().find(|(_, names)| names.contains(&&*origin));
        *rows
            .entry(group.map_or("other crates", |(group, _)| group))
            .or_default() += bytes;
    }
    let mut rows: Vec<Row> = rows
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes))
        .collect();
    rows.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    Ok(rows)
}

/// The map that `exec-javascript/build.rs` asked for when the module was last linked.
fn newest(workspace: &Workspace) -> Result<PathBuf> {
    let target = core_module::folder(workspace).join("build");
    let entries = target
        .read_dir()
        .with_context(|| format!("cannot list {}", target.display()))?;
    let maps = entries.flatten().filter_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_ours =
            name.starts_with("exec-javascript-") && !name.starts_with("exec-javascript-p3-");
        let map = entry.path().join("out/link.map");
        let made = map.metadata().ok()?.modified().ok()?;
        is_ours.then_some((made, map))
    });
    let newest = maps.max_by_key(|(made, _)| *made).map(|(_, map)| map);
    newest.with_context(|| format!("no link.map in {}", target.display()))
}

/// The object file and the size of each function: the lines of the section CODE that name a part of a file.
fn functions(map: &str) -> impl Iterator<Item = (&str, usize)> {
    let section = |line: &str| line.split_whitespace().nth(3).map(str::to_owned);
    let is_section = |line: &&str| line.split_whitespace().count() == 4 && !line.contains(":(");
    let lines = map
        .lines()
        .skip_while(move |line| section(line).as_deref() != Some("CODE"))
        .skip(1);
    lines
        .take_while(move |line| !(is_section(line) && line.ends_with(" DATA")))
        .filter_map(|line| {
            let (before, _) = line.split_once(":(")?;
            let mut words = before.split_whitespace();
            let size = usize::from_str_radix(words.nth(2)?, 16).ok()?;
            Some((words.next()?, size))
        })
}

/// The crate, the object file of C, or the archive that a file of the map stands for.
fn origin(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    if let Some((archive, object)) = name.split_once('(') {
        if archive == "libc.a" {
            return archive.to_owned();
        }
        // An object of C in a crate's library is `HASH-quickjs.o`, one of Rust `crate-HASH.….o`.
        let object = object.trim_end_matches(')');
        if !object.ends_with(".rcgu.o") {
            return object.rsplit('-').next().unwrap_or(object).to_owned();
        }
        let name = archive.trim_start_matches("lib").trim_end_matches(".rlib");
        return name.split('-').next().unwrap_or(name).to_owned();
    }
    name.split('.').next().unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{functions, origin};

    const MAP: &str = "    Addr      Off     Size Out     In      Symbol
       -     2e30      8dc ELEM
       -     370c   23b3ed CODE
       -     370e        3         <internal>:(__wasm_call_ctors)
       -     3711      2b1         /t/deps/exec_javascript.exec_javascript.2e1d5cd17767a5c1-cgu.0.rcgu.o:(_RNv)
       -     3711      2b1                 _RNv
       -     39c2       8e         /t/deps/libvfs_layer-0123456789abcdef.rlib(vfs_layer-01.vfs_layer.77-cgu.0.rcgu.o):(_ZN)
       -     39c2       8e                 _ZN
       -     3a50       ac         /t/deps/librquickjs_sys-01.rlib(25a6222769a33f07-quickjs.o):(JS_Eval)
       -     3afc       36         /s/lib/wasm32-wasip1/libc.a(dlmalloc.c.obj):(malloc)
       -   23eaf9    90bd8 DATA
  100000   23eb04     85fb         <internal>:(.rodata)
";

    #[test]
    fn functions_are_told_with_their_origins() {
        let found: Vec<(String, usize)> = functions(MAP)
            .map(|(file, bytes)| (origin(file), bytes))
            .collect();
        let expected = [
            ("<internal>", 3),
            ("exec_javascript", 0x2b1),
            ("vfs_layer", 0x8e),
            ("quickjs.o", 0xac),
            ("libc.a", 0x36),
        ];
        assert_eq!(
            found,
            expected.map(|(name, bytes)| (name.to_owned(), bytes))
        );
    }
}
