//! The naive model's paths: all components in a row, links replaced by what they say.

use std::collections::VecDeque;

use vfs_layer::{Errno, Fd, FileKind, Rights};

use super::tree::{Content, Id, Model, Pin, ROOT, Target};
use super::world::QUOTA;

pub type Answered<T> = Result<T, Errno>;

/// Where a path starts, and with which rights.
#[derive(Clone, Copy, Debug)]
pub struct Base {
    pub dir: Id,
    pub rights: Rights,
    pub inheriting: Rights,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Last {
    Name(String),
    Itself,
    Above,
}

#[derive(Clone, Debug)]
pub struct Walk {
    pub dir: Id,
    pub last: Last,
    pub node: Option<Id>,
    pub slash: bool,
}

impl Walk {
    pub fn name(&self) -> &str {
        match &self.last {
            Last::Name(name) => name,
            other => panic!("{other:?} is no name"),
        }
    }
}

fn parse(path: &[u8]) -> Answered<&str> {
    if path.len() > QUOTA.path_bytes as usize {
        return Err(Errno::NameTooLong);
    }
    let path = std::str::from_utf8(path).map_err(|_| Errno::IlSeq)?;
    if path.is_empty() {
        return Err(Errno::NoEnt);
    }
    if path.contains('\0') {
        return Err(Errno::Inval);
    }
    let names: Vec<&str> = path
        .split('/')
        .filter(|name| !["", "."].contains(name))
        .collect();
    let long = names
        .iter()
        .any(|name| name.len() > QUOTA.name_bytes as usize);
    if long || names.len() > QUOTA.depth as usize {
        return Err(Errno::NameTooLong);
    }
    Ok(path)
}

impl Model {
    pub fn base(&self, fd: Fd) -> Answered<Base> {
        let descriptor = self.table.get(&fd).ok_or(Errno::BadF)?;
        match descriptor.target {
            Target::Stream => Err(Errno::BadF),
            Target::File(_) => Err(Errno::NotDir),
            Target::Directory(dir) => Ok(Base {
                dir,
                rights: descriptor.rights,
                inheriting: descriptor.inheriting,
            }),
        }
    }

    pub fn walk(&self, base: &Base, path: &[u8], follow: bool) -> Answered<Walk> {
        let path = parse(path)?;
        if path.starts_with('/') {
            return Err(Errno::Perm);
        }
        let components = |path: &str| -> Vec<String> {
            path.split('/')
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let mut rest = VecDeque::from(components(path));
        let mut slash = path.ends_with('/');
        let (mut dir, mut last, mut followed) = (base.dir, Last::Itself, 0);
        while let Some(name) = rest.pop_front() {
            if name == "." {
                last = Last::Itself;
                continue;
            }
            if name == ".." {
                if dir == base.dir {
                    return Err(Errno::Perm);
                }
                dir = self.parent(dir);
                last = Last::Above;
                continue;
            }
            if name.len() > QUOTA.name_bytes as usize {
                return Err(Errno::NameTooLong);
            }
            let end = rest.is_empty();
            let node = self.child(dir, &name);
            if let Some(Content::Symlink(target)) = node.map(|id| &self.node(id).content)
                && (follow || !end)
            {
                followed += 1;
                if followed > 40 {
                    return Err(Errno::Loop);
                }
                if target.starts_with('/') {
                    if base.dir != ROOT {
                        return Err(Errno::Perm);
                    }
                    dir = ROOT;
                }
                slash |= end && target.ends_with('/');
                components(target)
                    .into_iter()
                    .rev()
                    .for_each(|name| rest.push_front(name));
                last = Last::Itself;
                continue;
            }
            if end {
                let last = Last::Name(name);
                return Ok(Walk {
                    dir,
                    last,
                    node,
                    slash,
                });
            }
            let node = node.ok_or(Errno::NoEnt)?;
            if self.kind(node) != FileKind::Directory {
                return Err(Errno::NotDir);
            }
            dir = node;
        }
        Ok(Walk {
            dir,
            last,
            node: Some(dir),
            slash,
        })
    }

    /// What is there, which is a directory if a slash follows.
    pub fn existing(&self, walk: &Walk) -> Answered<Id> {
        let node = walk.node.ok_or(Errno::NoEnt)?;
        if walk.slash && self.kind(node) != FileKind::Directory {
            return Err(Errno::NotDir);
        }
        Ok(node)
    }

    /// Refuses what a descriptor lacks.
    pub fn demand(held: Rights, needed: Rights) -> Answered<()> {
        if held.contains(needed) {
            Ok(())
        } else {
            Err(Errno::NotCapable)
        }
    }

    /// Refuses what the mount of a node does not grant.
    pub fn demand_mount(&self, node: Id, needed: Rights) -> Answered<()> {
        let granted = self.granted(self.node(node).mount);
        let missing = needed - granted;
        if missing.is_empty() {
            return Ok(());
        }
        let read_only = !granted.intersects(Rights::MUTATING);
        Err(if read_only && missing.intersects(Rights::MUTATING) {
            Errno::RoFs
        } else {
            Errno::Acces
        })
    }

    /// The most that a descriptor on it can hold.
    pub fn holdable(&self, node: Id) -> Rights {
        match self.node(node).pin {
            Pin::Passage => Rights::all(),
            Pin::Root | Pin::Free => self.granted(self.node(node).mount),
        }
    }

    /// How many directories are above a directory's entries.
    pub fn depth(&self, mut dir: Id) -> u64 {
        let mut depth = 1;
        while self.parent(dir) != dir {
            dir = self.parent(dir);
            depth += 1;
        }
        depth
    }

    pub fn is_within(&self, mut dir: Id, outer: Id) -> bool {
        loop {
            if dir == outer {
                return true;
            }
            if self.parent(dir) == dir {
                return false;
            }
            dir = self.parent(dir);
        }
    }

    /// The levels of entries below a node.
    pub fn height(&self, node: Id) -> u64 {
        if self.kind(node) != FileKind::Directory {
            return 0;
        }
        let below = self
            .entries(node)
            .iter()
            .map(|(_, child)| 1 + self.height(*child));
        below.max().unwrap_or(0)
    }
}
