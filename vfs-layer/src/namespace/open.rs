//! Opening: what an `open` asks, what is there, and what the descriptor may do.

use std::sync::Arc;

use crate::charge::Change;
use crate::descriptor::{Descriptor, DescriptorFlags, Fd, FileKind, OpenOptions, Target};
use crate::error::{FsError, FsResult};
use crate::inode::{Content, NodeId};
use crate::namespace::Namespace;
use crate::namespace::authority::{Base, Outcome};
use crate::namespace::resolve::{Follow, Walk};
use crate::operation::Operation;
use crate::rights::Rights;

/// What an `open` leads to.
enum Opening {
    Existing { node: NodeId, slash: bool },
    New { dir: NodeId, name: Arc<str> },
}

impl Namespace {
    /// Opens the object at a path below a directory.
    ///
    /// # Errors
    /// Everything that path resolution answers; `Exists`, `IsDirectory`, `NotDirectory` as POSIX has them; `SymlinkLoop` for a
    /// symbolic link that may not be followed; `Invalid` for `directory` together with `create`, `exclusive` or `truncate`; a
    /// right that [`OpenOptions::access`] demands and the descriptor (`NotCapable`) or the mount (`AccessDenied`, `ReadOnly`)
    /// does not give; a limit.
    pub fn open(
        &mut self,
        dir: Fd,
        path: &(impl AsRef<[u8]> + ?Sized),
        options: &OpenOptions,
    ) -> FsResult<Fd> {
        let path = path.as_ref();
        let outcome = self.open_at(dir, path, options);
        self.settle(dir, path, outcome)
    }

    fn open_at(&mut self, dir: Fd, path: &[u8], options: &OpenOptions) -> Outcome<Fd> {
        let base = self.base(dir)?;
        // As wasmtime-wasi answers.
        if options.directory && (options.create || options.exclusive || options.truncate) {
            return Err(FsError::Invalid("opening does not make or empty a directory").into());
        }
        let exclusive = options.create && options.exclusive;
        let follow = Follow::from(options.follow && !exclusive);
        let operation = first_operation(options);
        let walk = self.walk(&base, path, follow, operation)?;
        let opening = match walk.node {
            Some(_) if exclusive => return Err(FsError::Exists.into()),
            Some(node) => Opening::Existing {
                node,
                slash: walk.slash,
            },
            None if options.create => new(&walk)?,
            None => return Err(self.missing(&base, walk.dir, operation)),
        };
        match opening {
            Opening::Existing { node, slash } => self.open_existing(&base, node, slash, options),
            Opening::New { dir, name } => self.open_new(&base, dir, name, options),
        }
    }

    fn open_existing(
        &mut self,
        base: &Base,
        node: NodeId,
        slash: bool,
        options: &OpenOptions,
    ) -> Outcome<Fd> {
        let kind = self.kind_of(node)?;
        let changes =
            options.create || options.truncate || options.access.intersects(Rights::MUTATING);
        match kind {
            FileKind::SymbolicLink => return Err(FsError::SymlinkLoop.into()),
            FileKind::Directory if changes => return Err(FsError::IsDirectory.into()),
            FileKind::RegularFile if options.directory || slash => {
                return Err(FsError::NotDirectory.into());
            }
            _ => {}
        }
        for operation in operations(options, kind) {
            base.authorise_inherited(operation)?;
            self.authorise_mount(base.authority, node, operation)?;
        }
        self.table.reserve(self.quota.descriptors)?;
        if options.truncate {
            let mount = self.mount_of(node)?;
            let charge = self.admit(mount, self.content_change(node, 0)?)?;
            self.resize(node, 0, &charge)?;
        }
        Ok(self.insert_descriptor(base, node, kind, options)?)
    }

    fn open_new(
        &mut self,
        base: &Base,
        dir: NodeId,
        name: Arc<str>,
        options: &OpenOptions,
    ) -> Outcome<Fd> {
        base.authorise(Operation::OpenCreate)?;
        self.authorise_mount(base.authority, dir, Operation::OpenCreate)?;
        // A file that is made is empty already: truncating it is no operation.
        let rest = OpenOptions {
            truncate: false,
            ..*options
        };
        for operation in operations(&rest, FileKind::RegularFile) {
            base.authorise_inherited(operation)?;
            self.authorise_mount(base.authority, dir, operation)?;
        }
        self.table.reserve(self.quota.descriptors)?;
        let node = self.make(dir, name, Content::File(Vec::new()))?;
        Ok(self.insert_descriptor(base, node, FileKind::RegularFile, options)?)
    }

    /// Makes an object, and names it. The caller has authorised it.
    pub(crate) fn make(
        &mut self,
        dir: NodeId,
        name: Arc<str>,
        content: Content,
    ) -> Outcome<NodeId> {
        self.ensure_linked(dir)?;
        self.check_depth(dir, 0)?;
        let mount = self.mount_of(dir)?;
        let change = self
            .name_change(dir, &name)?
            .and(Change::inodes(1))
            .and(Change::bytes(content.charged_bytes()));
        let charge = self.admit(mount, change)?;
        let id = self.insert_inode(mount, content, &charge);
        self.name(dir, name, id, &charge)?;
        Ok(NodeId::Upper(id))
    }

    fn insert_descriptor(
        &mut self,
        base: &Base,
        node: NodeId,
        kind: FileKind,
        options: &OpenOptions,
    ) -> FsResult<Fd> {
        let node = self.canonical(node);
        let granted = base.inheriting & self.holdable(node)?;
        let (target, rights, inheriting) = match kind {
            FileKind::Directory => (
                Target::Directory(node),
                options.rights & granted,
                options.inheriting & granted,
            ),
            _ => (
                Target::File(node),
                file_rights(options, granted),
                Rights::empty(),
            ),
        };
        self.retain(node);
        Ok(self.table.insert(Descriptor {
            target,
            rights,
            inheriting,
            flags: options.flags,
            offset: 0,
            preopen: false,
        }))
    }
}

/// The file that an `open` with `create` makes.
fn new(walk: &Walk<'_>) -> FsResult<Opening> {
    if walk.slash {
        // As Linux answers open("new/", O_CREAT).
        return Err(FsError::IsDirectory);
    }
    Ok(Opening::New {
        dir: walk.dir,
        name: walk.name()?,
    })
}

/// The rights of a descriptor on a file: those to the bytes only as asked for, the rest as far as granted.
fn file_rights(options: &OpenOptions, granted: Rights) -> Rights {
    let mut data = options.access & Rights::DATA;
    if options.access.contains(Rights::WRITE) {
        data |= options.rights & Rights::APPEND;
    }
    (data | (options.rights - Rights::DATA)) & granted
}

/// What an `open` of an existing object does.
fn operations(options: &OpenOptions, kind: FileKind) -> impl Iterator<Item = Operation> {
    let append = options.flags.contains(DescriptorFlags::APPEND);
    let writes = options.access.contains(Rights::WRITE);
    let appends = options.access.contains(Rights::APPEND) || (append && writes);
    let file = kind != FileKind::Directory;
    [
        (!file).then_some(Operation::OpenDirectory),
        (file && options.access.contains(Rights::READ)).then_some(Operation::OpenRead),
        (file && writes && !append).then_some(Operation::OpenWrite),
        (file && appends).then_some(Operation::OpenAppend),
        (file && options.truncate).then_some(Operation::OpenTruncate),
    ]
    .into_iter()
    .flatten()
}

/// The operation that a refusal on the way is put down to.
fn first_operation(options: &OpenOptions) -> Operation {
    if options.create {
        return Operation::OpenCreate;
    }
    let kind = if options.directory {
        FileKind::Directory
    } else {
        FileKind::RegularFile
    };
    operations(options, kind)
        .next()
        .unwrap_or(Operation::OpenRead)
}
