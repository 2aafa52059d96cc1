//! A component's bytes, and what they are known by.

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};

/// The length of a component's digest, in bytes: that of SHA-256.
pub const DIGEST_LENGTH: usize = 32;

/// A component, not compiled yet.
#[derive(Debug, Clone)]
pub struct Wasm<'a> {
    bytes: Cow<'a, [u8]>,
    digest: [u8; DIGEST_LENGTH],
}

impl<'a> Wasm<'a> {
    /// A component whose digest is computed now: 20 ms for Python's.
    #[must_use]
    pub fn new(bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        let bytes = bytes.into();
        let digest = Sha256::digest(&bytes).into();
        Self { bytes, digest }
    }

    /// A component whose digest was computed before, when it was built into a program. With the digest of
    /// another component one gets that other one.
    #[must_use]
    pub const fn known(bytes: &'a [u8], digest: [u8; DIGEST_LENGTH]) -> Self {
        Self {
            bytes: Cow::Borrowed(bytes),
            digest,
        }
    }

    /// The component itself.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn digest(&self) -> &[u8; DIGEST_LENGTH] {
        &self.digest
    }
}
