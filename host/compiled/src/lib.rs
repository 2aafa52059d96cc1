//! Components compiled once for a machine: what Wasmtime made of them lies in a folder, and is mapped from there.
//!
//! A process that runs one short program would spend most of its time on getting the code there:
//! Wasmtime's own cache hashes the component, and takes its code out of a compressed file, some 50 MB for Python.
//! A file of this store is neither read nor copied. Its pages are the system's, shared by all processes that run
//! the component, and only those that a program comes to are looked at.
//!
//! # Why this may call unsafe functions
//!
//! Whatever lies in the store is executed as native code, unchecked. What makes that sound is that nobody but this
//! user can have put it there, and of this user's programs only this crate does:
//! - the folder is made for its user alone, and refused if it is another's ([`Store::open`]);
//! - a file is written by this crate from what Wasmtime has just compiled, under another name, and gets the name by
//!   which it is found when it lies on the disk whole;
//! - it is never changed afterwards. A file that takes its place is another one, and a process that has the old
//!   one mapped keeps it;
//! - its name has the component in it, and the version and settings of the Wasmtime that compiled it, all of which
//!   Wasmtime compares again when it loads the file.
//!
//! Who can write to the folder in spite of all that is this user or the machine's administrator, either of whom
//! could as well change the program that runs this crate. That is the contract
//! of Wasmtime's own cache, and of every cache of native code.

mod error;
mod file;
mod folder;
mod wasm;

use std::path::{Path, PathBuf};

use wasmtime::Engine;
use wasmtime::component::Component;

pub use error::StoreError;
pub use wasm::{DIGEST_LENGTH, Wasm};

/// A folder of compiled components. See the crate's documentation.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// The store in `folder`, which is made if it is not there, and made its user's alone if others may enter it.
    ///
    /// # Errors
    /// [`StoreError::Foreign`] for a folder of another user's, [`StoreError::Io`] for one that cannot be made
    /// or read.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            folder: folder::private(folder)?,
        })
    }

    /// The component, from the store or compiled. What was compiled is put into the store; if that fails, the next
    /// process compiles again.
    ///
    /// # Errors
    /// Wasmtime's, for what is no component or cannot be compiled.
    pub fn component(&self, engine: &Engine, wasm: &Wasm<'_>) -> wasmtime::Result<Component> {
        let path = self.folder.join(file::name(engine, wasm));
        if let Some(component) = load(engine, &path) {
            file::touch(&path);
            return Ok(component);
        }
        let component = Component::from_binary(engine, &wasm.bytes()?)?;
        if let Err(error) = file::save(&path, &component.serialize()?) {
            log::warn!("{} is not kept: {error}", path.display());
        } else {
            folder::tidy(&self.folder);
        }
        Ok(component)
    }
}

/// What lies at `path`, if there is something, and it is of use.
fn load(engine: &Engine, path: &Path) -> Option<Component> {
    if !path.is_file() {
        return None;
    }
    // SAFETY: the file is what Wasmtime has serialised, and nobody changes it while it is mapped: see the
    // documentation of the crate.
    #[allow(unsafe_code, reason = "compiled code is executed as it is")]
    let loaded = unsafe { Component::deserialize_file(engine, path) };
    loaded
        .inspect_err(|error| log::warn!("{}: {error:#}", path.display()))
        .ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;

    const ONE: &str = r#"(component (core module (memory 1) (data (i32.const 0) "one")))"#;
    const OTHER: &str = r#"(component (core module (memory 2)) (core module))"#;

    fn wasm(text: &str) -> Wasm<'static> {
        Wasm::new(wat::parse_str(text).unwrap())
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    #[test]
    fn a_component_is_compiled_once_and_then_comes_from_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let engine = Engine::default();
        let compiled = store.component(&engine, &wasm(ONE)).unwrap();
        let file = files(folder.path()).pop().unwrap();

        // What lies there is what one gets, be it another component's code.
        let other = Component::from_binary(&engine, &wasm(OTHER).bytes().unwrap()).unwrap();
        let other = other.serialize().unwrap();
        assert_ne!(other, compiled.serialize().unwrap());
        fs::remove_file(&file).unwrap();
        fs::write(&file, &other).unwrap();
        let loaded = store.component(&engine, &wasm(ONE)).unwrap();
        assert_eq!(loaded.serialize().unwrap(), other);
        assert_eq!(files(folder.path()), [file]);
    }

    #[test]
    fn what_is_of_no_use_is_compiled_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let engine = Engine::default();
        store.component(&engine, &wasm(ONE)).unwrap();
        let file = files(folder.path()).pop().unwrap();
        let whole = fs::read(&file).unwrap();
        for broken in [&b""[..], b"\x7fELF", whole.get(..whole.len() / 2).unwrap()] {
            fs::remove_file(&file).unwrap();
            fs::write(&file, broken).unwrap();
            store.component(&engine, &wasm(ONE)).unwrap();
            assert_eq!(fs::read(&file).unwrap(), whole);
        }
    }

    #[test]
    fn components_and_settings_do_not_share_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let mut counting = wasmtime::Config::new();
        counting.consume_fuel(true);
        for engine in [Engine::default(), Engine::new(&counting).unwrap()] {
            for text in [ONE, OTHER] {
                store.component(&engine, &wasm(text)).unwrap();
            }
        }
        assert_eq!(files(folder.path()).len(), 4);
    }

    #[test]
    fn a_store_that_cannot_be_written_to_is_no_obstacle() {
        let base = tempfile::tempdir().unwrap();
        let folder = base.path().join("store");
        let store = Store::open(&folder).unwrap();
        fs::remove_dir(&folder).unwrap();
        store.component(&Engine::default(), &wasm(ONE)).unwrap();
        assert!(!folder.exists());
    }

    #[test]
    fn what_is_no_component_is_an_error_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let nothing = Wasm::new(b"console.log(1)".to_vec());
        assert!(store.component(&Engine::default(), &nothing).is_err());
        assert!(files(folder.path()).is_empty());
    }
}
