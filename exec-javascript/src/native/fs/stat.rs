//! Calls on attributes.

use std::rc::Rc;

use rquickjs::function::Opt;
use rquickjs::{Ctx, Object, Result};
use vfs_layer::{FileStat, ROOT_FD, TimeChange, Timestamp};

use super::super::{Path, define};
use super::paths::kind_name;
use super::{call, located};
use crate::machine::Machine;

pub(super) fn define_all<'js>(
    ctx: &Ctx<'js>,
    fs: &Object<'js>,
    machine: &Rc<Machine>,
) -> Result<()> {
    let m = Rc::clone(machine);
    define(
        ctx,
        fs,
        // Whoever only looks whether a path leads somewhere says for which call.
        "stat",
        move |ctx: Ctx<'js>, path: Path, follow: bool, syscall: Opt<String>| {
            let stated = if follow { "stat" } else { "lstat" };
            let place = located(&m, &path);
            let stat = call(
                &ctx,
                &m,
                syscall.as_deref().unwrap_or(stated),
                &[&path],
                |files| files.stat_at(ROOT_FD, &place, follow),
            )?;
            to_object(&ctx, &stat)
        },
    )?;
    let m = Rc::clone(machine);
    define(ctx, fs, "fstat", move |ctx: Ctx<'js>, fd: u32| {
        let stat = call(&ctx, &m, "fstat", &[], |files| files.stat(fd))?;
        to_object(&ctx, &stat)
    })?;
    let m = Rc::clone(machine);
    define(
        ctx,
        fs,
        "utimes",
        move |ctx: Ctx<'js>, path: Path, follow: bool, accessed: f64, modified: f64| {
            let syscall = if follow { "utime" } else { "lutime" };
            let place = located(&m, &path);
            call(&ctx, &m, syscall, &[&path], |files| {
                files.set_times_at(ROOT_FD, &place, follow, change(accessed), change(modified))
            })
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        fs,
        "futimes",
        move |ctx: Ctx<'js>, fd: u32, accessed: f64, modified: f64| {
            call(&ctx, &m, "futime", &[], |files| {
                files.set_times(fd, change(accessed), change(modified))
            })
        },
    )
}

fn to_object<'js>(ctx: &Ctx<'js>, stat: &FileStat) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("kind", kind_name(stat.kind))?;
    // Counts and sizes are bounded by quotas far below 2^53, times by JavaScript's own precision.
    #[allow(clippy::cast_precision_loss)]
    for (name, value) in [
        ("dev", stat.device as f64),
        ("ino", stat.inode as f64),
        ("nlink", stat.links as f64),
        ("size", stat.size as f64),
        ("atimeMs", stat.accessed.as_nanos() as f64 / 1e6),
        ("mtimeMs", stat.modified.as_nanos() as f64 / 1e6),
        ("ctimeMs", stat.changed.as_nanos() as f64 / 1e6),
    ] {
        object.set(name, value)?;
    }
    Ok(object)
}

/// Milliseconds since 1970 as a time to set; what is out of range is cut to it.
fn change(milliseconds: f64) -> TimeChange {
    // The conversion saturates, and takes NaN for 0.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    TimeChange::To(Timestamp::from_nanos((milliseconds * 1e6) as u64))
}
