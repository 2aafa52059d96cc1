//! SHA-256 digests: of files, and of what a result was made from.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

/// The digest of `bytes`, in lower-case hexadecimal.
pub(crate) fn of_bytes(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The digest of a file's contents.
pub(crate) fn of_file(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(of_bytes(&bytes))
}

/// The digest of a folder: of the names and contents of the files in it.
pub(crate) fn of_tree(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    list(folder, &mut files)?;
    files.sort();
    let mut key = Key::default();
    for file in &files {
        let name = file.strip_prefix(folder).unwrap_or(file);
        key = key.with(&name.to_string_lossy(), &of_file(file)?);
    }
    Ok(key.digest())
}

/// Every file below `folder`, and every link to one.
pub(crate) fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = folder
        .read_dir()
        .with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            list(&entry.path(), files)?;
        } else if entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// What a result is made from. Two results with the same key were made from the same things.
#[derive(Clone, Debug, Default)]
pub(crate) struct Key(String);

impl Key {
    /// Adds one ingredient. Lengths are part of the key, so no two lists of ingredients collide.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        use std::fmt::Write as _;
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "{name} {}:{value}", value.len());
        self
    }

    /// The key as a file name: 16 hexadecimal digits.
    pub(crate) fn short(&self) -> String {
        self.digest().chars().take(16).collect()
    }

    pub(crate) fn digest(&self) -> String {
        of_bytes(self.0.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_sha_256() {
        assert_eq!(
            of_bytes(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn a_key_depends_on_names_values_and_their_borders() {
        let key = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .fold(Key::default(), |key, (name, value)| key.with(name, value))
                .short()
        };
        let plain = key(&[("clang", "19.1.7"), ("libc", "1")]);
        assert_eq!(plain.len(), 16);
        assert_eq!(plain, key(&[("clang", "19.1.7"), ("libc", "1")]));
        assert_ne!(plain, key(&[("clang", "19.1.8"), ("libc", "1")]));
        assert_ne!(plain, key(&[("libc", "1"), ("clang", "19.1.7")]));
        assert_ne!(key(&[("a", "b\na 1:c")]), key(&[("a", "b"), ("a", "c")]));
    }
}
