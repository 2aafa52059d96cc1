//! Path resolution: a worklist, a budget of symbolic links, and a base that nothing climbs above.
//!
//! The idea is that of cap-primitives' `manually/open.rs`: one component at a time, never lexically. What a directory's
//! parent is comes from the tree, and a directory has one parent only; going down from the base and up again therefore always
//! passes the base, where `..` is refused.

use std::sync::Arc;

use crate::descriptor::FileKind;
use crate::error::{FsError, FsResult, Limit};
use crate::inode::NodeId;
use crate::mount::{Authority, MountId};
use crate::namespace::Namespace;
use crate::namespace::authority::{Base, Outcome, Refusal};
use crate::namespace::builder::RootAbove;
use crate::operation::Operation;
use crate::path::{GuestPath, NAME_BUDGET, SYMLINK_BUDGET, split_first, within};

/// What a path leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk<'a> {
    /// The directory that holds the last component.
    pub(crate) dir: NodeId,
    /// The last component.
    pub(crate) last: Last<'a>,
    /// What is there.
    pub(crate) node: Option<NodeId>,
    /// Whether a slash follows: then it must be a directory.
    pub(crate) slash: bool,
}

/// The last component of a path, symbolic links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Last<'a> {
    /// A name in the directory.
    Name(&'a str),
    /// `.`, or nothing: the directory itself.
    Itself,
    /// `..`: the directory itself, reached from below.
    Above,
}

/// What to do with a symbolic link in the last component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Follow {
    /// Go on where it points.
    Yes,
    /// Stay on it, trailing slash or not (GHSA-vqjp-4c8c-hfgg).
    No,
}

impl From<bool> for Follow {
    fn from(follow: bool) -> Self {
        if follow { Self::Yes } else { Self::No }
    }
}

impl Walk<'_> {
    /// The name to make or remove.
    pub(crate) fn name(&self) -> FsResult<Arc<str>> {
        match self.last {
            Last::Name(name) => Ok(name.into()),
            Last::Itself | Last::Above => Err(FsError::Busy),
        }
    }

    /// What is there, if it is what the trailing slash says.
    pub(crate) fn existing(
        &self,
        namespace: &Namespace,
        base: &Base,
        operation: Operation,
    ) -> Outcome<NodeId> {
        let node = match self.node {
            Some(node) => node,
            None => return Err(namespace.missing(base, self.dir, operation)),
        };
        if self.slash && namespace.kind_of(node)? != FileKind::Directory {
            return Err(FsError::NotDirectory.into());
        }
        Ok(node)
    }
}

impl Namespace {
    /// Parses a path and resolves it below a base.
    pub(crate) fn walk<'a>(
        &'a self,
        base: &Base,
        path: &'a [u8],
        follow: Follow,
        operation: Operation,
    ) -> Outcome<Walk<'a>> {
        let path = GuestPath::parse(path, &self.quota)?;
        self.resolve(base, path.as_str(), follow, operation)
    }

    fn resolve<'a>(
        &'a self,
        base: &Base,
        path: &'a str,
        follow: Follow,
        operation: Operation,
    ) -> Outcome<Walk<'a>> {
        let root = self.canonical(self.root);
        let floor = self.canonical(base.node);
        let mut current = floor;
        let mut path = path;
        if path.starts_with('/') {
            // The supervisor's paths are absolute. A program's never are: its libc makes them relative to a preopen.
            if base.authority == Authority::Program {
                return Err(Refusal::escape(operation));
            }
            path = path.trim_start_matches('/');
        }
        let mut budget = SYMLINK_BUDGET;
        let mut names = NAME_BUDGET;
        let mut pending = vec![path];
        let mut last = Last::Itself;
        let mut slash = false;
        while let Some(rest) = pending.pop() {
            names = names.checked_sub(1).ok_or(FsError::SymlinkLoop)?;
            let (name, rest, slashed) = split_first(rest);
            if !rest.is_empty() {
                pending.push(rest);
            }
            let at_end = pending.is_empty();
            slash |= at_end && slashed;
            match name {
                "" | "." => last = Last::Itself,
                ".." if current == root && self.root_above == RootAbove::Itself => {
                    last = Last::Above;
                }
                ".." if current == floor => return Err(Refusal::escape(operation)),
                ".." => {
                    current = self.parent_of(current)?;
                    last = Last::Above;
                }
                _ => {
                    within(Limit::NameBytes, name.len(), self.quota.name_bytes)?;
                    let node = self.lookup(current, name)?;
                    let kind = node.map(|node| self.kind_of(node)).transpose()?;
                    match (node, kind) {
                        (Some(link), Some(FileKind::SymbolicLink))
                            if !at_end || follow == Follow::Yes =>
                        {
                            budget = budget.checked_sub(1).ok_or(FsError::SymlinkLoop)?;
                            let mut target = self.symlink_target(link)?.as_ref();
                            if target.starts_with('/') {
                                if floor != root {
                                    return Err(Refusal::escape(operation));
                                }
                                current = root;
                                target = target.trim_start_matches('/');
                            }
                            last = Last::Itself;
                            if !target.is_empty() {
                                pending.push(target);
                            }
                        }
                        (Some(directory), Some(FileKind::Directory)) if !at_end => {
                            current = directory
                        }
                        (Some(_), _) if !at_end => return Err(FsError::NotDirectory.into()),
                        (None, _) if !at_end => return Err(self.missing(base, current, operation)),
                        (node, _) => {
                            return Ok(Walk {
                                dir: current,
                                last: Last::Name(name),
                                node,
                                slash,
                            });
                        }
                    }
                }
            }
        }
        Ok(Walk {
            dir: current,
            last,
            node: Some(current),
            slash,
        })
    }

    /// Nothing is there. In the skeleton that means that nothing was granted, which looks the same and is written down.
    pub(crate) fn missing(&self, base: &Base, dir: NodeId, operation: Operation) -> Refusal {
        let skeleton = self.mount_of(dir) == Ok(MountId::SKELETON);
        if skeleton && base.authority == Authority::Program {
            return Refusal::not_granted(operation);
        }
        FsError::NotFound.into()
    }

    /// How many directories are above the entries of this one.
    pub(crate) fn depth_of(&self, directory: NodeId) -> FsResult<u64> {
        let mut depth = 1;
        let mut current = self.canonical(directory);
        loop {
            let parent = self.parent_of(current)?;
            if parent == current {
                return Ok(depth);
            }
            current = parent;
            depth += 1;
        }
    }

    /// Whether a directory is another, or somewhere below it.
    pub(crate) fn is_within(&self, directory: NodeId, outer: NodeId) -> FsResult<bool> {
        let mut current = self.canonical(directory);
        loop {
            if current == self.canonical(outer) {
                return Ok(true);
            }
            let parent = self.parent_of(current)?;
            if parent == current {
                return Ok(false);
            }
            current = parent;
        }
    }

    /// Refuses an entry that would lie too deep.
    pub(crate) fn check_depth(&self, directory: NodeId, height: u64) -> FsResult<()> {
        let asked = self.depth_of(directory)?.saturating_add(height);
        let allowed = u64::from(self.quota.depth);
        if asked <= allowed {
            return Ok(());
        }
        Err(crate::error::LimitExceeded {
            limit: Limit::Depth,
            asked,
            allowed,
        }
        .into())
    }
}
