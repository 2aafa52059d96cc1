//! The file system, as `node:fs` needs it: one function for each system call. Paths are as the program passed them,
//! and errors name them so; every call has the program's rights and quotas.

mod descriptors;
mod paths;
mod stat;

use std::rc::Rc;

use rquickjs::{Ctx, Object, Result};
use vfs_layer::{FsResult, Namespace};

use super::throw;
use crate::files::below_root;
use crate::machine::Machine;

pub(super) fn functions<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>) -> Result<Object<'js>> {
    let fs = Object::new(ctx.clone())?;
    descriptors::define_all(ctx, &fs, machine)?;
    paths::define_all(ctx, &fs, machine)?;
    stat::define_all(ctx, &fs, machine)?;
    Ok(fs)
}

/// A path of the program's as the root descriptor takes it.
fn located(machine: &Machine, path: &str) -> String {
    below_root(&machine.absolute(path)).to_owned()
}

/// Does one operation and turns its error into Node's.
fn call<T>(
    ctx: &Ctx<'_>,
    machine: &Machine,
    syscall: &str,
    paths: &[&str],
    operation: impl FnOnce(&mut Namespace) -> FsResult<T>,
) -> Result<T> {
    match machine.with_run(|run| operation(run.file_system())) {
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => Err(throw::system_call(ctx, machine, error, syscall, paths)),
        None => Err(throw::stopped(ctx)),
    }
}
