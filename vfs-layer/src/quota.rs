//! Quotas: how much a namespace may hold, and how much it does.

/// The limits of a namespace. Every one is finite; 0 means none of it.
///
/// ```
/// use vfs_layer::Quota;
/// let quota = Quota { total_bytes: 1 << 20, ..Quota::default() };
/// assert_eq!(quota.name_bytes, 255);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Bytes in one file.
    pub file_bytes: u64,
    /// Bytes in all files and symbolic links. A file counts with its logical size, holes included.
    pub total_bytes: u64,
    /// Inodes, plus one for each further hard link and each whiteout. Mount roots are free.
    pub inodes: u64,
    /// Open descriptors, the standard streams and the preopen included. Those four are there whatever the limit.
    pub descriptors: u32,
    /// Bytes in one name.
    pub name_bytes: u32,
    /// Bytes in one path.
    pub path_bytes: u32,
    /// Directories above one another, and components in one path.
    pub depth: u32,
    /// Bytes in a symbolic link's target.
    pub symlink_bytes: u32,
    /// Bytes written in one run, overwritten ones included.
    pub written_bytes: u64,
}

impl Default for Quota {
    /// What a small program needs: 16 MiB a file, 64 MiB in all, 10,000 inodes, 256 descriptors, POSIX's usual
    /// name and path lengths, 64 levels, 256 MiB written in a run.
    fn default() -> Self {
        Self {
            file_bytes: 16 << 20,
            total_bytes: 64 << 20,
            inodes: 10_000,
            descriptors: 256,
            name_bytes: 255,
            path_bytes: 4096,
            depth: 64,
            symlink_bytes: 4095,
            written_bytes: 256 << 20,
        }
    }
}

/// The limits of one mount, below the namespace's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MountQuota {
    /// Bytes in one file.
    pub file_bytes: u64,
    /// Bytes in all files and symbolic links.
    pub total_bytes: u64,
    /// Inodes, further hard links and whiteouts.
    pub inodes: u64,
}

impl Default for MountQuota {
    /// Nothing beyond the namespace's own limits.
    fn default() -> Self {
        Self {
            file_bytes: u64::MAX,
            total_bytes: u64::MAX,
            inodes: u64::MAX,
        }
    }
}

/// What a namespace holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Bytes in all files and symbolic links, unlinked but open files included.
    pub bytes: u64,
    /// Inodes, further hard links and whiteouts.
    pub inodes: u64,
    /// Open descriptors.
    pub descriptors: u32,
    /// Bytes written since the run began.
    pub written: u64,
}

/// What one mount holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MountUsage {
    /// Bytes in all files and symbolic links, unlinked but open files included.
    pub bytes: u64,
    /// Inodes, further hard links and whiteouts.
    pub inodes: u64,
}
