//! Reading directories: one order that stays, and cookies that survive any change.

use crate::descriptor::{Fd, FileKind};
use crate::directory::{DOTS, Directory};
use crate::error::FsResult;
use crate::inode::NodeId;
use crate::namespace::Namespace;
use crate::operation::Operation;

/// An entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry<'a> {
    /// The cookie that continues after this entry (preview1's `d_next`). Never 0.
    pub next: u64,
    /// The inode's number, as [`FileStat::inode`](crate::FileStat::inode) has it.
    pub inode: u64,
    /// What it is.
    pub kind: FileKind,
    /// Its name.
    pub name: &'a str,
}

/// The entries of a directory from a cookie on, in an order that stays: `.`, `..`, then what came first. Each step costs the
/// logarithm of the directory's size, wherever it begins, and in an overlay one look more for each lower entry passed over
/// that is hidden; every whiteout is charged, so the inode quota bounds those.
#[derive(Debug)]
pub struct DirectoryEntries<'a> {
    namespace: &'a Namespace,
    directory: NodeId,
    cookie: u64,
}

impl DirectoryEntries<'_> {
    /// The same without `.` and `..`, as `node:fs` and `os.listdir` want it.
    #[must_use]
    pub fn without_dots(mut self) -> Self {
        self.cookie = self.cookie.max(DOTS);
        self
    }
}

impl<'a> Iterator for DirectoryEntries<'a> {
    type Item = DirectoryEntry<'a>;

    fn next(&mut self) -> Option<DirectoryEntry<'a>> {
        let namespace = self.namespace;
        let (next, name, node) = match self.cookie {
            0 => (1, ".", self.directory),
            1 => (DOTS, "..", namespace.parent_of(self.directory).ok()?),
            after => namespace.next_child(self.directory, after)?,
        };
        self.cookie = next;
        Some(DirectoryEntry {
            next,
            inode: namespace.number_of(node).ok()?,
            kind: namespace.kind_of(node).ok()?,
            name,
        })
    }
}

impl Namespace {
    /// The entries of a directory after a cookie; 0 begins with `.` and `..`. Cookies grow and never mean another entry, so
    /// reading goes on correctly whatever was added or removed in between; any number is accepted.
    ///
    /// # Errors
    /// `NotDirectory`, `BadDescriptor`, a missing right.
    pub fn read_directory(&mut self, fd: Fd, cookie: u64) -> FsResult<DirectoryEntries<'_>> {
        let base = self.base(fd)?;
        let outcome = self.authorise_descriptor(fd, Operation::ReadDirectory);
        self.settle_descriptor(fd, outcome)?;
        Ok(DirectoryEntries {
            namespace: self,
            directory: base.node,
            cookie,
        })
    }

    /// The first entry with a greater cookie: its cookie, its name and its node. Entries that shine through come first, in the
    /// lower layer's order; their cookies are their places.
    pub(crate) fn next_child(&self, directory: NodeId, cookie: u64) -> Option<(u64, &str, NodeId)> {
        let (mount, upper, lower) = self.directory_parts(directory).ok()?;
        let place = usize::try_from(cookie.saturating_sub(DOTS)).unwrap_or(usize::MAX);
        let below = lower.map(|lower| lower.from(place)).unwrap_or_default();
        let hidden = |name: &str| upper.is_some_and(|upper| upper.get(name).is_some());
        for ((name, index), cookie) in below.iter().zip(cookie.max(DOTS).saturating_add(1)..) {
            if !hidden(name) {
                return Some((cookie, name, self.canonical(NodeId::Lower(mount, *index))));
            }
        }
        let (cookie, name, node) =
            upper.and_then(|upper: &Directory| upper.after(cookie).next())?;
        Some((cookie, name, self.canonical(node)))
    }

    /// Every entry but `.` and `..`.
    pub(crate) fn children(&self, directory: NodeId) -> impl Iterator<Item = (&str, NodeId)> {
        let mut cookie = DOTS;
        std::iter::from_fn(move || {
            let (next, name, node) = self.next_child(directory, cookie)?;
            cookie = next;
            Some((name, node))
        })
    }
}
