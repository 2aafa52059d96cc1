//! A mount of a namespace as a `vfs::FileSystem`: every step is one that a program could take, through descriptors.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use vfs::error::VfsErrorKind;
use vfs::{FileSystem, SeekAndRead, SeekAndWrite, VfsFileType, VfsMetadata, VfsResult};
use vfs_layer::{
    DescriptorFlags, Fd, FileKind, FsError, FsResult, LowerLayer, MountSpec, Namespace,
    OpenOptions, Quota, ROOT_FD, Rights, TimeChange, Timestamp, Whence,
};

const MOUNT: &str = "/mount";

/// The mount, as the suite sees it.
#[derive(Clone, Debug)]
pub(crate) struct View(Arc<Mutex<Namespace>>);

impl View {
    fn of(spec: MountSpec) -> Self {
        let builder = Namespace::builder(Quota::default()).mount(MOUNT, spec);
        Self(Arc::new(Mutex::new(builder.build().unwrap())))
    }

    /// Empty and writable.
    pub(crate) fn scratch() -> Self {
        Self::of(MountSpec::scratch())
    }

    /// Empty above a lower layer whose every entry was removed.
    pub(crate) fn hollow_overlay() -> Self {
        let view = Self::of(MountSpec::overlay(tree()));
        let mut namespace = view.lock();
        let listed = namespace.list(MOUNT).unwrap();
        for object in listed.iter().rev() {
            let path = relative(&format!("/{}", object.path));
            match object.kind {
                FileKind::Directory => namespace.remove_directory(ROOT_FD, &path).unwrap(),
                _ => namespace.unlink(ROOT_FD, &path).unwrap(),
            }
        }
        drop(namespace);
        view
    }

    /// The suite's own tree, read-only.
    pub(crate) fn read_only() -> Self {
        Self::of(MountSpec::read_only(tree()))
    }

    /// The suite's own tree below nothing.
    pub(crate) fn overlay() -> Self {
        Self::of(MountSpec::overlay(tree()))
    }

    fn lock(&self) -> MutexGuard<'_, Namespace> {
        self.0.lock().unwrap()
    }

    fn open(&self, path: &str, options: &OpenOptions) -> VfsResult<Open> {
        let fd = self
            .lock()
            .open(ROOT_FD, &relative(path), options)
            .map_err(fault)?;
        Ok(Open {
            view: self.clone(),
            fd,
        })
    }

    fn set_times(&self, path: &str, accessed: TimeChange, modified: TimeChange) -> VfsResult<()> {
        let mut namespace = self.lock();
        let set = namespace.set_times_at(ROOT_FD, &relative(path), true, accessed, modified);
        set.map_err(fault)
    }

    fn rename(&self, from: &str, to: &str) -> VfsResult<()> {
        let renamed = self
            .lock()
            .rename(ROOT_FD, &relative(from), ROOT_FD, &relative(to));
        renamed.map_err(fault)
    }
}

/// Every invariant holds when the suite lets go of the view.
impl Drop for View {
    fn drop(&mut self) {
        if !std::thread::panicking() && Arc::strong_count(&self.0) == 1 {
            assert_eq!(self.lock().verify(), Ok(()));
        }
    }
}

/// What the read-only suite expects to find.
fn tree() -> Arc<LowerLayer> {
    let files = [
        ("a.txt", &b"a"[..]),
        ("b.txt", b"b"),
        ("a/d.txt", b"d"),
        ("a/x/y/z", b"z"),
        ("a.txt.dir/g.txt", b"g"),
        ("c/e.txt", b"e"),
    ];
    Arc::new(LowerLayer::builder().files(files).unwrap().build())
}

fn relative(path: &str) -> String {
    format!("{}{path}", MOUNT.trim_start_matches('/'))
}

fn fault(error: FsError) -> vfs::VfsError {
    match error {
        FsError::NotFound => VfsErrorKind::FileNotFound.into(),
        error => VfsErrorKind::IoError(io::Error::other(error)).into(),
    }
}

fn system_time(time: Timestamp) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_nanos(time.as_nanos()))
}

fn timestamp(time: SystemTime) -> TimeChange {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    TimeChange::To(Timestamp::from_nanos(
        u64::try_from(since.as_nanos()).unwrap(),
    ))
}

impl FileSystem for View {
    fn read_dir(&self, path: &str) -> VfsResult<Box<dyn Iterator<Item = String> + Send>> {
        let directory = self.open(path, &OpenOptions::directory())?;
        let mut namespace = self.lock();
        let entries = namespace.read_directory(directory.fd, 0).map_err(fault)?;
        let names: Vec<String> = entries
            .without_dots()
            .map(|entry| entry.name.to_owned())
            .collect();
        drop(namespace);
        Ok(Box::new(names.into_iter()))
    }

    fn create_dir(&self, path: &str) -> VfsResult<()> {
        let made = self.lock().make_directory(ROOT_FD, &relative(path));
        match made {
            // The suite tells the two apart.
            Err(FsError::Exists) => Err(match self.metadata(path)?.file_type {
                VfsFileType::Directory => VfsErrorKind::DirectoryExists.into(),
                VfsFileType::File => VfsErrorKind::FileExists.into(),
            }),
            made => made.map_err(fault),
        }
    }

    fn open_file(&self, path: &str) -> VfsResult<Box<dyn SeekAndRead + Send>> {
        Ok(Box::new(self.open(path, &OpenOptions::reading())?))
    }

    fn create_file(&self, path: &str) -> VfsResult<Box<dyn SeekAndWrite + Send>> {
        let options = OpenOptions {
            create: true,
            truncate: true,
            ..OpenOptions::writing()
        };
        Ok(Box::new(self.open(path, &options)?))
    }

    fn append_file(&self, path: &str) -> VfsResult<Box<dyn SeekAndWrite + Send>> {
        let options = OpenOptions {
            flags: DescriptorFlags::APPEND,
            ..OpenOptions::writing()
        };
        Ok(Box::new(self.open(path, &options)?))
    }

    fn metadata(&self, path: &str) -> VfsResult<VfsMetadata> {
        let stat = self
            .lock()
            .stat_at(ROOT_FD, &relative(path), true)
            .map_err(fault)?;
        let file_type = match stat.kind {
            FileKind::Directory => VfsFileType::Directory,
            _ => VfsFileType::File,
        };
        Ok(VfsMetadata {
            file_type,
            len: stat.size,
            created: None,
            modified: system_time(stat.modified),
            accessed: system_time(stat.accessed),
        })
    }

    fn set_modification_time(&self, path: &str, time: SystemTime) -> VfsResult<()> {
        self.set_times(path, TimeChange::Keep, timestamp(time))
    }

    fn set_access_time(&self, path: &str, time: SystemTime) -> VfsResult<()> {
        self.set_times(path, timestamp(time), TimeChange::Keep)
    }

    fn exists(&self, path: &str) -> VfsResult<bool> {
        let stat = self.lock().stat_at(ROOT_FD, &relative(path), true);
        match stat {
            Ok(_) => Ok(true),
            Err(FsError::NotFound | FsError::NotDirectory) => Ok(false),
            Err(error) => Err(fault(error)),
        }
    }

    fn remove_file(&self, path: &str) -> VfsResult<()> {
        let removed = self.lock().unlink(ROOT_FD, &relative(path));
        removed.map_err(fault)
    }

    fn remove_dir(&self, path: &str) -> VfsResult<()> {
        let removed = self.lock().remove_directory(ROOT_FD, &relative(path));
        removed.map_err(fault)
    }

    fn move_file(&self, from: &str, to: &str) -> VfsResult<()> {
        self.rename(from, to)
    }

    fn move_dir(&self, from: &str, to: &str) -> VfsResult<()> {
        self.rename(from, to)
    }
}

/// An open descriptor, closed when it is dropped.
struct Open {
    view: View,
    fd: Fd,
}

impl Open {
    fn with<T>(&self, what: impl FnOnce(&mut Namespace, Fd) -> FsResult<T>) -> io::Result<T> {
        what(&mut self.view.lock(), self.fd).map_err(io::Error::other)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let closed = self.view.lock().close(self.fd);
        assert_eq!(closed, Ok(()));
    }
}

impl Read for Open {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.with(|namespace, fd| namespace.read(fd, buffer))
    }
}

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with(|namespace, fd| namespace.write(fd, bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with(|namespace, fd| namespace.sync(fd))
    }
}

impl Seek for Open {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (offset, whence) = match to {
            SeekFrom::Start(offset) => (
                i64::try_from(offset).map_err(io::Error::other)?,
                Whence::Start,
            ),
            SeekFrom::Current(offset) => (offset, Whence::Current),
            SeekFrom::End(offset) => (offset, Whence::End),
        };
        self.with(|namespace, fd| namespace.seek(fd, offset, whence))
    }
}

/// The right to read is not taken for granted: a view of a mount that grants nothing shows nothing.
#[test]
fn a_view_shows_what_its_mount_grants() {
    let view = View::of(MountSpec::scratch().rights(Rights::empty()));
    assert!(view.create_dir("/d").is_err());
    assert!(view.read_dir("").is_err());
    assert!(view.metadata("").is_err());
}
