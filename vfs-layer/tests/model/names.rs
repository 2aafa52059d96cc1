//! The naive model's operations on names. Each works on a copy, which is thrown away if it holds too much.

use vfs_layer::{Errno, Fd, FileKind, OpenOptions, Rights};

use super::resolve::{Answered, Base, Last, Walk};
use super::tree::{Content, Descriptor, Id, Model, Pin, Target, directory};
use super::world::QUOTA;

impl Model {
    /// Does something that may be too much.
    pub fn within_quota<T>(&mut self, change: impl FnOnce(&mut Self) -> T) -> Answered<T> {
        let mut after = self.clone();
        let result = change(&mut after);
        if !after.fits_after(self) {
            return Err(Errno::NoSpc);
        }
        *self = after;
        Ok(result)
    }

    /// Gives an entry to a directory, which changes it.
    fn name(&mut self, dir: Id, name: &str, id: Id) {
        self.remove_entry(dir, name);
        self.entries_mut(dir).push((name.to_owned(), id));
        self.touch_directory(dir);
    }

    fn unname(&mut self, dir: Id, name: &str) {
        self.remove_entry(dir, name);
        self.touch_directory(dir);
    }

    fn touch_directory(&mut self, dir: Id) {
        let now = self.now;
        let node = self.node_mut(dir);
        node.own = true;
        (node.times[1], node.times[2]) = (now, now);
    }

    pub fn touch(&mut self, id: Id) {
        let now = self.now;
        let node = self.node_mut(id);
        node.own = true;
        node.times[2] = now;
    }

    /// An object that just lost a name.
    fn lost_a_name(&mut self, id: Id) {
        if self.is_open(id) {
            self.node_mut(id).own = true;
        }
        let now = self.now;
        let node = self.node_mut(id);
        node.times[2] = now;
        if let Content::Directory { parent, below, .. } = &mut node.content {
            *parent = id;
            below.clear();
        }
    }

    fn make(&mut self, walk: &Walk, content: Content) -> Answered<Id> {
        let dir = walk.dir;
        self.demand_room(dir, 0)?;
        let mount = self.node(dir).mount;
        self.within_quota(|after| {
            let id = after.insert(mount, Pin::Free, content);
            after.name(dir, walk.name(), id);
            id
        })
    }

    /// The directory is still there, and not too deep.
    fn demand_room(&self, dir: Id, height: u64) -> Answered<()> {
        if !self.links().contains_key(&dir) {
            return Err(Errno::NoEnt);
        }
        if self.depth(dir) + height > u64::from(QUOTA.depth) {
            return Err(Errno::NameTooLong);
        }
        Ok(())
    }

    pub fn open(&mut self, fd: Fd, path: &[u8], options: &OpenOptions) -> Answered<Fd> {
        let base = self.base(fd)?;
        if options.directory && (options.create || options.exclusive || options.truncate) {
            return Err(Errno::Inval);
        }
        let exclusive = options.create && options.exclusive;
        let walk = self.walk(&base, path, options.follow && !exclusive)?;
        let Some(node) = walk.node else {
            return self.open_new(&base, &walk, options);
        };
        if exclusive {
            return Err(Errno::Exist);
        }
        let changes =
            options.create || options.truncate || options.access.intersects(Rights::MUTATING);
        let kind = self.kind(node);
        match kind {
            FileKind::SymbolicLink => return Err(Errno::Loop),
            FileKind::Directory if changes => return Err(Errno::IsDir),
            FileKind::RegularFile if options.directory || walk.slash => return Err(Errno::NotDir),
            _ => {}
        }
        let needed = match kind {
            FileKind::Directory => vec![Rights::LIST],
            _ => demanded(options, options.truncate),
        };
        self.demand_each(&base, node, &needed)?;
        if options.truncate {
            self.replace_bytes(node, Vec::new())?;
        }
        Ok(self.insert_descriptor(&base, node, options))
    }

    fn open_new(&mut self, base: &Base, walk: &Walk, options: &OpenOptions) -> Answered<Fd> {
        if !options.create {
            return Err(Errno::NoEnt);
        }
        if walk.slash {
            return Err(Errno::IsDir);
        }
        Self::demand(base.rights, Rights::CREATE)?;
        self.demand_mount(walk.dir, Rights::CREATE)?;
        self.demand_each(base, walk.dir, &demanded(options, false))?;
        let node = self.make(walk, Content::File(Vec::new()))?;
        Ok(self.insert_descriptor(base, node, options))
    }

    fn demand_each(&self, base: &Base, node: Id, needed: &[Rights]) -> Answered<()> {
        for rights in needed {
            Self::demand(base.inheriting, *rights)?;
            self.demand_mount(node, *rights)?;
        }
        if self.table.len() >= QUOTA.descriptors as usize {
            return Err(Errno::MFile);
        }
        Ok(())
    }

    fn insert_descriptor(&mut self, base: &Base, node: Id, options: &OpenOptions) -> Fd {
        let granted = base.inheriting & self.holdable(node);
        let mut rights = options.rights & granted;
        let mut inheriting = options.inheriting & granted;
        let mut target = Target::Directory(node);
        if self.kind(node) != FileKind::Directory {
            target = Target::File(node);
            inheriting = Rights::empty();
            // Rights to the bytes are those that were asked for; whoever may write may be told to append.
            rights -= Rights::DATA;
            rights |= options.access & Rights::DATA & granted;
            if options.access.contains(Rights::WRITE) {
                rights |= Rights::APPEND & options.rights & granted;
            }
        }
        let fd = (0..).find(|fd| !self.table.contains_key(fd)).unwrap();
        let flags = options.flags;
        self.table.insert(
            fd,
            Descriptor {
                target,
                rights,
                inheriting,
                flags,
                offset: 0,
            },
        );
        fd
    }

    pub fn make_directory(&mut self, fd: Fd, path: &[u8]) -> Answered<()> {
        let base = self.base(fd)?;
        Self::demand(base.rights, Rights::CREATE)?;
        let walk = self.walk(&base, path, false)?;
        if walk.node.is_some() {
            return Err(Errno::Exist);
        }
        self.demand_mount(walk.dir, Rights::CREATE)?;
        self.make(&walk, directory(walk.dir)).map(drop)
    }

    pub fn symlink(&mut self, target: &[u8], fd: Fd, path: &[u8]) -> Answered<()> {
        let base = self.base(fd)?;
        Self::demand(base.rights, Rights::SYMLINK)?;
        if target.len() > QUOTA.symlink_bytes as usize {
            return Err(Errno::NameTooLong);
        }
        let target = std::str::from_utf8(target).map_err(|_| Errno::IlSeq)?;
        if target.is_empty() {
            return Err(Errno::NoEnt);
        }
        if target.contains('\0') {
            return Err(Errno::Inval);
        }
        let walk = self.walk(&base, path, false)?;
        if walk.node.is_some() {
            return Err(Errno::Exist);
        }
        if walk.slash {
            return Err(Errno::NoEnt);
        }
        self.demand_mount(walk.dir, Rights::SYMLINK)?;
        self.make(&walk, Content::Symlink(target.to_owned()))
            .map(drop)
    }

    pub fn unlink(&mut self, fd: Fd, path: &[u8]) -> Answered<()> {
        let base = self.base(fd)?;
        Self::demand(base.rights, Rights::DELETE)?;
        let walk = self.walk(&base, path, false)?;
        let node = walk.node.ok_or(Errno::NoEnt)?;
        self.demand_mount(walk.dir, Rights::DELETE)?;
        if self.kind(node) == FileKind::Directory {
            return Err(Errno::IsDir);
        }
        self.existing(&walk)?;
        self.remove(&walk, node)
    }

    pub fn remove_directory(&mut self, fd: Fd, path: &[u8]) -> Answered<()> {
        let base = self.base(fd)?;
        Self::demand(base.rights, Rights::DELETE)?;
        let walk = self.walk(&base, path, false)?;
        let node = walk.node.ok_or(Errno::NoEnt)?;
        self.demand_mount(walk.dir, Rights::DELETE)?;
        if self.kind(node) != FileKind::Directory {
            return Err(Errno::NotDir);
        }
        match walk.last {
            Last::Name(_) => {}
            Last::Itself => return Err(Errno::Inval),
            Last::Above => return Err(Errno::NotEmpty),
        }
        self.demand_free(node)?;
        if !self.entries(node).is_empty() {
            return Err(Errno::NotEmpty);
        }
        self.remove(&walk, node)
    }

    fn remove(&mut self, walk: &Walk, node: Id) -> Answered<()> {
        self.within_quota(|after| {
            after.unname(walk.dir, walk.name());
            after.lost_a_name(node);
        })
    }

    fn demand_free(&self, node: Id) -> Answered<()> {
        match self.node(node).pin {
            Pin::Free => Ok(()),
            Pin::Root | Pin::Passage => Err(Errno::Busy),
        }
    }

    pub fn link(&mut self, from: (Fd, &[u8]), follow: bool, to: (Fd, &[u8])) -> Answered<()> {
        let (source, target) = (self.base(from.0)?, self.base(to.0)?);
        Self::demand(source.rights, Rights::LINK)?;
        Self::demand(target.rights, Rights::LINK)?;
        let node = self.existing(&self.walk(&source, from.1, follow)?)?;
        let walk = self.walk(&target, to.1, false)?;
        if self.kind(node) == FileKind::Directory {
            return Err(Errno::Perm);
        }
        if walk.node.is_some() {
            return Err(Errno::Exist);
        }
        if walk.slash {
            return Err(Errno::NoEnt);
        }
        if self.node(walk.dir).mount != self.node(node).mount {
            return Err(Errno::XDev);
        }
        self.demand_mount(node, Rights::LINK)?;
        self.demand_narrowing(&source, &target, node)?;
        self.demand_room(walk.dir, 0)?;
        self.within_quota(|after| {
            after.touch(node);
            after.name(walk.dir, walk.name(), node);
        })
    }

    /// No object gets more rights than it had.
    fn demand_narrowing(&self, from: &Base, to: &Base, node: Id) -> Answered<()> {
        let granted = self.granted(self.node(node).mount);
        Self::demand(from.rights, to.rights & granted)?;
        Self::demand(from.inheriting, to.inheriting & granted)
    }

    pub fn rename(&mut self, from: (Fd, &[u8]), to: (Fd, &[u8])) -> Answered<()> {
        let (source, target) = (self.base(from.0)?, self.base(to.0)?);
        Self::demand(source.rights, Rights::RENAME)?;
        Self::demand(target.rights, Rights::RENAME)?;
        let from = self.walk(&source, from.1, false)?;
        let to = self.walk(&target, to.1, false)?;
        let (Last::Name(_), Last::Name(_)) = (&from.last, &to.last) else {
            return Err(Errno::Busy);
        };
        let node = from.node.ok_or(Errno::NoEnt)?;
        if self.node(from.dir).mount != self.node(to.dir).mount {
            return Err(Errno::XDev);
        }
        self.demand_mount(from.dir, Rights::RENAME)?;
        if to.node.is_some() {
            Self::demand(target.rights, Rights::RENAME | Rights::DELETE)?;
            self.demand_mount(to.dir, Rights::RENAME | Rights::DELETE)?;
        }
        self.demand_narrowing(&source, &target, from.dir)?;
        let directory = self.kind(node) == FileKind::Directory;
        if !directory && (from.slash || to.slash) {
            return Err(Errno::NotDir);
        }
        self.demand_free(node)?;
        if to.node == Some(node) {
            return Ok(());
        }
        if directory && self.is_within(to.dir, node) {
            return Err(Errno::Inval);
        }
        if let Some(replaced) = to.node {
            self.demand_replaceable(directory, replaced)?;
        }
        let deeper = self.depth(to.dir) > self.depth(from.dir);
        if !self.links().contains_key(&to.dir) {
            return Err(Errno::NoEnt);
        }
        if deeper {
            self.demand_room(to.dir, self.height(node))?;
        }
        self.within_quota(|after| after.do_rename(&from, &to, node))
    }

    fn demand_replaceable(&self, directory: bool, replaced: Id) -> Answered<()> {
        self.demand_free(replaced)?;
        match (directory, self.kind(replaced) == FileKind::Directory) {
            (true, false) => Err(Errno::NotDir),
            (false, true) => Err(Errno::IsDir),
            (true, true) if !self.entries(replaced).is_empty() => Err(Errno::NotEmpty),
            _ => Ok(()),
        }
    }

    fn do_rename(&mut self, from: &Walk, to: &Walk, node: Id) {
        self.unname(from.dir, from.name());
        self.name(to.dir, to.name(), node);
        if let Some(replaced) = to.node {
            self.lost_a_name(replaced);
        }
        self.touch(node);
        if let Content::Directory { parent, .. } = &mut self.node_mut(node).content {
            *parent = to.dir;
        }
    }
}

/// The rights that opening a file demands, one after the other.
fn demanded(options: &OpenOptions, truncate: bool) -> Vec<Rights> {
    let append = options.flags.contains(vfs_layer::DescriptorFlags::APPEND);
    let writes = options.access.contains(Rights::WRITE);
    let mut needed = Vec::new();
    if options.access.contains(Rights::READ) {
        needed.push(Rights::READ);
    }
    if writes && !append {
        needed.push(Rights::WRITE);
    }
    if options.access.contains(Rights::APPEND) || (writes && append) {
        needed.push(Rights::APPEND);
    }
    if truncate {
        needed.push(Rights::TRUNCATE | Rights::WRITE);
    }
    needed
}
