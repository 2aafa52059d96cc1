//! Every operation, and the rights that each one needs.

use crate::rights::Rights;

/// One line an operation: its documentation, variant, name, and the rights that it needs, from the descriptor and from the
/// mount. To add an operation, add a line; the table of operations and rights in the tests follows, and does not compile until
/// it knows how to do it.
macro_rules! operations {
    ($($(#[doc = $doc:literal])+ $variant:ident, $name:literal $(, $($right:ident)|+)?;)+) => {
        /// What a program can ask of a namespace. An `open` is several at once: one for each thing that it does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What it is called in a record.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The rights that it needs, from the descriptor and from the mount.
            #[must_use]
            pub const fn required_rights(self) -> Rights {
                match self {
                    $(Self::$variant => Rights::empty()$($(.union(Rights::$right))+)?,)+
                }
            }
        }
    };
}

operations! {
    /// Open a file for reading.
    OpenRead, "open to read", READ;
    /// Open a file for writing.
    OpenWrite, "open to write", WRITE;
    /// Open a file for appending.
    OpenAppend, "open to append", APPEND;
    /// Open a directory.
    OpenDirectory, "open a directory", LIST;
    /// Make the file that is opened.
    OpenCreate, "create", CREATE;
    // CVE-2026-47261: truncation is a write, however it is reached.
    /// Empty the file that is opened.
    OpenTruncate, "open to truncate", TRUNCATE | WRITE;
    /// Read at the offset.
    Read, "read", READ;
    /// Read at a given position.
    PositionedRead, "read at a position", READ;
    /// Write at the offset.
    Write, "write", WRITE;
    /// Write at a given position.
    PositionedWrite, "write at a position", WRITE;
    /// Write at the end.
    Append, "append", APPEND;
    /// Move the offset.
    Seek, "seek";
    /// Ask for the offset.
    Tell, "tell";
    /// Set a file's size.
    SetSize, "set the size", TRUNCATE | WRITE;
    /// Make sure that a file has a size.
    Allocate, "allocate", WRITE;
    /// Flush content and attributes.
    Sync, "sync";
    /// Flush content.
    Datasync, "sync the content";
    /// Announce an access pattern.
    Advise, "advise";
    /// Read a descriptor's flags and rights.
    DescriptorStat, "read the descriptor's rights";
    /// Set a descriptor's flags.
    SetFlags, "set the descriptor's flags";
    /// Take rights from a descriptor.
    SetRights, "set the descriptor's rights";
    /// Read the attributes of an open object.
    StatDescriptor, "stat an open object", STAT;
    /// Read the attributes of the object at a path.
    StatPath, "stat", STAT;
    /// Set the times of an open object.
    SetTimesDescriptor, "set the times of an open object", SET_TIMES;
    /// Set the times of the object at a path.
    SetTimesPath, "set the times", SET_TIMES;
    /// Read a directory's entries.
    ReadDirectory, "list", LIST;
    /// Make a directory.
    MakeDirectory, "make a directory", CREATE;
    /// Remove an empty directory.
    RemoveDirectory, "remove a directory", DELETE;
    /// Remove a name of a file or a symbolic link.
    Unlink, "unlink", DELETE;
    /// Rename: the directory where the name goes away.
    RenameFrom, "rename from", RENAME;
    /// Rename: the directory where the name appears.
    RenameTo, "rename to", RENAME;
    /// Rename: an object that the new name already had.
    RenameReplace, "rename over", RENAME | DELETE;
    /// Hard link: the object that gets another name.
    LinkFrom, "link from", LINK;
    /// Hard link: the directory where the name appears.
    LinkTo, "link to", LINK;
    /// Make a symbolic link.
    Symlink, "make a symbolic link", SYMLINK;
    /// Read a symbolic link's target.
    ReadLink, "read a symbolic link", STAT;
    /// Move a descriptor to another number.
    Renumber, "renumber";
    /// Close a descriptor.
    Close, "close";
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Operation;
    use crate::rights::Rights;

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
