//! Further preopens than `/`, as a host's `--dir` makes them.
//!
//! The sandbox has one preopen, its root. A testsuite wants its folders preopened by name; here a
//! descriptor gets a name, for as long as it is that very descriptor.

use sandbox_core::preview1::{Errno, Preview1, SliceMemory};
use sandbox_core::run::Run;
use vfs_layer::{DescriptorId, FsResult, Namespace, OpenOptions, ROOT_FD};
use wasmtime::{Caller, Linker, Result};

use super::host::{Preopen, State};
use super::linker::{MODULE, call, store};

/// A descriptor with a name.
pub(super) type Named = (DescriptorId, String);

/// Opens the folders. The last one takes the place of `/`, so that they begin at 3 and nothing else is
/// preopened.
pub(super) fn open(namespace: &mut Namespace, preopens: &[Preopen]) -> FsResult<Vec<Named>> {
    let mut opened = Vec::new();
    for preopen in preopens {
        let path = preopen.path.trim_start_matches('/');
        let path = if path.is_empty() { "." } else { path };
        opened.push((
            namespace.open(ROOT_FD, path, &OpenOptions::directory())?,
            &preopen.name,
        ));
    }
    if let Some((last, _)) = opened.last_mut() {
        namespace.renumber(*last, ROOT_FD)?;
        *last = ROOT_FD;
    }
    let named = opened.into_iter();
    named
        .map(|(fd, name)| Ok((namespace.descriptor_id(fd)?, name.clone())))
        .collect()
}

/// Answers for the named descriptors, and leaves the others to the sandbox.
pub(super) fn define(linker: &mut Linker<State>) -> Result<()> {
    linker.allow_shadowing(true);
    linker.func_wrap(
        MODULE,
        "fd_prestat_get",
        |mut caller: Caller<'_, State>, fd: u32, prestat: u32| {
            call(&mut caller, |state, mut memory| match name(state, fd) {
                Some(name) => {
                    let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
                    let [a, b, c, d] = length.to_le_bytes();
                    store(&mut memory, prestat, &[0, 0, 0, 0, a, b, c, d])
                }
                None => sandbox(&mut state.run, memory).fd_prestat_get(fd, prestat),
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_prestat_dir_name",
        |mut caller: Caller<'_, State>, fd: u32, path: u32, length: u32| {
            call(&mut caller, |state, mut memory| match name(state, fd) {
                Some(name) if name.len() > length as usize => Errno::NameTooLong,
                Some(name) => store(&mut memory, path, name.as_bytes()),
                None => sandbox(&mut state.run, memory).fd_prestat_dir_name(fd, path, length),
            })
        },
    )?;
    linker.allow_shadowing(false);
    Ok(())
}

fn name(state: &mut State, fd: u32) -> Option<String> {
    let id = state.run.file_system().descriptor_id(fd).ok()?;
    let named = state.preopens.iter().find(|(named, _)| *named == id)?;
    Some(named.1.clone())
}

fn sandbox<'a>(run: &'a mut Run, memory: SliceMemory<'a>) -> Preview1<'a, SliceMemory<'a>> {
    Preview1::new(run, memory)
}
