//! Counting again from nothing, to check the ledger.

use crate::descriptor::FileKind;
use crate::inode::{Content, Pin};
use crate::mount::MountId;
use crate::namespace::Namespace;
use crate::quota::{MountUsage, Usage};

impl Namespace {
    /// What the namespace holds, counted again from nothing. Always equal to [`usage`](Self::usage); only the bytes written are
    /// taken as they are, for nothing remembers them.
    #[must_use]
    pub fn recount(&self) -> Usage {
        let mut usage = Usage {
            descriptors: u32::try_from(self.table.iter().count()).unwrap_or(u32::MAX),
            ..self.usage()
        };
        (usage.bytes, usage.inodes) = (0, 0);
        for (id, _) in self.mount_ids() {
            let mount = self.recount_mount(id);
            usage.bytes += mount.bytes;
            usage.inodes += mount.inodes;
        }
        usage
    }

    /// What one mount holds, counted again.
    pub(crate) fn recount_mount(&self, id: MountId) -> MountUsage {
        let mut usage = MountUsage::default();
        if id == MountId::SKELETON {
            return usage;
        }
        for (_, inode) in self.inodes.iter().filter(|(_, inode)| inode.mount == id) {
            usage.bytes += inode.content.charged_bytes();
            if let Content::Directory(directory) = &inode.content {
                usage.inodes += directory.whiteouts();
            }
            if inode.pin != Pin::Free {
                continue;
            }
            usage.inodes += match inode.content.kind() {
                FileKind::Directory => 1,
                _ => u64::from(inode.links.max(1)),
            };
        }
        usage
    }
}
