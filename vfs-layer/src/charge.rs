//! The ledger: what each mount holds, and the check that comes before anything grows.

use crate::error::{FsResult, Limit, LimitExceeded};
use crate::mount::{Mount, MountId};
use crate::quota::{MountUsage, Quota, Usage};

/// What an operation will add and give back, worked out before it touches anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) bytes_added: u64,
    pub(crate) bytes_freed: u64,
    pub(crate) inodes_added: u64,
    pub(crate) inodes_freed: u64,
}

impl Change {
    pub(crate) const NOTHING: Self = Self {
        bytes_added: 0,
        bytes_freed: 0,
        inodes_added: 0,
        inodes_freed: 0,
    };

    pub(crate) const fn inodes(added: u64) -> Self {
        Self {
            inodes_added: added,
            ..Self::NOTHING
        }
    }

    pub(crate) const fn bytes(added: u64) -> Self {
        Self {
            bytes_added: added,
            ..Self::NOTHING
        }
    }

    pub(crate) const fn freeing(bytes: u64, inodes: u64) -> Self {
        Self {
            bytes_freed: bytes,
            inodes_freed: inodes,
            ..Self::NOTHING
        }
    }

    /// Both changes. Saturates: a sum that large exceeds every quota.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            bytes_added: self.bytes_added.saturating_add(other.bytes_added),
            bytes_freed: self.bytes_freed.saturating_add(other.bytes_freed),
            inodes_added: self.inodes_added.saturating_add(other.inodes_added),
            inodes_freed: self.inodes_freed.saturating_add(other.inodes_freed),
        }
    }
}

/// The proof that the ledger admitted a change. Whatever makes a mount hold more asks for it.
#[derive(Debug)]
#[must_use]
pub(crate) struct Charge(());

impl Charge {
    /// For what is free by definition: the skeleton and the mounts' roots.
    pub(crate) const fn exempt() -> Self {
        Self(())
    }
}

/// What the mounts hold, and their sum.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    mounts: Vec<MountUsage>,
    total: MountUsage,
    written: u64,
}

impl Ledger {
    pub(crate) fn with_mounts(count: usize) -> Self {
        Self {
            mounts: vec![MountUsage::default(); count],
            ..Self::default()
        }
    }

    /// Admits a change to a mount, or says which limit it exceeds. Changes no counter.
    pub(crate) fn admit(
        &self,
        quota: &Quota,
        id: MountId,
        mount: &Mount,
        change: Change,
    ) -> FsResult<Charge> {
        let used = self.mount(id);
        let bytes = (change.bytes_added, change.bytes_freed);
        let inodes = (change.inodes_added, change.inodes_freed);
        admit(
            Limit::TotalBytes,
            self.total.bytes,
            bytes,
            quota.total_bytes,
        )?;
        admit(
            Limit::TotalBytes,
            used.bytes,
            bytes,
            mount.quota.total_bytes,
        )?;
        admit(Limit::Inodes, self.total.inodes, inodes, quota.inodes)?;
        admit(Limit::Inodes, used.inodes, inodes, mount.quota.inodes)?;
        Ok(Charge(()))
    }

    /// Admits bytes to be written in this run.
    pub(crate) fn admit_written(&self, bytes: u64, allowed: u64) -> Result<(), LimitExceeded> {
        admit(Limit::WrittenBytes, self.written, (bytes, 0), allowed)
    }

    /// Whether what is there is within the limits; for what was put there without asking first.
    pub(crate) fn check<'a>(
        &self,
        quota: &Quota,
        mounts: impl Iterator<Item = (MountId, &'a Mount)>,
    ) -> Result<(), LimitExceeded> {
        let within = |held: MountUsage, bytes, inodes| {
            admit(Limit::TotalBytes, 0, (held.bytes, 0), bytes)?;
            admit(Limit::Inodes, 0, (held.inodes, 0), inodes)
        };
        within(self.total, quota.total_bytes, quota.inodes)?;
        for (id, mount) in mounts {
            within(self.mount(id), mount.quota.total_bytes, mount.quota.inodes)?;
        }
        Ok(())
    }

    pub(crate) fn add(&mut self, id: MountId, bytes: u64, inodes: u64) {
        if let Some(mount) = self.mounts.get_mut(usize::from(id.0)) {
            mount.bytes += bytes;
            mount.inodes += inodes;
            self.total.bytes += bytes;
            self.total.inodes += inodes;
        }
    }

    pub(crate) fn free(&mut self, id: MountId, bytes: u64, inodes: u64) {
        if let Some(mount) = self.mounts.get_mut(usize::from(id.0)) {
            mount.bytes -= bytes;
            mount.inodes -= inodes;
            self.total.bytes -= bytes;
            self.total.inodes -= inodes;
        }
    }

    pub(crate) fn add_written(&mut self, bytes: u64) {
        self.written += bytes;
    }

    pub(crate) fn forget_written(&mut self) {
        self.written = 0;
    }

    pub(crate) fn mount(&self, id: MountId) -> MountUsage {
        self.mounts
            .get(usize::from(id.0))
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn usage(&self, descriptors: u32) -> Usage {
        Usage {
            bytes: self.total.bytes,
            inodes: self.total.inodes,
            descriptors,
            written: self.written,
        }
    }
}

/// Whether `used + added - freed` stays within the limit. What does not grow is always admitted, also when a limit was
/// tightened below what there is.
fn admit(
    limit: Limit,
    used: u64,
    (added, freed): (u64, u64),
    allowed: u64,
) -> Result<(), LimitExceeded> {
    let asked = used.saturating_add(added).saturating_sub(freed);
    if added <= freed || asked <= allowed {
        return Ok(());
    }
    Err(LimitExceeded {
        limit,
        asked,
        allowed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_beyond_64_bits_is_refused_not_wrapped() {
        let refused = admit(Limit::TotalBytes, 10, (u64::MAX, 0), 100);
        let exceeded = LimitExceeded {
            limit: Limit::TotalBytes,
            asked: u64::MAX,
            allowed: 100,
        };
        assert_eq!(refused, Err(exceeded));
    }

    #[test]
    fn what_does_not_grow_is_admitted_over_the_limit() {
        assert_eq!(admit(Limit::Inodes, 10, (1, 1), 5), Ok(()));
        assert!(admit(Limit::Inodes, 10, (1, 0), 5).is_err());
        assert_eq!(admit(Limit::Inodes, 4, (1, 0), 5), Ok(()));
    }
}
