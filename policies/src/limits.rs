//! How much one run may use.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::fault::Faults;
use crate::reader::{Read, Table};
use crate::source::Value;
use crate::{Bound, ByteCount, Problem, TimeSpan};

/// One line a limit: its documentation, field, name in documents, type and default.
/// To add a limit, add a line; reading, printing, tightening and tables over
/// [`LimitName::ALL`] follow.
macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $variant:ident $field:ident $name:literal : $kind:ty = $default:expr;)+) => {
        /// How much one run may use. A limit that a document leaves out has the `standard` preset's
        /// value, which is also its default here. Zero means none of it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct Limits {
            $($(#[doc = $doc])+ #[serde(rename = $name)] pub $field: $kind,)+
        }

        /// Which of the [`Limits`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum LimitName {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl LimitName {
            /// Every limit, in the order of documents and tables.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The limit's name in documents, in kebab case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// What the limit bounds, in words.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl Limits {
            /// For each limit the tighter of the two.
            #[must_use]
            pub fn tightest(&self, other: &Self) -> Self {
                Self { $($field: self.$field.min(other.$field),)+ }
            }

            /// The limits' names in documents.
            pub(crate) const FIELDS: &'static [&'static str] = &[$($name),+];

            /// Reads the fields of the table `limits`.
            pub(crate) fn read_fields(table: &Table<'_, '_>, faults: &mut Faults) -> Self {
                let default = Self::default();
                Self {
                    $($field: read_limit(table, LimitName::$variant, default.$field, faults),)+
                }
            }

            /// A limit's value as documents write it: `64MiB`, `5s`, `4096`, `unlimited`.
            #[must_use]
            pub fn value(&self, name: LimitName) -> String {
                match name {
                    $(LimitName::$variant => self.$field.to_string(),)+
                }
            }
        }
    };
}

limits! {
    /// Wall-clock time of a run; sleeping and waiting for input count.
    Time time "time": Bound<TimeSpan> = Bound::Finite(TimeSpan::from_secs(5));
    /// Memory of the program: the interpreter's heap.
    Memory memory "memory": Bound<ByteCount> = Bound::Finite(ByteCount::mib(128));
    /// The interpreter's own stack. Beyond it the program sees RangeError or RecursionError. A host that
    /// has less than the figure gives what it has.
    Stack stack "stack": ByteCount = Self::MAX_STACK;
    /// Size of one file.
    FileSize file_size "file-size": Bound<ByteCount> = Bound::Finite(ByteCount::mib(16));
    /// Bytes of all files together, unlinked but open ones included.
    Disk disk "disk": Bound<ByteCount> = Bound::Finite(ByteCount::mib(64));
    /// Files, folders and links together, unlinked but open ones included.
    Inodes inodes "inodes": Bound<u64> = Bound::Finite(4096);
    /// Descriptors open at the same time, the standard streams included.
    Descriptors descriptors "descriptors": Bound<u32> = Bound::Finite(128);
    /// Bytes written to standard output and standard error together.
    Output output "output": Bound<ByteCount> = Bound::Finite(ByteCount::mib(1));
    /// Bytes of standard input.
    Stdin stdin "stdin": Bound<ByteCount> = Bound::Finite(ByteCount::mib(1));
    /// Bytes written to files in one run, overwritten and deleted ones included.
    Written written "written": Bound<ByteCount> = Bound::Finite(ByteCount::mib(256));
    /// Processes that the program may start. The sandbox can start none, whatever the value.
    Processes processes "processes": Bound<u32> = Bound::Finite(0);
    /// Bytes of one name in a path.
    NameLength name_length "name-length": u32 = Self::MAX_NAME_LENGTH;
    /// Bytes of a path.
    PathLength path_length "path-length": u32 = Self::MAX_PATH_LENGTH;
    /// Names in a path, counted from `/`.
    Depth depth "depth": u32 = 64;
    /// Bytes of a symbolic link's target.
    SymlinkLength symlink_length "symlink-length": u32 = Self::MAX_SYMLINK_LENGTH;
}

impl Limits {
    /// The least that `stack` may be. QuickJS takes a stack of zero for no limit at all.
    pub const MIN_STACK: ByteCount = ByteCount::kib(16);
    /// The most that `stack` may be, as the component's stack meter counts: three quarters of the 8 MiB of
    /// WebAssembly stack that our host has, and of the shadow stack in the components' memory. Golem has
    /// [`LEAST_STACK`](Self::LEAST_STACK).
    pub const MAX_STACK: ByteCount = ByteCount::mib(6);
    /// What each host has of the stack, as the component's stack meter counts. Golem runs guests with
    /// 512 KiB of WebAssembly stack: measured over every kind of recursion known, none comes to its
    /// end below a count of 400,000 bytes, and most have by 550,000.
    pub const LEAST_STACK: ByteCount = ByteCount::kib(384);
    /// The most that `name-length` may be, in bytes (Linux's `NAME_MAX`).
    pub const MAX_NAME_LENGTH: u32 = 255;
    /// The most that `path-length` may be, in bytes (POSIX's `PATH_MAX` without the NUL).
    pub const MAX_PATH_LENGTH: u32 = 4095;
    /// The most that `depth` may be, in names.
    pub const MAX_DEPTH: u32 = 256;
    /// The most that `symlink-length` may be, in bytes.
    pub const MAX_SYMLINK_LENGTH: u32 = 4095;

    /// What is wrong with the limits that have a range: the file system's and the interpreters' own
    /// bounds, which no policy can lift.
    pub(crate) fn range_problems(&self) -> impl Iterator<Item = (LimitName, Problem)> {
        let symlink_length = (self.symlink_length, 0, Self::MAX_SYMLINK_LENGTH);
        [
            outside(
                LimitName::Stack,
                (self.stack, Self::MIN_STACK, Self::MAX_STACK),
            ),
            outside(
                LimitName::NameLength,
                (self.name_length, 1, Self::MAX_NAME_LENGTH),
            ),
            outside(
                LimitName::PathLength,
                (self.path_length, 1, Self::MAX_PATH_LENGTH),
            ),
            outside(LimitName::Depth, (self.depth, 1, Self::MAX_DEPTH)),
            outside(LimitName::SymlinkLength, symlink_length),
        ]
        .into_iter()
        .flatten()
    }
}

impl LimitName {
    /// The most that a limit may be which is always finite, as documents write it.
    fn most(self) -> Option<String> {
        match self {
            Self::Stack => Some(Limits::MAX_STACK.to_string()),
            Self::NameLength => Some(Limits::MAX_NAME_LENGTH.to_string()),
            Self::PathLength => Some(Limits::MAX_PATH_LENGTH.to_string()),
            Self::Depth => Some(Limits::MAX_DEPTH.to_string()),
            Self::SymlinkLength => Some(Limits::MAX_SYMLINK_LENGTH.to_string()),
            _ => None,
        }
    }
}

fn read_limit<T: Read>(
    table: &Table<'_, '_>,
    name: LimitName,
    default: T,
    faults: &mut Faults,
) -> T {
    let Some((place, node)) = table.field(name.name()) else {
        return default;
    };
    let unlimited = matches!(&node.value, Value::Text(text) if text == Bound::<T>::UNLIMITED);
    match name.most() {
        Some(most) if unlimited => {
            faults.report(&place, Problem::MustBeFinite { most });
            default
        }
        _ => table.get_or(name.name(), default, faults),
    }
}

fn outside<T: Ord + fmt::Display>(
    name: LimitName,
    (value, least, most): (T, T, T),
) -> Option<(LimitName, Problem)> {
    let within = least <= value && value <= most;
    let problem = || Problem::Range {
        found: value.to_string(),
        least: least.to_string(),
        most: most.to_string(),
    };
    (!within).then(|| (name, problem()))
}

impl fmt::Display for LimitName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl<'de> Deserialize<'de> for LimitName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let mut all = Self::ALL.iter().copied();
        all.find(|limit| limit.name() == name).ok_or_else(|| {
            de::Error::unknown_variant(&crate::spelling::quoted(&name), Limits::FIELDS)
        })
    }
}

impl Serialize for LimitName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
