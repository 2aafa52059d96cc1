//! A component's bytes, and what they are known by.

use std::borrow::Cow;

use miniz_oxide::inflate::decompress_to_vec_with_limit;
use sha2::{Digest as _, Sha256};

/// The length of a component's digest, in bytes: that of SHA-256.
pub const DIGEST_LENGTH: usize = 32;

/// A component, not compiled yet.
#[derive(Debug, Clone)]
pub struct Wasm<'a> {
    content: Content<'a>,
    digest: [u8; DIGEST_LENGTH],
}

#[derive(Debug, Clone)]
enum Content<'a> {
    Plain(Cow<'a, [u8]>),
    Deflated { bytes: &'a [u8], length: usize },
}

impl<'a> Wasm<'a> {
    /// A component whose digest is computed now: 20 ms for Python's.
    #[must_use]
    pub fn new(bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        let bytes = bytes.into();
        let digest = Sha256::digest(&bytes).into();
        Self {
            content: Content::Plain(bytes),
            digest,
        }
    }

    /// A component of `length` bytes that was deflated (RFC 1951, no header), and its digest computed, when it was
    /// built into a program. With the digest of another component one gets that other one.
    #[must_use]
    pub const fn deflated(bytes: &'a [u8], length: usize, digest: [u8; DIGEST_LENGTH]) -> Self {
        Self {
            content: Content::Deflated { bytes, length },
            digest,
        }
    }

    /// The component itself. One that was deflated is inflated each time: a tenth of a second for Python's, which takes
    /// two hundred times that to compile.
    ///
    /// # Errors
    /// When what was deflated is no such thing, or something longer.
    pub fn bytes(&self) -> wasmtime::Result<Cow<'_, [u8]>> {
        match &self.content {
            Content::Plain(bytes) => Ok(Cow::Borrowed(bytes)),
            Content::Deflated { bytes, length } => decompress_to_vec_with_limit(bytes, *length)
                .map(Cow::Owned)
                .map_err(|error| {
                    wasmtime::Error::msg(format!("a component of {length} bytes: {error}"))
                }),
        }
    }

    pub(crate) fn digest(&self) -> &[u8; DIGEST_LENGTH] {
        &self.digest
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use miniz_oxide::deflate::compress_to_vec;

    use super::*;

    #[test]
    fn what_was_deflated_is_the_component() {
        let component = vec![7; 100_000];
        let plain = Wasm::new(component.clone());
        let deflated = compress_to_vec(&component, 6);
        let deflated = Wasm::deflated(&deflated, component.len(), *plain.digest());
        assert_eq!(deflated.bytes().unwrap(), plain.bytes().unwrap());
    }

    #[test]
    fn what_is_longer_than_it_says_or_nothing_of_the_kind_is_an_error() {
        let deflated = compress_to_vec(&[7; 100_000], 6);
        let digest = [0; DIGEST_LENGTH];
        assert!(Wasm::deflated(&deflated, 99_999, digest).bytes().is_err());
        assert!(Wasm::deflated(b"\0asm", 100_000, digest).bytes().is_err());
    }
}
