//! The descriptor table: the lowest free number first, as POSIX has it, and a generation for each use of a number.

use std::collections::BTreeSet;

use crate::descriptor::{Descriptor, DescriptorId, Fd, Target};
use crate::error::{FsError, FsResult, Limit, LimitExceeded};
use crate::inode::NodeId;

#[derive(Debug, Default)]
pub(crate) struct DescriptorTable {
    slots: Vec<Option<Slot>>,
    free: BTreeSet<Fd>,
    next_generation: u64,
}

#[derive(Debug)]
struct Slot {
    generation: u64,
    descriptor: Descriptor,
}

impl DescriptorTable {
    /// How many descriptors are open. The table never holds more slots than the limit allowed.
    pub(crate) fn len(&self) -> u32 {
        let open = self.slots.len() - self.free.len();
        u32::try_from(open).unwrap_or(u32::MAX)
    }

    /// Refuses when one more would exceed the limit.
    pub(crate) fn reserve(&self, allowed: u32) -> Result<(), LimitExceeded> {
        if self.len() < allowed {
            return Ok(());
        }
        Err(LimitExceeded {
            limit: Limit::Descriptors,
            asked: u64::from(self.len()) + 1,
            allowed: u64::from(allowed),
        })
    }

    /// Puts it at the lowest free number. Call [`reserve`](Self::reserve) first.
    pub(crate) fn insert(&mut self, descriptor: Descriptor) -> Fd {
        let slot = Slot {
            generation: self.next_generation,
            descriptor,
        };
        self.next_generation += 1;
        if let Some(fd) = self.free.pop_first() {
            if let Some(place) = self.slots.get_mut(fd as usize) {
                *place = Some(slot);
            }
            return fd;
        }
        let fd = Fd::try_from(self.slots.len()).unwrap_or(Fd::MAX);
        self.slots.push(Some(slot));
        fd
    }

    pub(crate) fn get(&self, fd: Fd) -> FsResult<&Descriptor> {
        self.slot(fd).map(|slot| &slot.descriptor)
    }

    pub(crate) fn get_mut(&mut self, fd: Fd) -> FsResult<&mut Descriptor> {
        match self.slots.get_mut(fd as usize) {
            Some(Some(slot)) => Ok(&mut slot.descriptor),
            _ => Err(FsError::BadDescriptor),
        }
    }

    /// The number with its generation.
    pub(crate) fn id(&self, fd: Fd) -> FsResult<DescriptorId> {
        let generation = self.slot(fd)?.generation;
        Ok(DescriptorId { fd, generation })
    }

    /// Takes it out of the table.
    pub(crate) fn remove(&mut self, fd: Fd) -> FsResult<Descriptor> {
        let place = self
            .slots
            .get_mut(fd as usize)
            .ok_or(FsError::BadDescriptor)?;
        let slot = place.take().ok_or(FsError::BadDescriptor)?;
        self.free.insert(fd);
        Ok(slot.descriptor)
    }

    /// Moves `from` to the number `to`, which must be in use, and returns what was there. Onto itself, it does
    /// nothing (CVE-2025-53901, GHSA-3p27-qvp9-27qf).
    pub(crate) fn renumber(&mut self, from: Fd, to: Fd) -> FsResult<Option<Descriptor>> {
        self.slot(from)?;
        self.slot(to)?;
        if from == to {
            return Ok(None);
        }
        let moved = Slot {
            generation: self.next_generation,
            descriptor: self.remove(from)?,
        };
        self.next_generation += 1;
        let replaced = self
            .slots
            .get_mut(to as usize)
            .and_then(|place| place.replace(moved));
        Ok(replaced.map(|slot| slot.descriptor))
    }

    /// Every open descriptor, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Fd, &Descriptor)> {
        (0..)
            .zip(&self.slots)
            .filter_map(|(fd, slot)| Some((fd, &slot.as_ref()?.descriptor)))
    }

    /// Takes everything out; generations go on counting.
    pub(crate) fn drain(&mut self) -> Vec<Descriptor> {
        self.free.clear();
        let open = self.slots.drain(..).flatten();
        open.map(|slot| slot.descriptor).collect()
    }

    /// Points every descriptor of one node at another, and says how many there were.
    pub(crate) fn retarget(&mut self, from: NodeId, to: NodeId) -> u32 {
        let mut count = 0;
        for slot in self.slots.iter_mut().flatten() {
            match &mut slot.descriptor.target {
                Target::File(node) | Target::Directory(node) if *node == from => {
                    *node = to;
                    count += 1;
                }
                _ => {}
            }
        }
        count
    }

    /// Whether any descriptor is open on the node.
    pub(crate) fn has_open(&self, node: NodeId) -> bool {
        self.iter()
            .any(|(_, descriptor)| descriptor.target.node() == Some(node))
    }

    fn slot(&self, fd: Fd) -> FsResult<&Slot> {
        match self.slots.get(fd as usize) {
            Some(Some(slot)) => Ok(slot),
            _ => Err(FsError::BadDescriptor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descriptor::DescriptorFlags;
    use crate::rights::Rights;

    fn descriptor(offset: u64) -> Descriptor {
        Descriptor {
            target: Target::Stdin,
            rights: Rights::empty(),
            inheriting: Rights::empty(),
            flags: DescriptorFlags::empty(),
            offset,
            preopen: false,
        }
    }

    fn table(count: u64) -> DescriptorTable {
        let mut table = DescriptorTable::default();
        for offset in 0..count {
            table.insert(descriptor(offset));
        }
        table
    }

    #[test]
    fn the_lowest_free_number_is_next() {
        let mut table = table(6);
        for fd in [4, 1, 3] {
            table.remove(fd).map(|_| ()).unwrap_or_default();
        }
        let next: Vec<Fd> = (0..4).map(|_| table.insert(descriptor(9))).collect();
        assert_eq!(next, [1, 3, 4, 6]);
    }

    #[test]
    fn a_number_used_again_is_another_descriptor() {
        let mut table = table(3);
        let before = table.id(2);
        assert!(table.remove(2).is_ok());
        assert_eq!(table.id(2), Err(FsError::BadDescriptor));
        assert_eq!(table.insert(descriptor(7)), 2);
        assert_ne!(table.id(2), before);
    }

    #[test]
    fn renumber_refuses_what_is_not_open_and_changes_nothing() {
        let mut table = table(3);
        for (from, to) in [
            (0, 3),
            (3, 0),
            (0, u32::MAX),
            (u32::MAX, 0),
            (u32::MAX, u32::MAX),
        ] {
            assert_eq!(table.renumber(from, to).err(), Some(FsError::BadDescriptor));
        }
        assert_eq!(table.len(), 3);
    }

    #[test]
    fn renumber_onto_itself_keeps_the_descriptor() {
        let mut table = table(3);
        let before = table.id(1);
        assert!(matches!(table.renumber(1, 1), Ok(None)));
        assert_eq!((table.id(1), table.len()), (before, 3));
    }

    #[test]
    fn renumber_frees_the_old_number() {
        let mut table = table(3);
        let replaced = table.renumber(0, 2);
        assert_eq!(replaced.ok().flatten().map(|old| old.offset), Some(2));
        assert_eq!(table.get(2).map(|moved| moved.offset), Ok(0));
        assert_eq!(table.insert(descriptor(5)), 0);
    }

    #[test]
    fn the_limit_is_checked_before_anything_is_inserted() {
        let table = table(3);
        assert_eq!(table.reserve(4), Ok(()));
        assert_eq!(
            table.reserve(3),
            Err(LimitExceeded {
                limit: Limit::Descriptors,
                asked: 4,
                allowed: 3
            })
        );
    }
}
