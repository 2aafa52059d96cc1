//! Rights: what a mount grants and a descriptor may be used for.

use std::fmt;

use bitflags::bitflags;

bitflags! {
    /// A set of rights. Every operation needs some of them (see [`Operation`](crate::Operation)), from the descriptor
    /// that it goes through and from the mount that it lands in. Rights only ever shrink.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Rights: u16 {
        /// Read a file's bytes.
        const READ = 1 << 0;
        /// Write a file's bytes anywhere.
        const WRITE = 1 << 1;
        /// Write at a file's end.
        const APPEND = 1 << 2;
        /// Make a file or a directory.
        const CREATE = 1 << 3;
        /// Set a file's size, also by opening it. Of use only together with `WRITE`.
        const TRUNCATE = 1 << 4;
        /// Remove a name, also by renaming another object over it.
        const DELETE = 1 << 5;
        /// Give an object another name in the same mount.
        const RENAME = 1 << 6;
        /// Make a hard link.
        const LINK = 1 << 7;
        /// Make a symbolic link.
        const SYMLINK = 1 << 8;
        /// Read a directory's entries.
        const LIST = 1 << 9;
        /// Read an object's attributes, or a symbolic link's target.
        const STAT = 1 << 10;
        /// Set an object's times.
        const SET_TIMES = 1 << 11;
    }
}

impl Rights {
    /// The rights that change nothing.
    pub const READ_ONLY: Self = Self::READ.union(Self::LIST).union(Self::STAT);

    /// The rights that change something.
    pub const MUTATING: Self = Self::all().difference(Self::READ_ONLY);

    /// The rights to a file's bytes, which an open must ask for by name.
    pub const DATA: Self = Self::READ.union(Self::WRITE).union(Self::APPEND);
}

impl fmt::Display for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("no right");
        }
        let mut separator = "";
        for (name, _) in self.iter_names() {
            f.write_str(separator)?;
            f.write_str(name)?;
            separator = "|";
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Rights;

    #[test]
    fn reads_as_policies_spell_it() {
        assert_eq!(Rights::empty().to_string(), "no right");
        assert_eq!(
            (Rights::WRITE | Rights::SET_TIMES).to_string(),
            "WRITE|SET_TIMES"
        );
    }

    #[test]
    fn read_only_and_mutating_split_the_set() {
        assert_eq!(Rights::READ_ONLY | Rights::MUTATING, Rights::all());
        assert!((Rights::READ_ONLY & Rights::MUTATING).is_empty());
    }
}
