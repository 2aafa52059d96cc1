//! Unpacking a ZIP archive that nobody vouches for.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
use rawzip::{CompressionMethod, ZipArchive, ZipFileHeaderRecord, ZipSliceEntry};
use sandbox_core::upload::check_name;

use super::{MAX_WHEEL_FILES, WheelError, refused};

/// Extensions of machine code, which nothing here can load.
const MACHINE_CODE: [&str; 4] = ["so", "pyd", "dll", "dylib"];

/// The archive's files by their names, of `allowed` bytes in all. What an entry says of its size is not believed.
pub(super) fn unpack(
    name: &str,
    bytes: &[u8],
    allowed: u64,
) -> Result<BTreeMap<String, Vec<u8>>, WheelError> {
    let broken = |error: &dyn Display| WheelError::Archive {
        name: name.to_owned(),
        error: error.to_string(),
    };
    let too_large = |allowed, unit| WheelError::TooLarge {
        name: name.to_owned(),
        allowed,
        unit,
    };
    let archive = ZipArchive::from_slice(bytes).map_err(|error| broken(&error))?;
    let mut headers = archive.entries();
    let mut files = BTreeMap::new();
    let mut left = usize::try_from(allowed).unwrap_or(usize::MAX);
    while let Some(header) = headers.next_entry().map_err(|error| broken(&error))? {
        if header.is_dir() {
            continue;
        }
        let path = check_entry(name, &header)?;
        if files.len() >= MAX_WHEEL_FILES {
            return Err(too_large(MAX_WHEEL_FILES as u64, "files"));
        }
        let entry = archive
            .get_entry(header.wayfinder())
            .map_err(|error| broken(&error))?;
        let content = match content(&entry, header.compression_method(), left) {
            Ok(Some(content)) => content,
            Ok(None) => return Err(too_large(allowed, "bytes")),
            Err(error) => return Err(refused(name, &path, error.to_string())),
        };
        left -= content.len();
        if files.insert(path.clone(), content).is_some() {
            return Err(refused(name, &path, "there twice"));
        }
    }
    Ok(files)
}

/// The bytes of an entry, checked against its checksum; `None` when they are more than `limit`.
fn content(
    entry: &ZipSliceEntry<'_>,
    method: CompressionMethod,
    limit: usize,
) -> io::Result<Option<Vec<u8>>> {
    let data = entry.data();
    let content = if method == CompressionMethod::STORE {
        if data.len() > limit {
            return Ok(None);
        }
        data.to_vec()
    } else if method == CompressionMethod::DEFLATE {
        match decompress_to_vec_with_limit(data, limit) {
            Ok(content) => content,
            Err(error) if error.status == TINFLStatus::HasMoreOutput => {
                return Ok(None);
            }
            Err(_) => return Err(io::Error::other("broken compressed data")),
        }
    } else {
        return Err(io::Error::other("compressed in an unusual way"));
    };
    io::copy(
        &mut entry.verifying_reader(content.as_slice()),
        &mut io::sink(),
    )?;
    Ok(Some(content))
}

/// An entry is a plain file with a name that stays where it is unpacked.
fn check_entry(name: &str, header: &ZipFileHeaderRecord<'_>) -> Result<String, WheelError> {
    let path = header.file_path();
    let Ok(path) = std::str::from_utf8(path.as_bytes()) else {
        let path = String::from_utf8_lossy(path.as_bytes());
        return Err(refused(name, &path, "the name is not UTF-8"));
    };
    if header.mode().is_symlink() {
        return Err(refused(name, path, "a symbolic link"));
    }
    if path.contains('\\') {
        return Err(refused(name, path, "the name contains a backslash"));
    }
    check_name(path).map_err(|error| refused(name, path, error.to_string()))?;
    let base = path.rsplit('/').next().unwrap_or_default();
    let is_machine_code = |part: &str| {
        MACHINE_CODE
            .iter()
            .any(|code| part.eq_ignore_ascii_case(code))
    };
    if base.split('.').skip(1).any(is_machine_code) {
        return Err(refused(name, path, "machine code, which cannot be loaded"));
    }
    Ok(path.to_owned())
}
