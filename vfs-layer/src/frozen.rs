//! The format of frozen bytes, version 1. Integers are little-endian; a text is its length (u32) and its bytes.
//!
//! ```text
//! "VFSLAYER"  version: u16  mounts: u16  mount*  checksum: SHA-256 of everything before
//! mount   := path: text  layer: u8 (0 scratch, 1 overlay + lower layer's digest: 32 bytes)  objects: u32  object*
//! object  := kind: u8  accessed: u64  modified: u64  changed: u64  origin: u32 (0: none, else the lower node's index + 1)  content
//! content := 0 directory: entries: u32 (name: text  node: u32)*   1 file: length: u64  bytes
//!            2 file whose bytes are its origin's: nothing            3 symbolic link: target: text
//! node    := 0: whiteout, else the object's place in the mount + 1
//! ```
//!
//! A mount's first object is its root. A hard link is an object that two entries name.

use sha2::{Digest, Sha256};

use crate::descriptor::FileKind;
use crate::layer::lower::LowerIndex;
use crate::thaw::ThawError;
use crate::timestamp::{Times, Timestamp};

pub(crate) const MAGIC: &[u8; 8] = b"VFSLAYER";
pub(crate) const VERSION: u16 = 1;
pub(crate) const CHECKSUM_BYTES: usize = 32;

pub(crate) const SCRATCH: u8 = 0;
pub(crate) const OVERLAY: u8 = 1;

pub(crate) const DIRECTORY: u8 = 0;
pub(crate) const FILE: u8 = 1;
pub(crate) const LOWER_FILE: u8 = 2;
pub(crate) const SYMLINK: u8 = 3;

/// Reads frozen bytes. Never goes beyond them, and hands out slices of them instead of copies.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }

    pub(crate) fn malformed(&self, what: &'static str) -> ThawError {
        ThawError::Malformed {
            offset: self.offset,
            what,
        }
    }

    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.offset == self.bytes.len()
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], ThawError> {
        let rest = self.bytes.get(self.offset..).unwrap_or(&[]);
        let taken = rest
            .get(..count)
            .ok_or(self.malformed("it ends too early"))?;
        self.offset += count;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ThawError> {
        let taken = self.take(N)?;
        taken
            .try_into()
            .map_err(|_| self.malformed("it ends too early"))
    }

    pub(crate) fn u8(&mut self) -> Result<u8, ThawError> {
        self.array().map(u8::from_le_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, ThawError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, ThawError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, ThawError> {
        self.array().map(u64::from_le_bytes)
    }

    pub(crate) fn long_bytes(&mut self) -> Result<&'a [u8], ThawError> {
        let len = self.u64()?;
        let len = usize::try_from(len).map_err(|_| self.malformed("it ends too early"))?;
        self.take(len)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, ThawError> {
        let len = self.u32()?;
        let len = usize::try_from(len).map_err(|_| self.malformed("it ends too early"))?;
        let bytes = self.take(len)?;
        std::str::from_utf8(bytes).map_err(|_| self.malformed("a text is not UTF-8"))
    }
}

/// A mount as the bytes have it.
pub(crate) struct FrozenMount<'a> {
    pub(crate) path: &'a str,
    pub(crate) digest: Option<&'a [u8]>,
    pub(crate) objects: Vec<Object<'a>>,
}

/// An object as the bytes have it.
pub(crate) struct Object<'a> {
    pub(crate) times: Times,
    pub(crate) origin: Option<LowerIndex>,
    pub(crate) content: ObjectContent<'a>,
    offset: usize,
}

/// What an object is.
pub(crate) enum ObjectContent<'a> {
    Directory(Vec<(&'a str, u32)>),
    File(&'a [u8]),
    LowerFile,
    Symlink(&'a str),
}

impl Object<'_> {
    pub(crate) fn malformed(&self, what: &'static str) -> ThawError {
        ThawError::Malformed {
            offset: self.offset,
            what,
        }
    }

    pub(crate) fn kind(&self) -> FileKind {
        match self.content {
            ObjectContent::Directory(_) => FileKind::Directory,
            ObjectContent::File(_) | ObjectContent::LowerFile => FileKind::RegularFile,
            ObjectContent::Symlink(_) => FileKind::SymbolicLink,
        }
    }
}

/// Checks the version and the checksum, and reads the structure. Bytes of files stay where they are.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<FrozenMount<'_>>, ThawError> {
    let mut header = Reader::new(bytes);
    if header.take(MAGIC.len()).map_err(|_| ThawError::NotFrozen)? != MAGIC {
        return Err(ThawError::NotFrozen);
    }
    let found = header.u16().map_err(|_| ThawError::NotFrozen)?;
    if found != VERSION {
        let supported = VERSION;
        return Err(ThawError::Version { found, supported });
    }
    let body = bytes
        .len()
        .checked_sub(CHECKSUM_BYTES)
        .ok_or(ThawError::Checksum)?;
    let (body, checksum) = bytes.split_at_checked(body).ok_or(ThawError::Checksum)?;
    if Sha256::digest(body)[..] != *checksum {
        return Err(ThawError::Checksum);
    }
    let mut reader = Reader::new(body);
    reader.take(MAGIC.len() + 2)?;
    let mut mounts = Vec::new();
    for _ in 0..reader.u16()? {
        mounts.push(parse_mount(&mut reader)?);
    }
    if !reader.is_at_end() {
        return Err(reader.malformed("bytes are left over"));
    }
    Ok(mounts)
}

fn parse_mount<'a>(reader: &mut Reader<'a>) -> Result<FrozenMount<'a>, ThawError> {
    let path = reader.text()?;
    let digest = match reader.u8()? {
        SCRATCH => None,
        OVERLAY => Some(reader.take(CHECKSUM_BYTES)?),
        _ => return Err(reader.malformed("an unknown layer")),
    };
    let mut objects = Vec::new();
    for _ in 0..reader.u32()? {
        objects.push(parse_object(reader)?);
    }
    Ok(FrozenMount {
        path,
        digest,
        objects,
    })
}

fn parse_object<'a>(reader: &mut Reader<'a>) -> Result<Object<'a>, ThawError> {
    let kind = reader.u8()?;
    let mut time = || reader.u64().map(Timestamp::from_nanos);
    let times = Times {
        accessed: time()?,
        modified: time()?,
        changed: time()?,
    };
    let origin = reader.u32()?.checked_sub(1).map(LowerIndex);
    let content = match kind {
        DIRECTORY => {
            let mut entries = Vec::new();
            for _ in 0..reader.u32()? {
                entries.push((reader.text()?, reader.u32()?));
            }
            ObjectContent::Directory(entries)
        }
        FILE => ObjectContent::File(reader.long_bytes()?),
        LOWER_FILE => ObjectContent::LowerFile,
        SYMLINK => ObjectContent::Symlink(reader.text()?),
        _ => return Err(reader.malformed("an unknown kind of object")),
    };
    Ok(Object {
        times,
        origin,
        content,
        offset: reader.offset(),
    })
}

/// Where frozen bytes go. They are counted before they are written, so that they get memory once, and no more than they
/// need: a namespace that is as full as its quota allows is a large part of what its component may hold.
pub(crate) trait Out {
    fn put(&mut self, bytes: &[u8]);
}

impl Out for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// How many bytes there would be.
#[derive(Default)]
pub(crate) struct Length(pub(crate) usize);

impl Out for Length {
    fn put(&mut self, bytes: &[u8]) {
        self.0 += bytes.len();
    }
}

/// Writes a text.
pub(crate) fn put_text(out: &mut dyn Out, text: &str) {
    put_count(out, text.len());
    out.put(text.as_bytes());
}

/// Writes a count. Quotas keep every count far below 32 bits: inode ids have that many.
pub(crate) fn put_count(out: &mut dyn Out, count: usize) {
    out.put(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}
