//! The functions on a memory of bytes, a run and a file system: what a program would see.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod buffers;
mod clock;
mod hostile;
mod narrowing;
mod polling;
mod streams;

use std::rc::Rc;

use policies::{Format, Policy};
use vfs_layer::{Errno, MountSpec, Namespace, Quota};

use super::rights::bit;
use super::{Preview1, SliceMemory};
use crate::invocation::Invocation;
use crate::run::{Attached, Run};
use crate::testing::FakePlatform;

/// Where results are put.
const RESULT: u32 = 0x40;
/// Where paths are put.
const PATH: u32 = 0x100;
/// Where vectors of buffers are put.
const VECTOR: u32 = 0x2000;
/// Where bytes to transfer are put.
const DATA: u32 = 0x8000;
/// The end of memory.
const END: u32 = 0x1_0000;

const CREATE: u32 = 1;
const DIRECTORY: u32 = 2;
const TRUNCATE: u32 = 8;
const APPEND: u32 = 1;
/// What a C library asks for to read and write.
const ALL: u64 = (1 << 28) - 1;

/// A program: its run and its memory.
struct Program {
    run: Run,
    platform: Rc<FakePlatform>,
    memory: Vec<u8>,
}

impl Program {
    /// One with everything at the root of its file system.
    fn new() -> Self {
        Self::with("", Invocation::default(), MountSpec::scratch())
    }

    /// One whose policy has these lines as well, and whose root is this mount.
    fn with(policy: &str, invocation: Invocation, root: MountSpec) -> Self {
        let document = format!(
            "version = 1\n\
             [[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n{policy}"
        );
        let policy = Policy::parse(&document, Some(Format::Toml)).unwrap();
        let namespace = Namespace::builder(Quota::default())
            .mount("/", root)
            .build()
            .unwrap();
        let platform = Rc::new(FakePlatform::default());
        let (directory, shared) = ("/".to_owned(), Rc::clone(&platform));
        let run = Run::start(
            policy,
            namespace,
            directory,
            invocation,
            shared,
            Attached::default(),
        );
        Self {
            run,
            platform,
            memory: vec![0; END as usize],
        }
    }

    /// Makes one call.
    fn call(&mut self, call: impl FnOnce(&mut Preview1<'_, SliceMemory<'_>>) -> Errno) -> Errno {
        call(&mut Preview1::new(
            &mut self.run,
            SliceMemory::new(&mut self.memory),
        ))
    }

    fn put(&mut self, address: u32, bytes: &[u8]) {
        self.memory[address as usize..][..bytes.len()].copy_from_slice(bytes);
    }

    fn bytes(&self, address: u32, length: u32) -> &[u8] {
        &self.memory[address as usize..][..length as usize]
    }

    fn u32(&self, address: u32) -> u32 {
        u32::from_le_bytes(self.bytes(address, 4).try_into().unwrap())
    }

    fn u64(&self, address: u32) -> u64 {
        u64::from_le_bytes(self.bytes(address, 8).try_into().unwrap())
    }

    /// A vector of buffers at [`VECTOR`]; its length.
    fn vector(&mut self, buffers: &[(u32, u32)]) -> u32 {
        for (index, (address, length)) in (0..).zip(buffers) {
            self.put(VECTOR + index * 8, &address.to_le_bytes());
            self.put(VECTOR + index * 8 + 4, &length.to_le_bytes());
        }
        u32::try_from(buffers.len()).unwrap()
    }

    fn open(&mut self, dir: u32, path: &str, oflags: u32, rights: u64) -> Result<u32, Errno> {
        self.open_with(dir, path, oflags, (rights, rights), 0)
    }

    fn open_with(
        &mut self,
        dir: u32,
        path: &str,
        oflags: u32,
        (base, inheriting): (u64, u64),
        fdflags: u32,
    ) -> Result<u32, Errno> {
        self.put(PATH, path.as_bytes());
        let length = u32::try_from(path.len()).unwrap();
        let errno = self.call(|calls| {
            calls.path_open(
                dir, 1, PATH, length, oflags, base, inheriting, fdflags, RESULT,
            )
        });
        if errno == Errno::Success {
            Ok(self.u32(RESULT))
        } else {
            Err(errno)
        }
    }

    fn write(&mut self, fd: u32, bytes: &[u8]) -> Result<u32, Errno> {
        self.put(DATA, bytes);
        let count = self.vector(&[(DATA, u32::try_from(bytes.len()).unwrap())]);
        let errno = self.call(|calls| calls.fd_write(fd, VECTOR, count, RESULT));
        if errno == Errno::Success {
            Ok(self.u32(RESULT))
        } else {
            Err(errno)
        }
    }

    fn read(&mut self, fd: u32, length: u32) -> Result<Vec<u8>, Errno> {
        let count = self.vector(&[(DATA, length)]);
        let errno = self.call(|calls| calls.fd_read(fd, VECTOR, count, RESULT));
        if errno != Errno::Success {
            return Err(errno);
        }
        Ok(self.bytes(DATA, self.u32(RESULT)).to_vec())
    }

    /// The rights that a descriptor reports: its own, and those that it passes on.
    fn rights(&mut self, fd: u32) -> (u64, u64) {
        assert_eq!(
            self.call(|calls| calls.fd_fdstat_get(fd, RESULT)),
            Errno::Success
        );
        (self.u64(RESULT + 8), self.u64(RESULT + 16))
    }
}
