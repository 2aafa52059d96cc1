//! Calls on open files, and opening them.

use std::rc::Rc;

use rquickjs::function::Opt;
use rquickjs::{Ctx, Exception, Object, Result, TypedArray, Value};
use sandbox_core::output::Stream;
use vfs_layer::{DescriptorFlags, DescriptorKind, Fd, FsResult, OpenOptions, ROOT_FD, Rights};

use super::super::bytes::{to_offset, with_part};
use super::super::{Path, define, throw};
use super::{call, located};
use crate::machine::Machine;

/// How `open` names what it is to do; the same numbers stand in `js/node/fs.js`.
mod flag {
    pub(super) const READ: u32 = 1;
    pub(super) const WRITE: u32 = 2;
    pub(super) const APPEND: u32 = 4;
    pub(super) const CREATE: u32 = 8;
    pub(super) const EXCLUSIVE: u32 = 16;
    pub(super) const TRUNCATE: u32 = 32;
    pub(super) const NO_FOLLOW: u32 = 64;
    pub(super) const DIRECTORY: u32 = 128;
}

pub(super) fn define_all<'js>(
    ctx: &Ctx<'js>,
    fs: &Object<'js>,
    machine: &Rc<Machine>,
) -> Result<()> {
    let shared = || Rc::clone(machine);
    let m = shared();
    define(
        ctx,
        fs,
        "open",
        move |ctx: Ctx<'js>, path: Path, flags: u32, syscall: Opt<String>| {
            let syscall = syscall.as_deref().unwrap_or("open");
            open(&ctx, &m, syscall, &path, flags)
        },
    )?;
    let m = shared();
    define(ctx, fs, "close", move |ctx: Ctx<'js>, fd: u32| {
        call(&ctx, &m, "close", &[], |files| files.close(fd))
    })?;
    let m = shared();
    define(
        ctx,
        fs,
        "read",
        move |ctx: Ctx<'js>,
              fd: u32,
              array: TypedArray<'js, u8>,
              offset: f64,
              length: f64,
              position: Value<'js>| {
            let position = position_of(&ctx, &position)?;
            read(&ctx, &m, fd, &array, (offset, length), position)
        },
    )?;
    let m = shared();
    define(
        ctx,
        fs,
        "write",
        move |ctx: Ctx<'js>,
              fd: u32,
              array: TypedArray<'js, u8>,
              offset: f64,
              length: f64,
              position: Value<'js>| {
            let position = position_of(&ctx, &position)?;
            write(&ctx, &m, fd, &array, (offset, length), position)
        },
    )?;
    let m = shared();
    define(
        ctx,
        fs,
        "ftruncate",
        move |ctx: Ctx<'js>, fd: u32, size: f64| {
            let size = to_offset(size)
                .ok_or_else(|| Exception::throw_range(&ctx, "a file's size is a whole number"))?;
            call(&ctx, &m, "ftruncate", &[], |files| files.set_size(fd, size))
        },
    )?;
    let m = shared();
    define(ctx, fs, "fsync", move |ctx: Ctx<'js>, fd: u32| {
        call(&ctx, &m, "fsync", &[], |files| files.sync(fd))
    })
}

fn open(ctx: &Ctx<'_>, machine: &Machine, syscall: &str, path: &str, flags: u32) -> Result<Fd> {
    let has = |flag| flags & flag != 0;
    let mut access = Rights::empty();
    access.set(Rights::READ, has(flag::READ));
    access.set(Rights::WRITE, has(flag::WRITE) && !has(flag::APPEND));
    access.set(Rights::APPEND, has(flag::APPEND));
    let mut descriptor = DescriptorFlags::empty();
    descriptor.set(DescriptorFlags::APPEND, has(flag::APPEND));
    let options = OpenOptions {
        access,
        create: has(flag::CREATE),
        exclusive: has(flag::EXCLUSIVE),
        truncate: has(flag::TRUNCATE),
        directory: has(flag::DIRECTORY),
        follow: !has(flag::NO_FOLLOW),
        flags: descriptor,
        ..OpenOptions::reading()
    };
    let place = located(machine, path);
    call(ctx, machine, syscall, &[path], |files| {
        files.open(ROOT_FD, &place, &options)
    })
}

/// Where to read or write: at a position, or at the descriptor's own offset for `null`.
fn position_of(ctx: &Ctx<'_>, position: &Value<'_>) -> Result<Option<u64>> {
    if position.is_null() || position.is_undefined() {
        return Ok(None);
    }
    let number = position.get::<f64>()?;
    to_offset(number)
        .map(Some)
        .ok_or_else(|| Exception::throw_range(ctx, "a position in a file is a whole number"))
}

fn read<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    fd: Fd,
    array: &TypedArray<'js, u8>,
    part: (f64, f64),
    position: Option<u64>,
) -> Result<f64> {
    let read = with_part(ctx, array, part, |buffer| {
        machine.with_run(|run| {
            if run.file_system().kind(fd)? == DescriptorKind::Stdin {
                return Ok(run.read_input(buffer));
            }
            let files = run.file_system();
            match position {
                Some(position) => files.pread(fd, buffer, position),
                None => files.read(fd, buffer),
            }
        })
    })?;
    if machine.with_run(|run| run.is_stopped()).unwrap_or(true) {
        return Err(throw::stopped(ctx));
    }
    transferred(ctx, machine, "read", read)
}

fn write<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    fd: Fd,
    array: &TypedArray<'js, u8>,
    part: (f64, f64),
    position: Option<u64>,
) -> Result<f64> {
    let written = with_part(ctx, array, part, |buffer| {
        machine.with_run(|run| {
            let stream = match run.file_system().kind(fd)? {
                DescriptorKind::Stdout => Some(Stream::Stdout),
                DescriptorKind::Stderr => Some(Stream::Stderr),
                _ => None,
            };
            if let Some(stream) = stream {
                // Over the limit the run is stopped, which is seen below.
                let _ = run.print(stream, buffer);
                return Ok(buffer.len());
            }
            let files = run.file_system();
            match position {
                Some(position) => files.pwrite(fd, buffer, position),
                None => files.write(fd, buffer),
            }
        })
    })?;
    if machine.with_run(|run| run.is_stopped()).unwrap_or(true) {
        return Err(throw::stopped(ctx));
    }
    transferred(ctx, machine, "write", written)
}

fn transferred(
    ctx: &Ctx<'_>,
    machine: &Machine,
    syscall: &str,
    result: Option<FsResult<usize>>,
) -> Result<f64> {
    match result {
        // A buffer's length is far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        Some(Ok(count)) => Ok(count as f64),
        Some(Err(error)) => Err(throw::system_call(ctx, machine, error, syscall, &[])),
        None => Err(throw::stopped(ctx)),
    }
}
