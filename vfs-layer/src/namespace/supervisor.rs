//! The supervisor's own access: absolute paths, no descriptors, the same steps and the same charges.

use crate::descriptor::{FileKind, FileStat};
use crate::error::{FsError, FsResult};
use crate::inode::{Content, NodeId};
use crate::namespace::Namespace;
use crate::namespace::authority::{Base, Outcome};
use crate::namespace::resolve::Follow;
use crate::operation::Operation;

/// An object that [`Namespace::list`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedObject {
    /// Its path, relative to the directory listed.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// Its size in bytes.
    pub size: u64,
}

/// For the supervisor, who prepares a run and collects what it left. What the mounts do not grant to the program does not bind
/// the supervisor; read-only layers and every quota do, but for the bytes written in a run, which are the program's alone.
/// Paths are absolute; `..` above the root is refused here as well.
impl Namespace {
    /// Does what the supervisor wants to know for itself, with the program's rights but without
    /// writing refusals down: the program did not ask.
    pub fn unrecorded<T>(&mut self, body: impl FnOnce(&mut Self) -> T) -> T {
        let kept = std::mem::take(&mut self.audit);
        let outcome = body(self);
        self.audit = kept;
        outcome
    }

    /// The content of a file. Symbolic links are followed.
    ///
    /// # Errors
    /// What path resolution answers; `IsDirectory`.
    pub fn read_file(&self, path: &str) -> FsResult<&[u8]> {
        let node = self.find(path, Follow::Yes, Operation::Read)?;
        self.file_bytes(node)
    }

    /// Makes or replaces a file, and makes the directories above it.
    ///
    /// # Errors
    /// What path resolution answers; `IsDirectory`; `ReadOnly`; a limit. What was there before stays as it was, but for
    /// directories made on the way.
    pub fn write_file(&mut self, path: &str, bytes: &[u8]) -> FsResult<()> {
        if let Some((above, _)) = path.trim_end_matches('/').rsplit_once('/')
            && !above.is_empty()
        {
            self.make_directories(above)?;
        }
        self.put_file(path, bytes).map_err(|refusal| refusal.error)
    }

    /// Makes a directory and those above it. One that is there already is fine.
    ///
    /// # Errors
    /// What path resolution answers; `NotDirectory`; `ReadOnly`; a limit.
    pub fn make_directories(&mut self, path: &str) -> FsResult<()> {
        let base = Base::supervisor(self.root);
        let ends = path
            .match_indices('/')
            .map(|(end, _)| end)
            .chain([path.len()]);
        for above in ends
            .filter_map(|end| path.get(..end))
            .filter(|above| !above.is_empty())
        {
            match self.make_directory_from(&base, above.as_bytes()) {
                Ok(()) => {}
                Err(refusal) if refusal.error == FsError::Exists => {
                    let node = self.find(above, Follow::Yes, Operation::StatPath)?;
                    if self.kind_of(node)? != FileKind::Directory {
                        return Err(FsError::NotDirectory);
                    }
                }
                Err(refusal) => return Err(refusal.error),
            }
        }
        Ok(())
    }

    /// The attributes of the object at a path, symbolic links followed.
    ///
    /// # Errors
    /// What path resolution answers.
    pub fn stat_path(&self, path: &str) -> FsResult<FileStat> {
        let node = self.find(path, Follow::Yes, Operation::StatPath)?;
        self.stat_node(node)
    }

    /// Everything below a directory, sorted by path; symbolic links are listed, not followed.
    ///
    /// # Errors
    /// What path resolution answers; `NotDirectory`.
    pub fn list(&self, path: &str) -> FsResult<Vec<ListedObject>> {
        let node = self.find(path, Follow::Yes, Operation::ReadDirectory)?;
        self.directory_parts(node)?;
        let mut objects = Vec::new();
        let mut pending = vec![(node, String::new())];
        while let Some((directory, prefix)) = pending.pop() {
            for (name, child) in self.children(directory) {
                let stat = self.stat_node(child)?;
                let path = format!("{prefix}{name}");
                if stat.kind == FileKind::Directory {
                    pending.push((child, format!("{path}/")));
                }
                objects.push(ListedObject {
                    path,
                    kind: stat.kind,
                    size: stat.size,
                });
            }
        }
        objects.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        Ok(objects)
    }

    fn find(&self, path: &str, follow: Follow, operation: Operation) -> FsResult<NodeId> {
        let base = Base::supervisor(self.root);
        let found = self.locate_from(&base, path.as_bytes(), follow, operation);
        found.map_err(|refusal| refusal.error)
    }

    fn put_file(&mut self, path: &str, bytes: &[u8]) -> Outcome<()> {
        let base = Base::supervisor(self.root);
        let operation = Operation::OpenCreate;
        let walk = self.walk(&base, path.as_bytes(), Follow::Yes, operation)?;
        if walk.slash {
            return Err(FsError::IsDirectory.into());
        }
        let len = bytes.len() as u64;
        let place = walk.node.unwrap_or(walk.dir);
        self.authorise_mount(base.authority, place, operation)?;
        let Some(node) = walk.node else {
            let (dir, name) = (walk.dir, walk.name()?);
            self.file_end(self.mount_of(dir)?, 0, len, 0)?;
            self.make(dir, name, Content::File(copied(bytes)?))?;
            return Ok(());
        };
        let size = self.file_length(node)?;
        let mount = self.mount_of(node)?;
        self.file_end(mount, size, len, 0)?;
        let charge = self.admit(mount, self.content_change(node, len)?)?;
        self.resize(node, len, &charge)?.copy_from_slice(bytes);
        Ok(())
    }
}

fn copied(bytes: &[u8]) -> FsResult<Vec<u8>> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(bytes.len())
        .map_err(|_| FsError::OutOfMemory)?;
    copy.extend_from_slice(bytes);
    Ok(copy)
}
