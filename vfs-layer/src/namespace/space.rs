//! How much room there is, as `statvfs` tells.

use super::Namespace;
use crate::rights::Rights;

/// What one mount may hold, and how much of that is left: the mount's own quota or the namespace's,
/// whichever is less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Bytes that it may hold.
    pub bytes: u64,
    /// Bytes that are left. None where nothing can be written.
    pub bytes_free: u64,
    /// Inodes that it may hold.
    pub inodes: u64,
    /// Inodes that are left.
    pub inodes_free: u64,
    /// Whether nothing can be written.
    pub read_only: bool,
}

impl Namespace {
    /// The room on the device that `stat` tells of ([`FileStat::device`](crate::FileStat::device)): a mount,
    /// or what lies around the mounts, where nothing can be written. `None` for what is on no device.
    #[must_use]
    pub fn space(&self, device: u64) -> Option<Space> {
        let index = usize::try_from(device).ok()?.checked_sub(1)?;
        let (id, mount) = self.mount_ids().nth(index)?;
        let (quota, held) = (self.quota(), self.usage());
        let used = self.ledger.mount(id);
        let read_only = !mount.rights.contains(Rights::WRITE);
        let left = |whole: u64, whole_used: u64, own: u64, own_used: u64| {
            let whole = whole.saturating_sub(whole_used);
            let left = whole.min(own.saturating_sub(own_used));
            if read_only { 0 } else { left }
        };
        Some(Space {
            bytes: quota.total_bytes.min(mount.quota.total_bytes),
            bytes_free: left(
                quota.total_bytes,
                held.bytes,
                mount.quota.total_bytes,
                used.bytes,
            ),
            inodes: quota.inodes.min(mount.quota.inodes),
            inodes_free: left(quota.inodes, held.inodes, mount.quota.inodes, used.inodes),
            read_only,
        })
    }
}
