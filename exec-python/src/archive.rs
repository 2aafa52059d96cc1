//! The archive that Python's library comes in: many files, each packed on its own.
//!
//! Little endian: the bytes `PYPACK1\n`; a count; for each file the length of its path, the path, its
//! length, where it lies and its length there; then the files, as raw deflate, or as they are when that
//! would be no shorter. `cargo xtask build` writes it (`xtask/src/cpython/pack.rs`).

const MAGIC: &[u8] = b"PYPACK1\n";

/// A file of an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Member {
    /// Relative, with `/` between names.
    pub(crate) path: &'static str,
    /// Its bytes, when unpacked.
    pub(crate) length: usize,
    packed: &'static [u8],
}

impl Member {
    /// The file's bytes; none when the archive is damaged.
    pub(crate) fn unpack(&self) -> Vec<u8> {
        if self.packed.len() == self.length {
            return self.packed.to_vec();
        }
        miniz_oxide::inflate::decompress_to_vec_with_limit(self.packed, self.length)
            .unwrap_or_default()
    }
}

/// The files of an archive, in its order. `None` when it is not one.
pub(crate) fn members(archive: &'static [u8]) -> Option<Vec<Member>> {
    let mut reader = Reader {
        rest: archive.strip_prefix(MAGIC)?,
    };
    let count = reader.number()?;
    let mut members = Vec::new();
    for _ in 0..count {
        let path_length = usize::from(u16::from_le_bytes(reader.take()?));
        let path = std::str::from_utf8(reader.bytes(path_length)?).ok()?;
        let length = reader.number()?;
        let offset = reader.number()?;
        let end = offset.checked_add(reader.number()?)?;
        let packed = archive.get(offset..end)?;
        members.push(Member {
            path,
            length,
            packed,
        });
    }
    Some(members)
}

struct Reader {
    rest: &'static [u8],
}

impl Reader {
    fn bytes(&mut self, count: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    fn number(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.take()?)).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// An archive with one file, which claims to be `length` bytes long.
    fn archive(content: &[u8], length: u32) -> &'static [u8] {
        let packed = miniz_oxide::deflate::compress_to_vec(content, 9);
        let mut bytes = MAGIC.to_vec();
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend(6_u16.to_le_bytes());
        bytes.extend(b"a/b.py");
        bytes.extend(length.to_le_bytes());
        let offset = u32::try_from(bytes.len() + 8).unwrap();
        bytes.extend(offset.to_le_bytes());
        bytes.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        bytes.extend(packed);
        bytes.leak()
    }

    #[test]
    fn files_come_out_as_they_went_in() {
        let text = b"import this\n".repeat(100);
        let members = members(archive(&text, 1200)).unwrap();
        assert_eq!(
            members
                .iter()
                .map(|member| (member.path, member.length))
                .collect::<Vec<_>>(),
            [("a/b.py", 1200)]
        );
        assert_eq!(members.first().unwrap().unpack(), text);
    }

    #[test]
    fn a_file_that_is_longer_than_it_says_is_not_unpacked() {
        let members = members(archive(&[0; 5000], 1200)).unwrap();
        assert_eq!(members.first().unwrap().unpack(), b"");
    }

    #[test]
    fn what_is_cut_off_is_no_archive() {
        let whole = archive(b"text", 4);
        assert!(members(whole).is_some());
        for length in 0..whole.len() {
            let cut = whole.get(..length).unwrap();
            assert_eq!(members(cut), None, "{length} bytes");
        }
    }
}
