//! Files as callers hand them over: their names checked, their contents decoded.

use std::collections::BTreeSet;

use crate::encoding::{DecodeError, Encoding};

/// A file of a caller's, not yet checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upload {
    /// A relative path.
    pub name: String,
    /// The content, written down as `encoding` says.
    pub content: Vec<u8>,
    /// How.
    pub encoding: Encoding,
}

/// What is wrong with a file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is none.
    #[error("the name is empty")]
    Empty,
    /// It starts at `/`.
    #[error("the name is absolute; names are relative to the working directory")]
    Absolute,
    /// It has two slashes in a row, or one at its end.
    #[error("the name has an empty segment")]
    EmptySegment,
    /// It has a segment `.` or `..`.
    #[error("the name has a segment `.` or `..`")]
    DotSegment,
    /// It has a NUL.
    #[error("the name contains NUL")]
    Nul,
    /// Another file has it already.
    #[error("another file has the same name")]
    Duplicate,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UploadError {
    /// Its name.
    #[error("{0}")]
    Name(#[from] NameError),
    /// Its content.
    #[error("{0}")]
    Content(#[from] DecodeError),
}

/// Checks the name of a file that a caller hands over.
///
/// # Errors
/// [`NameError`], but never [`NameError::Duplicate`].
pub fn check_name(name: &str) -> Result<(), NameError> {
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    if name.contains('\0') {
        return Err(NameError::Nul);
    }
    if name.starts_with('/') {
        return Err(NameError::Absolute);
    }
    for segment in name.split('/') {
        match segment {
            "" => return Err(NameError::EmptySegment),
            "." | ".." => return Err(NameError::DotSegment),
            _ => {}
        }
    }
    Ok(())
}

impl Upload {
    /// The name and the bytes, both checked.
    ///
    /// # Errors
    /// The name's or the content's.
    pub fn decode(self) -> Result<(String, Vec<u8>), UploadError> {
        check_name(&self.name)?;
        Ok((self.name, self.encoding.decode(self.content)?))
    }
}

/// Decodes the files of one call.
///
/// # Errors
/// The message names the file: `files[1] "x.bin": invalid base64 at byte 12`.
pub fn decode_all(files: Vec<Upload>) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut names = BTreeSet::new();
    let mut decoded = Vec::with_capacity(files.len());
    for (index, file) in files.into_iter().enumerate() {
        let place = format!("files[{index}] {:?}", file.name);
        let (name, content) = file.decode().map_err(|error| format!("{place}: {error}"))?;
        if !names.insert(name.clone()) {
            return Err(format!("{place}: {}", NameError::Duplicate));
        }
        decoded.push((name, content));
    }
    Ok(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content: &str, encoding: Encoding) -> Upload {
        Upload {
            name: name.into(),
            content: content.into(),
            encoding,
        }
    }

    #[test]
    fn takes_relative_names_only() {
        assert_eq!(check_name("a/b.c/.d"), Ok(()));
        assert_eq!(check_name("...."), Ok(()));
        assert_eq!(check_name(""), Err(NameError::Empty));
        assert_eq!(check_name("/a"), Err(NameError::Absolute));
        assert_eq!(check_name("a//b"), Err(NameError::EmptySegment));
        assert_eq!(check_name("a/"), Err(NameError::EmptySegment));
        assert_eq!(check_name("./a"), Err(NameError::DotSegment));
        assert_eq!(check_name("a/../b"), Err(NameError::DotSegment));
        assert_eq!(check_name("a\0"), Err(NameError::Nul));
    }

    #[test]
    fn names_the_file_that_is_wrong() {
        let good = file("a.js", "1", Encoding::Utf8);
        let bad = file("x.bin", "AAAAAAAAAAAA!AAA", Encoding::Base64);
        assert_eq!(
            decode_all(vec![good.clone(), bad]),
            Err("files[1] \"x.bin\": invalid base64 at byte 12".into())
        );
        assert_eq!(
            decode_all(vec![good.clone(), good]),
            Err("files[1] \"a.js\": another file has the same name".into())
        );
    }
}
