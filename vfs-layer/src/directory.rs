//! Directories: entries by name, and in the order in which they came, with cookies that never mean another entry.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use crate::inode::NodeId;
use crate::layer::lower::LowerIndex;

/// The cookie after `.` and `..`: the first entry's own cookie is greater.
pub(crate) const DOTS: u64 = 2;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// An object.
    Node(NodeId),
    /// Nothing: the lower layer's entry of this name is gone.
    Whiteout,
}

/// A directory of the namespace's own, or the changed part of one in a lower layer.
#[derive(Debug)]
pub(crate) struct Directory {
    /// The directory above; its own for the root.
    pub(crate) parent: NodeId,
    /// Its own name there; empty for a root.
    pub(crate) name: Arc<str>,
    /// The lower directory that shines through. None: opaque, or never had one.
    pub(crate) lower: Option<LowerIndex>,
    entries: BTreeMap<Arc<str>, (Entry, u64)>,
    order: BTreeMap<u64, Arc<str>>,
    next_cookie: u64,
    whiteouts: u64,
}

impl Directory {
    /// An empty one. Entries that shine through have the cookies up to `DOTS + lower_len`.
    pub(crate) fn new(
        parent: NodeId,
        name: Arc<str>,
        lower: Option<LowerIndex>,
        lower_len: usize,
    ) -> Self {
        Self {
            parent,
            name,
            lower,
            entries: BTreeMap::new(),
            order: BTreeMap::new(),
            next_cookie: DOTS + lower_len as u64 + 1,
            whiteouts: 0,
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<Entry> {
        self.entries.get(name).map(|(entry, _)| *entry)
    }

    /// Puts an entry, and returns what the name stood for. A new object behind a name is a new entry for readers.
    pub(crate) fn put(&mut self, name: Arc<str>, entry: Entry) -> Option<Entry> {
        let old = self.take(&name);
        let cookie = self.next_cookie;
        self.next_cookie += 1;
        if entry == Entry::Whiteout {
            self.whiteouts += 1;
        } else {
            self.order.insert(cookie, Arc::clone(&name));
        }
        self.entries.insert(name, (entry, cookie));
        old
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<Entry> {
        let (entry, cookie) = self.entries.remove(name)?;
        if entry == Entry::Whiteout {
            self.whiteouts -= 1;
        } else {
            self.order.remove(&cookie);
        }
        Some(entry)
    }

    /// How many lower entries are hidden by whiteouts.
    pub(crate) fn whiteouts(&self) -> u64 {
        self.whiteouts
    }

    /// How many objects of its own it names.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Objects with a cookie greater than this, in order.
    pub(crate) fn after(&self, cookie: u64) -> impl Iterator<Item = (u64, &Arc<str>, NodeId)> {
        self.order
            .range((Bound::Excluded(cookie), Bound::Unbounded))
            .filter_map(|(cookie, name)| match self.entries.get(name) {
                Some((Entry::Node(node), _)) => Some((*cookie, name, *node)),
                _ => None,
            })
    }

    /// Every entry by name, whiteouts included.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Arc<str>, Entry)> {
        self.entries.iter().map(|(name, (entry, _))| (name, *entry))
    }
}
