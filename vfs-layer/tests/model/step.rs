//! Plans: what a program could ask, as plain numbers that always mean something, so that any of them can be tried and made
//! smaller.

use vfs_layer::{Fd, OpenOptions, Rights, TimeChange, Timestamp, Whence};

/// A descriptor: mostly one that is open.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(fuzzing, derive(arbitrary::Arbitrary))]
pub enum Which {
    /// The root.
    Root,
    /// Of those open on files, this one.
    File(u8),
    /// Of those open on directories, this one.
    Directory(u8),
    /// Whatever has the number.
    Number(u8),
    /// A number that no table has.
    Huge,
}

impl Which {
    /// Its number, given what is open, and whether on a directory.
    pub fn among(self, open: &[(Fd, bool)]) -> Fd {
        let nth = |n: u8, directory: bool| {
            let numbers = open.iter().filter(|(fd, is)| *fd > 3 && *is == directory);
            let numbers: Vec<Fd> = numbers.map(|(fd, _)| *fd).collect();
            let place = usize::from(n).checked_rem(numbers.len());
            place.map(|place| numbers[place])
        };
        match self {
            Self::Root => vfs_layer::ROOT_FD,
            Self::File(n) => nth(n, false).unwrap_or(Fd::from(n)),
            Self::Directory(n) => nth(n, true).unwrap_or(vfs_layer::ROOT_FD),
            Self::Number(n) => Fd::from(n % 16),
            Self::Huge => Fd::MAX,
        }
    }
}

/// An offset or a size: mostly small, now and then one that overflows something.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(fuzzing, derive(arbitrary::Arbitrary))]
pub struct Size(pub u8);

impl Size {
    pub fn value(self) -> u64 {
        const LARGE: [u64; 10] = [
            (1 << 31) - 1,
            1 << 31,
            1 << 32,
            1 << 40,
            1 << 62,
            (1 << 63) - 1,
            1 << 63,
            u64::MAX - 64,
            u64::MAX - 1,
            u64::MAX,
        ];
        match self.0 {
            n @ ..240 => u64::from(n % 80),
            n => LARGE[usize::from(n) % LARGE.len()],
        }
    }

    pub fn signed(self) -> i64 {
        self.value().cast_signed() - i64::from(self.0 % 3) * 20
    }
}

/// A path, out of few names, so that names meet.
#[derive(Clone, Debug)]
#[cfg_attr(fuzzing, derive(arbitrary::Arbitrary))]
pub struct Path {
    pub top: u8,
    pub names: Vec<u8>,
    pub slash: bool,
}

impl Path {
    pub fn bytes(&self) -> Vec<u8> {
        const TOPS: [&str; 24] = [
            "w", "w", "w", "w", "w", "o", "o", "o", "o", "o/d", "o/d", "w/m", "q", "q", "q/d", "w",
            "", "", "", "r", "..", "/", "o/d/m", "none",
        ];
        const NAMES: [&[u8]; 32] = [
            b"a",
            b"b",
            b"d",
            b"e",
            b"a",
            b"b",
            b"d",
            b"e",
            b"a",
            b"b",
            b"d",
            b"e",
            b"a",
            b"b",
            b"d",
            b"e",
            b"f",
            b"l",
            b"m",
            b"k",
            b"e",
            b"f",
            b".",
            b"..",
            b"..",
            b".",
            b"x",
            b"ninebytes",
            b"",
            b"\xff",
            b"a\0",
            b"\xc3\xa9",
        ];
        let top = TOPS[usize::from(self.top) % TOPS.len()];
        let mut path = top.as_bytes().to_vec();
        for name in self.names.iter().take(12) {
            if !path.is_empty() {
                path.push(b'/');
            }
            path.extend(NAMES[usize::from(*name) % NAMES.len()]);
        }
        if self.slash {
            path.push(b'/');
        }
        path
    }
}

/// How to open.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(fuzzing, derive(arbitrary::Arbitrary))]
pub struct Open {
    /// Of [`Rights::DATA`].
    pub access: u8,
    pub narrow: bool,
    pub create: bool,
    pub exclusive: bool,
    pub truncate: bool,
    pub directory: bool,
    pub follow: bool,
    pub append: bool,
}

impl Open {
    pub fn options(self) -> OpenOptions {
        const ACCESS: [Rights; 6] = [
            Rights::READ.union(Rights::WRITE),
            Rights::READ,
            Rights::WRITE,
            Rights::empty(),
            Rights::APPEND,
            Rights::READ.union(Rights::APPEND),
        ];
        let most = if self.narrow {
            Rights::all() - Rights::DELETE - Rights::APPEND
        } else {
            Rights::all()
        };
        OpenOptions {
            access: ACCESS[usize::from(self.access) % ACCESS.len()],
            rights: most,
            inheriting: most,
            create: self.create,
            exclusive: self.exclusive,
            truncate: self.truncate,
            directory: self.directory,
            follow: self.follow,
            flags: if self.append {
                vfs_layer::DescriptorFlags::APPEND
            } else {
                vfs_layer::DescriptorFlags::empty()
            },
        }
    }
}

/// Rights to keep: all but one or two.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(fuzzing, derive(arbitrary::Arbitrary))]
pub struct Kept(pub u8, pub u8);

impl Kept {
    pub fn of(self, held: Rights) -> Rights {
        let taken = Rights::from_bits_truncate(1 << (self.0 % 12) | 1 << (self.1 % 12));
        // Now and then one that was not held.
        if self.0 >= 250 {
            Rights::all()
        } else {
            held - taken
        }
    }
}

/// What to do with a time.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(fuzzing, derive(arbitrary::Arbitrary))]
pub struct Time(pub u8);

impl Time {
    pub fn change(self) -> TimeChange {
        match self.0 % 4 {
            0 => TimeChange::Keep,
            1 => TimeChange::Now,
            2 => TimeChange::To(Timestamp::from_nanos(u64::from(self.0))),
            _ => TimeChange::To(Timestamp::from_nanos(u64::MAX)),
        }
    }
}

/// One step of a plan.
#[derive(Clone, Debug)]
#[cfg_attr(fuzzing, derive(arbitrary::Arbitrary))]
pub enum Step {
    Open(Which, Path, Open),
    Read(Which, Size),
    PositionedRead(Which, Size, Size),
    Write(Which, u8),
    PositionedWrite(Which, u8, Size),
    Seek(Which, Size, u8),
    Tell(Which),
    SetSize(Which, Size),
    Allocate(Which, Size, Size),
    Sync(Which),
    Advise(Which, Size, Size),
    Stat(Which),
    StatAt(Which, Path, bool),
    SetTimes(Which, Time, Time),
    SetTimesAt(Which, Path, bool, Time, Time),
    /// From a cookie that the directory gave before, or from the beginning.
    ReadDirectory(Which, u8),
    /// From a cookie that it may never have given.
    StrangeCookie(Which, Size),
    MakeDirectory(Which, Path),
    RemoveDirectory(Which, Path),
    Unlink(Which, Path),
    Rename(Which, Path, Which, Path),
    Link(Which, Path, bool, Which, Path),
    Symlink(Path, Which, Path),
    ReadLink(Which, Path),
    Renumber(Which, Which),
    Close(Which),
    SetRights(Which, Kept),
    SetFlags(Which, bool),
    BeginRun,
    /// Frozen, and thawed into a new namespace.
    Thaw,
}

pub fn whence(n: u8) -> Whence {
    [Whence::Start, Whence::Current, Whence::End][usize::from(n) % 3]
}
