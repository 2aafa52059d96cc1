//! Preview1's rights and those of the file system, mapped both ways by one table.
//!
//! Preview1 has thirty rights, most of them one to a function; the file system has one for each
//! thing that a policy can grant. So several of preview1's rights stand for one of the file
//! system's: asking for any of them asks for it, and while it is held all of them are reported.
//! Some (`fd_seek`, `fd_sync`) guard nothing that a policy withholds: they are always there, and
//! giving them up changes nothing.

use vfs_layer::{Errno, FileKind, Rights};

use super::refusal::Refusal;

/// The bits of `rights`, in the order of the specification.
pub(super) mod bit {
    pub(in super::super) const FD_DATASYNC: u64 = 1 << 0;
    pub(in super::super) const FD_READ: u64 = 1 << 1;
    pub(in super::super) const FD_SEEK: u64 = 1 << 2;
    pub(in super::super) const FD_FDSTAT_SET_FLAGS: u64 = 1 << 3;
    pub(in super::super) const FD_SYNC: u64 = 1 << 4;
    pub(in super::super) const FD_TELL: u64 = 1 << 5;
    pub(in super::super) const FD_WRITE: u64 = 1 << 6;
    pub(in super::super) const FD_ADVISE: u64 = 1 << 7;
    pub(in super::super) const FD_ALLOCATE: u64 = 1 << 8;
    pub(in super::super) const PATH_CREATE_DIRECTORY: u64 = 1 << 9;
    pub(in super::super) const PATH_CREATE_FILE: u64 = 1 << 10;
    pub(in super::super) const PATH_LINK_SOURCE: u64 = 1 << 11;
    pub(in super::super) const PATH_LINK_TARGET: u64 = 1 << 12;
    pub(in super::super) const PATH_OPEN: u64 = 1 << 13;
    pub(in super::super) const FD_READDIR: u64 = 1 << 14;
    pub(in super::super) const PATH_READLINK: u64 = 1 << 15;
    pub(in super::super) const PATH_RENAME_SOURCE: u64 = 1 << 16;
    pub(in super::super) const PATH_RENAME_TARGET: u64 = 1 << 17;
    pub(in super::super) const PATH_FILESTAT_GET: u64 = 1 << 18;
    pub(in super::super) const PATH_FILESTAT_SET_SIZE: u64 = 1 << 19;
    pub(in super::super) const PATH_FILESTAT_SET_TIMES: u64 = 1 << 20;
    pub(in super::super) const FD_FILESTAT_GET: u64 = 1 << 21;
    pub(in super::super) const FD_FILESTAT_SET_SIZE: u64 = 1 << 22;
    pub(in super::super) const FD_FILESTAT_SET_TIMES: u64 = 1 << 23;
    pub(in super::super) const PATH_SYMLINK: u64 = 1 << 24;
    pub(in super::super) const PATH_REMOVE_DIRECTORY: u64 = 1 << 25;
    pub(in super::super) const PATH_UNLINK_FILE: u64 = 1 << 26;
    pub(in super::super) const POLL_FD_READWRITE: u64 = 1 << 27;
    pub(in super::super) const SOCK_SHUTDOWN: u64 = 1 << 28;
    pub(in super::super) const SOCK_ACCEPT: u64 = 1 << 29;
}

/// The objects on whose descriptors a right has a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    Files,
    Directories,
    Both,
    /// Sockets, which there are none of.
    Nothing,
}

/// One of preview1's rights.
struct Row {
    bit: u64,
    on: On,
    /// The file system's rights of which any one gives it; none: it is always there.
    from: Rights,
}

const fn row(bit: u64, on: On, from: Rights) -> Row {
    Row { bit, on, from }
}

const ALWAYS: Rights = Rights::empty();

const TABLE: [Row; 30] = [
    row(bit::FD_DATASYNC, On::Both, ALWAYS),
    row(bit::FD_READ, On::Files, Rights::READ),
    row(bit::FD_SEEK, On::Files, ALWAYS),
    row(bit::FD_FDSTAT_SET_FLAGS, On::Files, ALWAYS),
    row(bit::FD_SYNC, On::Both, ALWAYS),
    row(bit::FD_TELL, On::Files, ALWAYS),
    row(
        bit::FD_WRITE,
        On::Files,
        Rights::WRITE.union(Rights::APPEND),
    ),
    row(bit::FD_ADVISE, On::Files, ALWAYS),
    row(bit::FD_ALLOCATE, On::Files, Rights::WRITE),
    row(bit::PATH_CREATE_DIRECTORY, On::Directories, Rights::CREATE),
    row(bit::PATH_CREATE_FILE, On::Directories, Rights::CREATE),
    row(bit::PATH_LINK_SOURCE, On::Directories, Rights::LINK),
    row(bit::PATH_LINK_TARGET, On::Directories, Rights::LINK),
    row(bit::PATH_OPEN, On::Directories, ALWAYS),
    row(bit::FD_READDIR, On::Directories, Rights::LIST),
    row(bit::PATH_READLINK, On::Directories, Rights::STAT),
    row(bit::PATH_RENAME_SOURCE, On::Directories, Rights::RENAME),
    row(bit::PATH_RENAME_TARGET, On::Directories, Rights::RENAME),
    row(bit::PATH_FILESTAT_GET, On::Directories, Rights::STAT),
    row(
        bit::PATH_FILESTAT_SET_SIZE,
        On::Directories,
        Rights::TRUNCATE,
    ),
    row(
        bit::PATH_FILESTAT_SET_TIMES,
        On::Directories,
        Rights::SET_TIMES,
    ),
    row(bit::FD_FILESTAT_GET, On::Both, Rights::STAT),
    row(bit::FD_FILESTAT_SET_SIZE, On::Files, Rights::TRUNCATE),
    row(bit::FD_FILESTAT_SET_TIMES, On::Both, Rights::SET_TIMES),
    row(bit::PATH_SYMLINK, On::Directories, Rights::SYMLINK),
    row(bit::PATH_REMOVE_DIRECTORY, On::Directories, Rights::DELETE),
    row(bit::PATH_UNLINK_FILE, On::Directories, Rights::DELETE),
    row(bit::POLL_FD_READWRITE, On::Files, ALWAYS),
    row(bit::SOCK_SHUTDOWN, On::Nothing, ALWAYS),
    row(bit::SOCK_ACCEPT, On::Nothing, ALWAYS),
];

/// What a descriptor that holds `rights` on an object of `kind` reports.
pub(super) fn base(kind: FileKind, rights: Rights) -> u64 {
    match kind {
        // As wasmtime-wasi reports standard streams: reading or writing, nothing else. No seeking,
        // so that a C library does not try to.
        FileKind::CharacterDevice => {
            let read = if rights.intersects(Rights::READ) {
                bit::FD_READ
            } else {
                0
            };
            let write = if rights.intersects(Rights::WRITE | Rights::APPEND) {
                bit::FD_WRITE
            } else {
                0
            };
            read | write
        }
        FileKind::Directory => reported(rights, |on| matches!(on, On::Directories | On::Both)),
        FileKind::RegularFile | FileKind::SymbolicLink => {
            reported(rights, |on| matches!(on, On::Files | On::Both))
        }
    }
}

/// What a descriptor that can pass `rights` on reports: for a directory what files and
/// directories opened through it may have, for anything else nothing, since nothing is opened
/// through it.
pub(super) fn inheriting(kind: FileKind, rights: Rights) -> u64 {
    match kind {
        FileKind::Directory => reported(rights, |on| on != On::Nothing),
        _ => 0,
    }
}

fn reported(rights: Rights, meant: impl Fn(On) -> bool) -> u64 {
    TABLE
        .iter()
        .filter(|row| meant(row.on))
        .filter(|row| row.from.is_empty() || row.from.intersects(rights))
        .fold(0, |bits, row| bits | row.bit)
}

/// The file system's rights that `bits` ask for.
///
/// # Errors
/// `EINVAL` for bits that preview1 does not have.
pub(super) fn requested(bits: u64) -> Result<Rights, Refusal> {
    let mut rights = Rights::empty();
    let mut rest = bits;
    for row in &TABLE {
        if bits & row.bit != 0 {
            rights |= row.from;
            rest &= !row.bit;
        }
    }
    if rest == 0 {
        Ok(rights)
    } else {
        Err(Errno::Inval.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_of_the_specification_has_one_row() {
        for (place, row) in TABLE.iter().enumerate() {
            assert_eq!(row.bit, 1 << place);
        }
    }

    #[test]
    fn what_is_reported_asks_for_what_is_held_and_no_more() {
        for bits in 0..=Rights::all().bits() {
            let held = Rights::from_bits_truncate(bits);
            let passed_on = inheriting(FileKind::Directory, held);
            let asked = requested(passed_on).unwrap_or(Rights::empty());
            // Appending and writing are one right in preview1.
            let either = Rights::WRITE | Rights::APPEND;
            assert!(asked.contains(held), "{held}");
            assert!((held | either).contains(asked), "{held}");
            assert_eq!(asked.intersects(either), held.intersects(either), "{held}");
        }
    }

    #[test]
    fn every_right_of_the_file_system_has_a_row() {
        let covered = TABLE
            .iter()
            .fold(Rights::empty(), |all, row| all | row.from);
        assert_eq!(covered, Rights::all());
    }

    #[test]
    fn a_directory_never_reports_what_only_files_have() {
        let reported = base(FileKind::Directory, Rights::all());
        let files_only = bit::FD_READ
            | bit::FD_WRITE
            | bit::FD_SEEK
            | bit::FD_TELL
            | bit::FD_FILESTAT_SET_SIZE
            | bit::SOCK_ACCEPT;
        let directories =
            bit::PATH_OPEN | bit::FD_READDIR | bit::PATH_SYMLINK | bit::PATH_UNLINK_FILE;
        assert_eq!(reported & files_only, 0);
        assert_eq!(reported & directories, directories);
    }

    #[test]
    fn a_stream_reports_its_one_direction() {
        assert_eq!(
            base(FileKind::CharacterDevice, Rights::READ | Rights::STAT),
            bit::FD_READ
        );
        assert_eq!(
            base(FileKind::CharacterDevice, Rights::WRITE | Rights::STAT),
            bit::FD_WRITE
        );
        assert_eq!(inheriting(FileKind::CharacterDevice, Rights::all()), 0);
    }

    #[test]
    fn bits_beyond_the_table_are_invalid() {
        assert_eq!(requested(1 << 30), Err(Errno::Inval.into()));
        assert_eq!(requested(u64::MAX), Err(Errno::Inval.into()));
        assert_eq!(requested((1 << 30) - 1), Ok(Rights::all()));
    }
}
