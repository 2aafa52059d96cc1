//! Every operation, and the rights that each one needs.

use crate::rights::Rights;

/// What a program can ask of a namespace. An `open` is several at once: one for each thing that it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// Open a file for reading.
    OpenRead,
    /// Open a file for writing.
    OpenWrite,
    /// Open a file for appending.
    OpenAppend,
    /// Open a directory.
    OpenDirectory,
    /// Make the file that is opened.
    OpenCreate,
    /// Empty the file that is opened.
    OpenTruncate,
    /// Read at the offset.
    Read,
    /// Read at a given position.
    PositionedRead,
    /// Write at the offset.
    Write,
    /// Write at a given position.
    PositionedWrite,
    /// Write at the end.
    Append,
    /// Move the offset.
    Seek,
    /// Ask for the offset.
    Tell,
    /// Set a file's size.
    SetSize,
    /// Make sure that a file has a size.
    Allocate,
    /// Flush content and attributes.
    Sync,
    /// Flush content.
    Datasync,
    /// Announce an access pattern.
    Advise,
    /// Read a descriptor's flags and rights.
    DescriptorStat,
    /// Set a descriptor's flags.
    SetFlags,
    /// Take rights from a descriptor.
    SetRights,
    /// Read the attributes of an open object.
    StatDescriptor,
    /// Read the attributes of the object at a path.
    StatPath,
    /// Set the times of an open object.
    SetTimesDescriptor,
    /// Set the times of the object at a path.
    SetTimesPath,
    /// Read a directory's entries.
    ReadDirectory,
    /// Make a directory.
    MakeDirectory,
    /// Remove an empty directory.
    RemoveDirectory,
    /// Remove a name of a file or a symbolic link.
    Unlink,
    /// Rename: the directory where the name goes away.
    RenameFrom,
    /// Rename: the directory where the name appears.
    RenameTo,
    /// Rename: an object that the new name already had.
    RenameReplace,
    /// Hard link: the object that gets another name.
    LinkFrom,
    /// Hard link: the directory where the name appears.
    LinkTo,
    /// Make a symbolic link.
    Symlink,
    /// Read a symbolic link's target.
    ReadLink,
    /// Move a descriptor to another number.
    Renumber,
    /// Close a descriptor.
    Close,
}

impl Operation {
    /// Every operation.
    pub const ALL: &'static [Operation] = &[
        Self::OpenRead,
        Self::OpenWrite,
        Self::OpenAppend,
        Self::OpenDirectory,
        Self::OpenCreate,
        Self::OpenTruncate,
        Self::Read,
        Self::PositionedRead,
        Self::Write,
        Self::PositionedWrite,
        Self::Append,
        Self::Seek,
        Self::Tell,
        Self::SetSize,
        Self::Allocate,
        Self::Sync,
        Self::Datasync,
        Self::Advise,
        Self::DescriptorStat,
        Self::SetFlags,
        Self::SetRights,
        Self::StatDescriptor,
        Self::StatPath,
        Self::SetTimesDescriptor,
        Self::SetTimesPath,
        Self::ReadDirectory,
        Self::MakeDirectory,
        Self::RemoveDirectory,
        Self::Unlink,
        Self::RenameFrom,
        Self::RenameTo,
        Self::RenameReplace,
        Self::LinkFrom,
        Self::LinkTo,
        Self::Symlink,
        Self::ReadLink,
        Self::Renumber,
        Self::Close,
    ];

    /// The rights that it needs, from the descriptor and from the mount. The match has no catch-all: an operation
    /// without a row does not compile.
    #[must_use]
    pub const fn required_rights(self) -> Rights {
        match self {
            Self::OpenRead | Self::Read | Self::PositionedRead => Rights::READ,
            Self::OpenWrite | Self::Write | Self::PositionedWrite | Self::Allocate => Rights::WRITE,
            Self::OpenAppend | Self::Append => Rights::APPEND,
            Self::OpenDirectory | Self::ReadDirectory => Rights::LIST,
            Self::OpenCreate | Self::MakeDirectory => Rights::CREATE,
            // CVE-2026-47261: truncation is a write, however it is reached.
            Self::OpenTruncate | Self::SetSize => Rights::TRUNCATE.union(Rights::WRITE),
            Self::StatDescriptor | Self::StatPath | Self::ReadLink => Rights::STAT,
            Self::SetTimesDescriptor | Self::SetTimesPath => Rights::SET_TIMES,
            Self::RemoveDirectory | Self::Unlink => Rights::DELETE,
            Self::RenameFrom | Self::RenameTo => Rights::RENAME,
            Self::RenameReplace => Rights::RENAME.union(Rights::DELETE),
            Self::LinkFrom | Self::LinkTo => Rights::LINK,
            Self::Symlink => Rights::SYMLINK,
            Self::Seek
            | Self::Tell
            | Self::Sync
            | Self::Datasync
            | Self::Advise
            | Self::DescriptorStat
            | Self::SetFlags
            | Self::SetRights
            | Self::Renumber
            | Self::Close => Rights::empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Operation;
    use crate::rights::Rights;

    #[test]
    fn every_operation_is_listed_once() {
        for (index, operation) in Operation::ALL.iter().enumerate() {
            assert_eq!(*operation as usize, index);
        }
        assert_eq!(Operation::ALL.last(), Some(&Operation::Close));
    }

    #[test]
    fn every_right_is_needed_by_something() {
        let needed = Operation::ALL
            .iter()
            .fold(Rights::empty(), |all, operation| {
                all | operation.required_rights()
            });
        assert_eq!(needed, Rights::all());
    }
}
