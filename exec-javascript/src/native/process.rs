//! The process: what it was given, what it prints, how it ends, and what it may not start.

use std::rc::Rc;

use policies::{Denial, Rule};
use rquickjs::{Ctx, Function, Object, Persistent, Result, TypedArray};
use sandbox_core::output::Stream;
use sandbox_core::run::Run;
use sandbox_core::session::working_directory;
use vfs_layer::{FileKind, FsError, ROOT_FD};

use super::bytes::with_whole;
use super::{Path, define, throw};
use crate::files;
use crate::machine::Machine;

/// A native function that shares the machine.
macro_rules! with_machine {
    ($machine:expr, $function:expr) => {{
        let machine = Rc::clone($machine);
        let function = $function;
        move |ctx, argument| function(&machine, ctx, argument)
    }};
}

pub(super) fn functions<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>) -> Result<Object<'js>> {
    let process = Object::new(ctx.clone())?;
    let asked = Rc::clone(machine);
    define(ctx, &process, "given", move |ctx: Ctx<'js>| {
        given(&ctx, &asked)
    })?;
    define(
        ctx,
        &process,
        "writeStdout",
        with_machine!(machine, write_stdout),
    )?;
    define(
        ctx,
        &process,
        "writeStderr",
        with_machine!(machine, write_stderr),
    )?;
    define(
        ctx,
        &process,
        "readStdin",
        with_machine!(machine, read_stdin),
    )?;
    define(ctx, &process, "exit", with_machine!(machine, exit))?;
    define(
        ctx,
        &process,
        "setExitCode",
        with_machine!(machine, set_exit_code),
    )?;
    define(
        ctx,
        &process,
        "changeDirectory",
        with_machine!(machine, change_directory),
    )?;
    define(
        ctx,
        &process,
        "fillRandom",
        with_machine!(machine, fill_random),
    )?;
    let valued = Rc::clone(machine);
    define(ctx, &process, "keepValue", move |json: String| {
        valued.with_run(|run| run.keep_value(&json));
    })?;
    let listened = Rc::clone(machine);
    define(
        ctx,
        &process,
        "onEvents",
        move |ctx: Ctx<'js>, tell: Function<'js>| {
            let tell = Persistent::save(&ctx, tell);
            listened.process_events.replace(Some(tell));
        },
    )?;
    clocks(ctx, &process, machine)?;
    refusals(ctx, &process, machine)?;
    Ok(process)
}

/// What the program was given: arguments, environment, working directory and memory, as plain values of
/// its own.
fn given<'js>(ctx: &Ctx<'js>, machine: &Machine) -> Result<Object<'js>> {
    let given = machine.with_run(|run| {
        (
            run.arguments().to_vec(),
            run.environment().to_vec(),
            run.working_directory().to_owned(),
            run.memory_limit(),
        )
    });
    let (arguments, environment, directory, limit) = given.unwrap_or_default();
    let process = Object::new(ctx.clone())?;
    // A limit is far below 2^53 bytes, or none.
    #[allow(clippy::cast_precision_loss)]
    process.set("memoryLimit", limit as f64)?;
    process.set("entry", machine.entry())?;
    process.set("args", arguments)?;
    let names: Vec<&str> = environment.iter().map(|(name, _)| name.as_str()).collect();
    let values: Vec<&str> = environment
        .iter()
        .map(|(_, value)| value.as_str())
        .collect();
    process.set("envNames", names)?;
    process.set("envValues", values)?;
    process.set("cwd", directory)?;
    Ok(process)
}

fn clocks<'js>(ctx: &Ctx<'js>, process: &Object<'js>, machine: &Rc<Machine>) -> Result<()> {
    let nanos = Rc::clone(machine);
    define(ctx, process, "monotonicNanos", move || {
        nanos
            .with_run(|run| run.monotonic_nanos())
            .unwrap_or_default()
    })?;
    let peak = Rc::clone(machine);
    // A heap is far below 2^53 bytes.
    #[allow(clippy::cast_precision_loss)]
    define(ctx, process, "memoryUsed", move || peak.meter.used() as f64)
}

/// Processes, threads and the network: asked for, recorded, refused.
fn refusals<'js>(ctx: &Ctx<'js>, process: &Object<'js>, machine: &Rc<Machine>) -> Result<()> {
    let refusing = Rc::clone(machine);
    define(
        ctx,
        process,
        "refuseProcess",
        move |call: String, command: Path| {
            refusing.with_run(|run| run.refuse_process(&call, &command));
        },
    )?;
    let recording = Rc::clone(machine);
    define(
        ctx,
        process,
        "refuseNetwork",
        move |call: String, target: Path| {
            recording.with_run(|run| run.record(Denial::new(&call, &target, Rule::Network)));
        },
    )?;
    let aborting = Rc::clone(machine);
    define(ctx, process, "abort", move |ctx: Ctx<'js>| -> Result<()> {
        aborting.with_run(Run::abort);
        Err(throw::stopped(&ctx))
    })
}

fn write_stdout<'js>(machine: &Machine, ctx: Ctx<'js>, text: rquickjs::String<'js>) -> Result<()> {
    write(machine, &ctx, Stream::Stdout, text)
}

fn write_stderr<'js>(machine: &Machine, ctx: Ctx<'js>, text: rquickjs::String<'js>) -> Result<()> {
    write(machine, &ctx, Stream::Stderr, text)
}

fn write<'js>(
    machine: &Machine,
    ctx: &Ctx<'js>,
    stream: Stream,
    text: rquickjs::String<'js>,
) -> Result<()> {
    let text = text.to_string()?;
    match machine.with_run(|run| run.print(stream, text.as_bytes())) {
        Some(Ok(())) => Ok(()),
        Some(Err(_)) | None => Err(throw::stopped(ctx)),
    }
}

/// Reads into an array; 0 means the end.
fn read_stdin<'js>(machine: &Machine, ctx: Ctx<'js>, array: TypedArray<'js, u8>) -> Result<f64> {
    let read = with_whole(&ctx, &array, |buffer| {
        machine.with_run(|run| run.read_input(buffer)).unwrap_or(0)
    })?;
    if machine.with_run(|run| run.is_stopped()).unwrap_or(true) {
        return Err(throw::stopped(&ctx));
    }
    // An array's length is far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    Ok(read as f64)
}

/// Ends the program with a code of 0 to 255, as POSIX has it.
fn exit(machine: &Machine, ctx: Ctx<'_>, code: i32) -> Result<()> {
    machine.with_run(|run| run.exit(code & 0xff));
    Err(throw::stopped(&ctx))
}

fn set_exit_code(machine: &Machine, _ctx: Ctx<'_>, code: Option<i32>) -> Result<()> {
    machine.set_exit_code(code.map(|code| code & 0xff));
    Ok(())
}

/// Makes a directory that is there the program's own, and tells which that is.
fn change_directory(machine: &Machine, ctx: Ctx<'_>, path: Path) -> Result<String> {
    let target = machine.absolute(&path);
    let stat = machine.with_run(|run| {
        run.file_system()
            .stat_at(ROOT_FD, files::below_root(&target), true)
    });
    let error = match stat {
        Some(Ok(stat)) if stat.kind == FileKind::Directory => {
            let directory = working_directory(&machine.directory(), &path);
            machine.change_directory(directory.clone());
            return Ok(directory);
        }
        Some(Ok(_)) => FsError::NotDirectory,
        Some(Err(error)) => error,
        None => return Err(throw::stopped(&ctx)),
    };
    let paths = [machine.directory(), path.to_string()];
    let paths = paths.each_ref().map(String::as_str);
    Err(throw::system_call(&ctx, machine, error, "chdir", &paths))
}

fn fill_random<'js>(machine: &Machine, ctx: Ctx<'js>, array: TypedArray<'js, u8>) -> Result<()> {
    with_whole(&ctx, &array, |buffer| {
        machine.with_run(|run| run.fill_random(buffer));
    })
}
