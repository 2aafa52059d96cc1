//! Who asks, with which rights, and what becomes of a refusal.

use crate::audit::{DENIAL_PATH_BYTES, DenialPlace, DenialReason};
use crate::descriptor::{Fd, Target};
use crate::error::{FsError, FsResult, LimitExceeded};
use crate::inode::NodeId;
use crate::mount::{Authority, MountId};
use crate::namespace::Namespace;
use crate::operation::Operation;
use crate::rights::Rights;

/// Where a path is resolved from, and with which rights.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Base {
    pub(crate) node: NodeId,
    pub(crate) rights: Rights,
    pub(crate) inheriting: Rights,
    pub(crate) authority: Authority,
}

/// A refusal on its way out: the error, and what to write into the audit log.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) error: FsError,
    denial: Option<(Operation, Reason)>,
}

/// What every step inside an operation returns.
pub(crate) type Outcome<T> = Result<T, Refusal>;

#[derive(Clone, Copy, Debug)]
enum Reason {
    Descriptor(Rights),
    Mount(MountId, Rights),
    NotGranted,
    Escape,
    Widening,
}

impl From<FsError> for Refusal {
    fn from(error: FsError) -> Self {
        Self {
            error,
            denial: None,
        }
    }
}

impl From<LimitExceeded> for Refusal {
    fn from(exceeded: LimitExceeded) -> Self {
        FsError::Limit(exceeded).into()
    }
}

impl Refusal {
    fn denied(error: FsError, operation: Operation, reason: Reason) -> Self {
        Self {
            error,
            denial: Some((operation, reason)),
        }
    }

    /// The path leaves the directory that it started in.
    pub(crate) fn escape(operation: Operation) -> Self {
        Self::denied(FsError::Escape, operation, Reason::Escape)
    }

    /// Whether it is about the new name of a rename or a link.
    fn concerns_target(&self) -> bool {
        let operation = self.denial.map(|(operation, _)| operation);
        matches!(
            operation,
            Some(Operation::RenameTo | Operation::RenameReplace | Operation::LinkTo)
        )
    }

    /// No grant covers the path.
    pub(crate) fn not_granted(operation: Operation) -> Self {
        Self::denied(FsError::NotFound, operation, Reason::NotGranted)
    }
}

impl Base {
    /// The supervisor's: the namespace's root, with every right.
    pub(crate) fn supervisor(root: NodeId) -> Self {
        Self {
            node: root,
            rights: Rights::all(),
            inheriting: Rights::all(),
            authority: Authority::Supervisor,
        }
    }

    /// Refuses what the directory's descriptor may not do.
    pub(crate) fn authorise(&self, operation: Operation) -> Outcome<()> {
        Self::check(self.rights, operation)
    }

    /// Refuses what descriptors opened through this one may not do.
    pub(crate) fn authorise_inherited(&self, operation: Operation) -> Outcome<()> {
        Self::check(self.inheriting, operation)
    }

    fn check(held: Rights, operation: Operation) -> Outcome<()> {
        let missing = operation.required_rights() - held;
        if missing.is_empty() {
            return Ok(());
        }
        let error = FsError::NotCapable(missing);
        Err(Refusal::denied(
            error,
            operation,
            Reason::Descriptor(missing),
        ))
    }

    /// Refuses to move or link an object from here to where descriptors may do more with it (CVE-2026-58494). What the mount
    /// does not grant in any case is no gain.
    pub(crate) fn authorise_narrowing(
        &self,
        to: &Self,
        granted: Rights,
        operation: Operation,
    ) -> Outcome<()> {
        let gained = ((to.inheriting - self.inheriting) | (to.rights - self.rights)) & granted;
        if gained.is_empty() {
            return Ok(());
        }
        Err(Refusal::denied(
            FsError::NotCapable(gained),
            operation,
            Reason::Widening,
        ))
    }
}

impl Namespace {
    /// The base that a descriptor is: it must be a directory. As wasmtime-wasi has it, a file is ENOTDIR and a standard
    /// stream EBADF.
    pub(crate) fn base(&self, dir: Fd) -> FsResult<Base> {
        let descriptor = self.table.get(dir)?;
        let node = match descriptor.target {
            Target::Directory(node) => self.canonical(node),
            Target::File(_) => return Err(FsError::NotDirectory),
            Target::Stdin | Target::Stdout | Target::Stderr => return Err(FsError::BadDescriptor),
        };
        Ok(Base {
            node,
            rights: descriptor.rights,
            inheriting: descriptor.inheriting,
            authority: Authority::Program,
        })
    }

    /// Refuses what the mount of a node does not grant.
    pub(crate) fn authorise_mount(
        &self,
        authority: Authority,
        node: NodeId,
        operation: Operation,
    ) -> Outcome<()> {
        let id = self.mount_of(node)?;
        let granted = self.granted(authority, id)?;
        let missing = operation.required_rights() - granted;
        if missing.is_empty() {
            return Ok(());
        }
        // Where nothing at all may be changed, POSIX programs expect EROFS; where some things may, EACCES.
        let changes = missing.intersects(Rights::MUTATING);
        let error = if changes && !granted.intersects(Rights::MUTATING) {
            FsError::ReadOnly
        } else {
            FsError::AccessDenied(missing)
        };
        Err(Refusal::denied(
            error,
            operation,
            Reason::Mount(id, missing),
        ))
    }

    /// What a mount grants.
    pub(crate) fn granted(&self, authority: Authority, id: MountId) -> FsResult<Rights> {
        if id == MountId::SKELETON {
            return Ok(Rights::READ_ONLY);
        }
        Ok(self.mount(id)?.effective_rights(authority))
    }

    /// The node of a descriptor, if the descriptor and the mount let the operation be done. A descriptor that was not opened
    /// for reading or writing is EBADF then, as POSIX has it; another missing right is ENOTCAPABLE.
    pub(crate) fn authorise_descriptor(&self, fd: Fd, operation: Operation) -> Outcome<NodeId> {
        let descriptor = self.table.get(fd)?;
        let node = descriptor.target.node().ok_or(FsError::External)?;
        let missing = operation.required_rights() - descriptor.rights;
        if missing.intersects(Rights::DATA) {
            return Err(FsError::BadDescriptor.into());
        }
        if !missing.is_empty() {
            let error = FsError::NotCapable(missing);
            return Err(Refusal::denied(
                error,
                operation,
                Reason::Descriptor(missing),
            ));
        }
        let node = self.canonical(node);
        self.authorise_mount(Authority::Program, node, operation)?;
        Ok(node)
    }

    /// Ends an operation on a path: a refusal is written into the audit log.
    pub(crate) fn settle<T>(&mut self, dir: Fd, path: &[u8], outcome: Outcome<T>) -> FsResult<T> {
        outcome.map_err(|refusal| {
            let base = self
                .table
                .get(dir)
                .ok()
                .and_then(|descriptor| descriptor.target.node());
            self.record(&refusal, |namespace| namespace.place(base, path));
            refusal.error
        })
    }

    /// Ends an operation on two paths: a refusal is written down where it was.
    pub(crate) fn settle_pair<T>(
        &mut self,
        from: (Fd, &[u8]),
        to: (Fd, &[u8]),
        outcome: Outcome<T>,
    ) -> FsResult<T> {
        let at_target = outcome.as_ref().is_err_and(Refusal::concerns_target);
        let (dir, path) = if at_target { to } else { from };
        self.settle(dir, path, outcome)
    }

    /// Ends an operation on a descriptor.
    pub(crate) fn settle_descriptor<T>(&mut self, fd: Fd, outcome: Outcome<T>) -> FsResult<T> {
        outcome.map_err(|refusal| {
            self.record(&refusal, |namespace| {
                match namespace.table.get(fd).map(|open| open.target) {
                    Ok(Target::Directory(node)) => namespace.place(Some(node), b""),
                    _ => DenialPlace::Descriptor(fd),
                }
            });
            refusal.error
        })
    }

    /// Writes a refusal into the audit log. The place is worked out only if it is needed.
    fn record(&mut self, refusal: &Refusal, place: impl FnOnce(&Self) -> DenialPlace) {
        if let FsError::Limit(exceeded) = refusal.error {
            self.audit.hit(exceeded);
        }
        let Some((operation, reason)) = refusal.denial else {
            return;
        };
        let reason = match reason {
            Reason::Descriptor(missing) => DenialReason::Descriptor(missing),
            Reason::Mount(id, missing) => DenialReason::Mount {
                mount: self
                    .mount(id)
                    .map(|mount| mount.path.to_string())
                    .unwrap_or_default(),
                missing,
            },
            Reason::NotGranted => DenialReason::NotGranted,
            Reason::Escape => DenialReason::Escape,
            Reason::Widening => DenialReason::Widening,
        };
        let place = place(self);
        self.audit.deny(operation, place, reason);
    }

    /// Where a program pointed: the directory's own path, and what it asked for behind it.
    fn place(&self, base: Option<NodeId>, path: &[u8]) -> DenialPlace {
        let mut text = base.and_then(|node| self.path_of(node)).unwrap_or_default();
        if !path.is_empty() {
            if !text.ends_with('/') {
                text.push('/');
            }
            let kept = path.get(..DENIAL_PATH_BYTES).unwrap_or(path);
            text.push_str(&String::from_utf8_lossy(kept));
        }
        while text.len() > DENIAL_PATH_BYTES {
            text.pop();
        }
        DenialPlace::Path(text)
    }

    /// The absolute path of a directory. None for one that was removed.
    pub(crate) fn path_of(&self, directory: NodeId) -> Option<String> {
        let mut names = Vec::new();
        let mut current = self.canonical(directory);
        loop {
            let name = self.directory_name(current).ok()?;
            let parent = self.parent_of(current).ok()?;
            if name.is_empty() {
                break;
            }
            names.push(name);
            current = parent;
        }
        let mount = self.mount(self.mount_of(current).ok()?).ok()?;
        if self.canonical(mount.root) != current {
            return None;
        }
        let mut path = String::from(mount.path.trim_end_matches('/'));
        for name in names.iter().rev() {
            path.push('/');
            path.push_str(name);
        }
        if path.is_empty() {
            path.push('/');
        }
        Some(path)
    }
}
