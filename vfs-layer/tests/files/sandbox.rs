//! What the tests share: a namespace, short names for frequent steps, and a check after each of them.

use std::sync::Arc;

use vfs_layer::{
    DescriptorFlags, Errno, Fd, FsResult, LowerLayer, MountSpec, Namespace, OpenOptions, Quota,
    ROOT_FD, Rights,
};

/// A namespace that checks its invariants when it is dropped.
pub struct Sandbox(pub Namespace);

impl std::ops::Deref for Sandbox {
    type Target = Namespace;

    fn deref(&self) -> &Namespace {
        &self.0
    }
}

impl std::ops::DerefMut for Sandbox {
    fn deref_mut(&mut self) -> &mut Namespace {
        &mut self.0
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.0.verify(), Ok(()));
        }
    }
}

/// `/w` and `/x`, both scratch.
pub fn sandbox() -> Sandbox {
    with_quota(Quota::default())
}

pub fn with_quota(quota: Quota) -> Sandbox {
    let builder = Namespace::builder(quota);
    let mounted = builder
        .mount("/w", MountSpec::scratch())
        .mount("/x", MountSpec::scratch());
    Sandbox(mounted.build().unwrap())
}

/// `/w` with these rights only, prepared by the supervisor with the file `f`, the directory `d` and the symbolic link `l`.
pub fn with_rights(rights: Rights) -> Sandbox {
    let builder = Namespace::builder(Quota::default());
    let mut namespace = builder
        .mount("/w", MountSpec::scratch().rights(rights))
        .build()
        .unwrap();
    namespace.write_file("/w/f", b"content").unwrap();
    namespace.write_file("/w/d/inner", b"").unwrap();
    namespace.make_directories("/w/empty").unwrap();
    Sandbox(namespace)
}

/// A lower layer with a bit of everything.
pub fn lower() -> Arc<LowerLayer> {
    let builder = LowerLayer::builder()
        .files([
            ("a.txt", &b"alpha"[..]),
            ("b.txt", b"beta"),
            ("dir/one", b"1"),
            ("dir/two", b"22"),
            ("dir/sub/deep", b"deep"),
        ])
        .unwrap();
    let builder = builder
        .symlink("link", "dir/one")
        .unwrap()
        .directory("hollow")
        .unwrap();
    Arc::new(builder.build())
}

/// `/o`, an overlay of [`lower`].
pub fn overlay() -> Sandbox {
    overlay_with(Quota::default())
}

pub fn overlay_with(quota: Quota) -> Sandbox {
    let builder = Namespace::builder(quota).mount("/o", MountSpec::overlay(lower()));
    Sandbox(builder.build().unwrap())
}

pub fn creating() -> OpenOptions {
    OpenOptions {
        create: true,
        ..OpenOptions::reading_and_writing()
    }
}

pub fn appending() -> OpenOptions {
    OpenOptions {
        create: true,
        flags: DescriptorFlags::APPEND,
        ..OpenOptions::writing()
    }
}

pub fn errno<T>(result: FsResult<T>) -> Errno {
    match result {
        Ok(_) => Errno::Success,
        Err(error) => error.errno(),
    }
}

impl Sandbox {
    pub fn at(&mut self, path: &str, options: &OpenOptions) -> FsResult<Fd> {
        self.open(ROOT_FD, path, options)
    }

    /// Makes a file with content.
    pub fn put(&mut self, path: &str, content: &[u8]) {
        let options = OpenOptions {
            truncate: true,
            ..creating()
        };
        let fd = self.at(path, &options).unwrap();
        assert_eq!(self.write(fd, content), Ok(content.len()));
        self.close(fd).unwrap();
    }

    pub fn get(&mut self, path: &str) -> FsResult<Vec<u8>> {
        let fd = self.at(path, &OpenOptions::reading())?;
        let bytes = self.read_slice(fd, usize::MAX).map(<[u8]>::to_vec);
        self.close(fd).unwrap();
        bytes
    }

    pub fn mkdir(&mut self, path: &str) -> FsResult<()> {
        self.make_directory(ROOT_FD, path)
    }

    pub fn mv(&mut self, from: &str, to: &str) -> FsResult<()> {
        self.rename(ROOT_FD, from, ROOT_FD, to)
    }

    pub fn ln(&mut self, from: &str, to: &str) -> FsResult<()> {
        self.link(ROOT_FD, from, false, ROOT_FD, to)
    }

    pub fn ln_s(&mut self, target: &str, path: &str) -> FsResult<()> {
        self.symlink(target, ROOT_FD, path)
    }

    pub fn rm(&mut self, path: &str) -> FsResult<()> {
        self.unlink(ROOT_FD, path)
    }

    pub fn rmdir(&mut self, path: &str) -> FsResult<()> {
        self.remove_directory(ROOT_FD, path)
    }

    pub fn lstat(&mut self, path: &str) -> FsResult<vfs_layer::FileStat> {
        self.stat_at(ROOT_FD, path, false)
    }

    pub fn size(&mut self, path: &str) -> FsResult<u64> {
        self.stat_at(ROOT_FD, path, true).map(|stat| stat.size)
    }

    /// The names in a directory, in the order in which it gives them.
    pub fn ls(&mut self, path: &str) -> FsResult<Vec<String>> {
        let fd = self.at(path, &OpenOptions::directory())?;
        let entries = self.read_directory(fd, 0)?.without_dots();
        let names = entries.map(|entry| entry.name.to_owned()).collect();
        self.close(fd).unwrap();
        Ok(names)
    }

    pub fn directory(&mut self, path: &str) -> Fd {
        self.at(path, &OpenOptions::directory()).unwrap()
    }
}
