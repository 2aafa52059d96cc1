//! Calls on names: directories, links, renaming, removing.

use std::rc::Rc;

use rquickjs::{Array, Ctx, Object, Result};
use vfs_layer::{FileKind, OpenOptions, ROOT_FD};

use super::super::{Path, define};
use super::{call, located};
use crate::machine::Machine;

pub(super) fn define_all<'js>(
    ctx: &Ctx<'js>,
    fs: &Object<'js>,
    machine: &Rc<Machine>,
) -> Result<()> {
    one_path(ctx, fs, machine)?;
    two_paths(ctx, fs, machine)
}

fn one_path<'js>(ctx: &Ctx<'js>, fs: &Object<'js>, machine: &Rc<Machine>) -> Result<()> {
    let m = Rc::clone(machine);
    define(ctx, fs, "mkdir", move |ctx: Ctx<'js>, path: Path| {
        let place = located(&m, &path);
        call(&ctx, &m, "mkdir", &[&path], |files| {
            files.make_directory(ROOT_FD, &place)
        })
    })?;
    let m = Rc::clone(machine);
    define(ctx, fs, "rmdir", move |ctx: Ctx<'js>, path: Path| {
        let place = located(&m, &path);
        call(&ctx, &m, "rmdir", &[&path], |files| {
            files.remove_directory(ROOT_FD, &place)
        })
    })?;
    let m = Rc::clone(machine);
    define(ctx, fs, "unlink", move |ctx: Ctx<'js>, path: Path| {
        let place = located(&m, &path);
        call(&ctx, &m, "unlink", &[&path], |files| {
            files.unlink(ROOT_FD, &place)
        })
    })?;
    let m = Rc::clone(machine);
    define(ctx, fs, "readlink", move |ctx: Ctx<'js>, path: Path| {
        let place = located(&m, &path);
        call(&ctx, &m, "readlink", &[&path], |files| {
            files
                .read_link(ROOT_FD, &place)
                .map(|target| target.to_string())
        })
    })?;
    let m = Rc::clone(machine);
    define(ctx, fs, "readdir", move |ctx: Ctx<'js>, path: Path| {
        read_directory(&ctx, &m, &path)
    })
}

fn two_paths<'js>(ctx: &Ctx<'js>, fs: &Object<'js>, machine: &Rc<Machine>) -> Result<()> {
    let m = Rc::clone(machine);
    define(
        ctx,
        fs,
        "rename",
        move |ctx: Ctx<'js>, from: Path, to: Path| {
            let places = (located(&m, &from), located(&m, &to));
            call(&ctx, &m, "rename", &[&from, &to], |files| {
                files.rename(ROOT_FD, &places.0, ROOT_FD, &places.1)
            })
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        fs,
        "link",
        move |ctx: Ctx<'js>, from: Path, to: Path| {
            let places = (located(&m, &from), located(&m, &to));
            call(&ctx, &m, "link", &[&from, &to], |files| {
                files.link(ROOT_FD, &places.0, false, ROOT_FD, &places.1)
            })
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        fs,
        "symlink",
        move |ctx: Ctx<'js>, target: Path, path: Path| {
            let place = located(&m, &path);
            call(&ctx, &m, "symlink", &[&target, &path], |files| {
                files.symlink(&*target, ROOT_FD, &place)
            })
        },
    )
}

/// The names in a directory and their kinds, in turn, sorted by name.
fn read_directory<'js>(ctx: &Ctx<'js>, machine: &Machine, path: &str) -> Result<Array<'js>> {
    let place = located(machine, path);
    let mut entries = call(ctx, machine, "scandir", &[path], |files| {
        let fd = files.open(ROOT_FD, &place, &OpenOptions::directory())?;
        let listed = files.read_directory(fd, 0).map(|entries| {
            let named = entries
                .without_dots()
                .map(|entry| (entry.name.to_owned(), entry.kind));
            named.collect::<Vec<_>>()
        });
        files.close(fd)?;
        listed
    })?;
    entries.sort_unstable();
    let array = Array::new(ctx.clone())?;
    for (index, (name, kind)) in entries.into_iter().enumerate() {
        array.set(2 * index, name)?;
        array.set(2 * index + 1, kind_name(kind))?;
    }
    Ok(array)
}

/// A file's kind as `js/node/fs.js` knows it.
pub(super) fn kind_name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::CharacterDevice => "device",
        FileKind::Directory => "directory",
        FileKind::RegularFile => "file",
        FileKind::SymbolicLink => "link",
    }
}
