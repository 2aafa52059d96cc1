//! The library as one file that the component has inside. `exec-python/src/archive.rs` reads it, and
//! says what it looks like.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::digest;

const MAGIC: &[u8] = b"PYPACK1\n";

/// The most that deflate can do; it is done once.
const LEVEL: u8 = 10;

/// Packs all files of a folder. The same files give the same bytes.
pub(super) fn folder(folder: &Path) -> Result<Vec<u8>> {
    let mut paths = Vec::new();
    digest::list(folder, &mut paths)?;
    let mut files = BTreeMap::new();
    for path in paths {
        let name = path.strip_prefix(folder)?;
        let name = name
            .to_str()
            .with_context(|| format!("{} is not UTF-8", name.display()))?;
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        files.insert(name.to_owned(), bytes);
    }
    pack(&files)
}

fn pack(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>> {
    let index: usize = files.keys().map(|name| 2 + name.len() + 12).sum();
    let start = MAGIC.len() + 4 + index;
    let mut head = MAGIC.to_vec();
    head.extend(number(files.len())?);
    let mut body = Vec::new();
    // Many zones have several names; equal files lie there once.
    let mut places = BTreeMap::new();
    for (name, bytes) in files {
        let place = places.entry(digest::of_bytes(bytes)).or_insert_with(|| {
            let deflated = miniz_oxide::deflate::compress_to_vec(bytes, LEVEL);
            let packed = if deflated.len() < bytes.len() {
                &deflated
            } else {
                bytes
            };
            let offset = start + body.len();
            body.extend_from_slice(packed);
            (offset, packed.len())
        });
        let length = u16::try_from(name.len()).with_context(|| format!("{name} is too long"))?;
        head.extend(length.to_le_bytes());
        head.extend(name.as_bytes());
        head.extend(number(bytes.len())?);
        head.extend(number(place.0)?);
        head.extend(number(place.1)?);
    }
    head.append(&mut body);
    Ok(head)
}

fn number(number: usize) -> Result<[u8; 4]> {
    Ok(u32::try_from(number)
        .context("the library is too large")?
        .to_le_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::unwrap_used)]
    use super::*;

    #[test]
    fn equal_files_lie_there_once_and_short_ones_as_they_are() {
        let files: BTreeMap<String, Vec<u8>> = [
            ("a", &b"x"[..]),
            ("b", &[7; 1000][..]),
            ("c", &[7; 1000][..]),
        ]
        .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
        .into();
        let packed = pack(&files).unwrap();
        let start = MAGIC.len() + 4 + 3 * (2 + 1 + 12);
        assert!(packed.starts_with(b"PYPACK1\n\x03\0\0\0"));
        assert_eq!(packed.get(start), Some(&b'x'));
        // A path of one letter, then the length, the place, and the length there.
        let entries: Vec<[u32; 3]> = packed
            .get(MAGIC.len() + 4..start)
            .unwrap()
            .chunks(15)
            .map(|entry| {
                let numbers: Vec<u32> = entry
                    .get(3..)
                    .unwrap()
                    .chunks(4)
                    .map(|number| u32::from_le_bytes(number.try_into().unwrap()))
                    .collect();
                numbers.try_into().unwrap()
            })
            .collect();
        let [[1, at, 1], [1000, first, packed_length], [1000, second, _]] = entries.as_slice()
        else {
            panic!("{entries:?}");
        };
        assert_eq!(*at as usize, start);
        assert_eq!(first, second);
        assert_eq!((second + packed_length) as usize, packed.len());
    }
}
