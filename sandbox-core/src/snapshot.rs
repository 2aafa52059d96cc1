//! Sessions as bytes: what a component saves before it is replaced, and what another one loads.
//!
//! ```text
//! "EXECSNAP"  version: u16  language: text  sessions: u32  session*  checksum: SHA-256 of everything before
//! session := id: 16 bytes  lived: u64, milliseconds  working directory: text  files: bytes, as vfs-layer froze them
//! text    := length: u32  UTF-8    bytes := length: u64  bytes
//! ```
//!
//! Integers are little-endian. The bytes may come from anywhere: they are checked, and nothing is
//! allocated that they do not justify. Policy, limits and rights are not in them. They are those of
//! the component that loads.

use std::fmt;

use sha2::{Digest, Sha256};
use vfs_layer::Namespace;

const MAGIC: &[u8; 8] = b"EXECSNAP";

/// The version of the format that this crate writes, and the only one that it reads.
pub const VERSION: u16 = 1;

const CHECKSUM: usize = 32;
const ID: usize = 16;
/// Of a text's length, and of the number of sessions.
const COUNT: usize = size_of::<u32>();

/// What a session is called across instances: random, so that only who was told it knows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId([u8; ID]);

impl SessionId {
    /// An id of these bytes, which must be unpredictable.
    #[must_use]
    pub fn new(bytes: [u8; ID]) -> Self {
        Self(bytes)
    }

    /// The id that `text` shows.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; ID];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It is a key to a session's files: not for logs.
        f.write_str("SessionId(..)")
    }
}

/// A session's files, as `vfs-layer` freezes them: bytes, or what they would be frozen from. They are counted
/// before they are written, so that the whole snapshot gets memory once.
pub trait Files {
    /// How many bytes they are.
    fn length(&self) -> usize;

    /// Appends them.
    fn write_to(&self, out: &mut Vec<u8>);
}

impl<B: AsRef<[u8]>> Files for B {
    fn length(&self) -> usize {
        self.as_ref().len()
    }

    fn write_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_ref());
    }
}

/// Files that are still in use, to be frozen straight into a snapshot.
pub(crate) struct Unfrozen<'a>(pub(crate) &'a Namespace);

impl Files for Unfrozen<'_> {
    fn length(&self) -> usize {
        self.0.frozen_length()
    }

    fn write_to(&self, out: &mut Vec<u8>) {
        self.0.freeze_into(out);
    }
}

/// A session, frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenSession<F = Vec<u8>> {
    /// What it is called.
    pub id: SessionId,
    /// How old it was, in milliseconds.
    pub lived_ms: u64,
    /// Its working directory.
    pub working_directory: String,
    /// Its files.
    pub files: F,
}

/// The sessions of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot<F = Vec<u8>> {
    /// The name of the component's language.
    pub language: String,
    /// The sessions.
    pub sessions: Vec<FrozenSession<F>>,
}

/// Why bytes are no snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// They do not begin as one does.
    #[error("not a snapshot of sessions")]
    NotASnapshot,
    /// Another version of the format.
    #[error("a snapshot of version {found}; this reads version {VERSION}")]
    Version {
        /// The version of the bytes.
        found: u16,
    },
    /// They were changed, or cut.
    #[error("the checksum does not match: the snapshot is damaged")]
    Checksum,
    /// They say something impossible.
    #[error("malformed at byte {offset}: {what}")]
    Malformed {
        /// Where.
        offset: usize,
        /// What is wrong there.
        what: &'static str,
    },
}

impl<F: Files> Snapshot<F> {
    /// The snapshot as bytes. The same sessions give the same bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.encoded_length());
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        put_text(&mut out, &self.language);
        out.extend_from_slice(&(self.sessions.len() as u32).to_le_bytes());
        for session in &self.sessions {
            out.extend_from_slice(&session.id.0);
            out.extend_from_slice(&session.lived_ms.to_le_bytes());
            put_text(&mut out, &session.working_directory);
            out.extend_from_slice(&(session.files.length() as u64).to_le_bytes());
            session.files.write_to(&mut out);
        }
        let checksum = Sha256::digest(&out);
        out.extend_from_slice(&checksum);
        out
    }

    fn encoded_length(&self) -> usize {
        let head = MAGIC.len() + size_of_val(&VERSION) + text_length(&self.language) + COUNT;
        let sessions = self.sessions.iter().map(|session| {
            let fixed = ID + size_of_val(&session.lived_ms) + size_of::<u64>();
            fixed + text_length(&session.working_directory) + session.files.length()
        });
        head + sessions.sum::<usize>() + CHECKSUM
    }
}

impl Snapshot<&[u8]> {
    /// The snapshot with bytes of its own.
    #[must_use]
    pub fn into_owned(self) -> Snapshot {
        let sessions = self.sessions.into_iter().map(|session| FrozenSession {
            id: session.id,
            lived_ms: session.lived_ms,
            working_directory: session.working_directory,
            files: session.files.to_vec(),
        });
        Snapshot {
            language: self.language,
            sessions: sessions.collect(),
        }
    }
}

impl<'a> Snapshot<&'a [u8]> {
    /// The snapshot that `bytes` are, whose files stay where they are.
    ///
    /// # Errors
    /// [`SnapshotError`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, SnapshotError> {
        let mut header = Reader { bytes, offset: 0 };
        if header.take(MAGIC.len()).ok() != Some(MAGIC) {
            return Err(SnapshotError::NotASnapshot);
        }
        let found = header.u16().map_err(|_| SnapshotError::NotASnapshot)?;
        if found != VERSION {
            return Err(SnapshotError::Version { found });
        }
        let (body, checksum) = bytes
            .split_last_chunk::<CHECKSUM>()
            .ok_or(SnapshotError::Checksum)?;
        if Sha256::digest(body)[..] != checksum[..] {
            return Err(SnapshotError::Checksum);
        }
        let mut reader = Reader {
            bytes: body,
            offset: header.offset,
        };
        let language = reader.text()?.to_owned();
        let mut sessions = Vec::new();
        for _ in 0..reader.u32()? {
            sessions.push(FrozenSession {
                id: SessionId(reader.array()?),
                lived_ms: reader.u64()?,
                working_directory: reader.text()?.to_owned(),
                files: reader.long_bytes()?,
            });
        }
        if reader.offset != body.len() {
            return Err(reader.malformed("bytes are left over"));
        }
        Ok(Self { language, sessions })
    }
}

fn text_length(text: &str) -> usize {
    COUNT + text.len()
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&(text.len() as u32).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// Reads, and never goes beyond the bytes.
struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    fn malformed(&self, what: &'static str) -> SnapshotError {
        SnapshotError::Malformed {
            offset: self.offset,
            what,
        }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], SnapshotError> {
        let rest = self.bytes.get(self.offset..).unwrap_or_default();
        let taken = rest
            .get(..count)
            .ok_or(self.malformed("it ends too early"))?;
        self.offset += count;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], SnapshotError> {
        let taken = self.take(N)?;
        taken
            .try_into()
            .map_err(|_| self.malformed("it ends too early"))
    }

    fn u16(&mut self) -> Result<u16, SnapshotError> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, SnapshotError> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, SnapshotError> {
        self.array().map(u64::from_le_bytes)
    }

    fn text(&mut self) -> Result<&'a str, SnapshotError> {
        let length = self.u32()? as usize;
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| self.malformed("a text is not UTF-8"))
    }

    fn long_bytes(&mut self) -> Result<&'a [u8], SnapshotError> {
        let length = self.u64()?;
        let length = usize::try_from(length).map_err(|_| self.malformed("it ends too early"))?;
        self.take(length)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn snapshot() -> Snapshot {
        Snapshot {
            language: "javascript".into(),
            sessions: vec![
                FrozenSession {
                    id: SessionId([7; ID]),
                    lived_ms: 42,
                    working_directory: "/workspace/ä".into(),
                    files: vec![1, 2, 3],
                },
                FrozenSession {
                    id: SessionId([8; ID]),
                    lived_ms: 0,
                    working_directory: "/".into(),
                    files: Vec::new(),
                },
            ],
        }
    }

    /// With a checksum that fits, as somebody who forges a snapshot would have it.
    fn sealed(body: &[u8]) -> Vec<u8> {
        [body, &Sha256::digest(body)[..]].concat()
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = snapshot().encode();
        let read = Snapshot::decode(&bytes).map(Snapshot::into_owned);
        assert_eq!(read, Ok(snapshot()));
        assert_eq!(snapshot().encode(), bytes);
    }

    /// Memory that the policy did not foresee is what a full session has none of.
    #[test]
    fn its_length_is_known_before_it_is_written() {
        let snapshot = snapshot();
        let bytes = snapshot.encode();
        assert_eq!(snapshot.encoded_length(), bytes.len());
        assert_eq!(bytes.capacity(), bytes.len());
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_noticed() {
        let bytes = snapshot().encode();
        for end in 0..bytes.len() {
            assert!(Snapshot::decode(&bytes[..end]).is_err(), "cut at {end}");
            let mut changed = bytes.clone();
            changed[end] ^= 0x40;
            assert!(Snapshot::decode(&changed).is_err(), "changed at {end}");
        }
    }

    #[test]
    fn another_version_is_named() {
        let mut bytes = snapshot().encode();
        bytes[8] = 2;
        assert_eq!(
            Snapshot::decode(&bytes).unwrap_err().to_string(),
            "a snapshot of version 2; this reads version 1"
        );
    }

    #[test]
    fn a_forged_snapshot_is_malformed_and_costs_nothing() {
        let bytes = snapshot().encode();
        let body = &bytes[..bytes.len() - CHECKSUM];
        for end in MAGIC.len() + 2..body.len() {
            let sealed = sealed(&body[..end]);
            let forged = Snapshot::decode(&sealed);
            assert!(
                matches!(forged, Err(SnapshotError::Malformed { .. })),
                "cut at {end}: {forged:?}"
            );
        }
        // 4 GiB of sessions, and a file of 16 EiB.
        for (at, width) in [(MAGIC.len() + 2 + 4 + 10, 4), (body.len() - 8, 8)] {
            let mut huge = body.to_vec();
            huge[at..at + width].fill(0xff);
            assert!(matches!(
                Snapshot::decode(&sealed(&huge)),
                Err(SnapshotError::Malformed { .. })
            ));
        }
    }

    #[test]
    fn an_id_is_shown_as_it_is_parsed_and_not_in_logs() {
        let id = SessionId([0xab; ID]);
        assert_eq!(SessionId::parse(&id.to_string()), Some(id));
        assert_eq!(SessionId::parse("ab"), None);
        assert_eq!(format!("{id:?}"), "SessionId(..)");
    }
}
