//! Errors as Node throws them: with a `code`, and for system calls with `errno`, `syscall` and
//! `path`.

use policies::LimitName;
use rquickjs::object::Property;
use rquickjs::{Ctx, Error, Exception, IntoJs, Object, Result, Value, qjs};
use sandbox_core::report::LimitExceeded;
use vfs_layer::{Errno, FsError};

use crate::machine::Machine;

/// An `Error` with a `code`.
pub(crate) fn coded(ctx: &Ctx<'_>, code: &str, message: &str) -> Error {
    throw(ctx, "Error", code, message)
}

/// A `TypeError` with a `code`.
pub(crate) fn coded_type(ctx: &Ctx<'_>, code: &str, message: &str) -> Error {
    throw(ctx, "TypeError", code, message)
}

fn throw(ctx: &Ctx<'_>, class: &str, code: &str, message: &str) -> Error {
    let built = if class == "TypeError" {
        // The one way to a fresh TypeError with its stack is to throw one and catch it again.
        Exception::throw_type(ctx, message);
        Exception::from_value(ctx.catch())
    } else {
        Exception::from_message(ctx.clone(), message)
    };
    let coded = built.and_then(|exception| {
        let object = exception.into_object();
        own(&object, "code", code)?;
        // The stack begins with the name that the error has when the stack is first asked for.
        own(&object, "name", format!("{class} [{code}]"))?;
        object.get::<_, Value<'_>>("stack")?;
        object.remove("name")?;
        Ok(object)
    });
    match coded {
        Ok(object) => ctx.throw(object.into_value()),
        Err(error) => error,
    }
}

/// The error of a file system call on one path.
pub(crate) fn file_system(
    ctx: &Ctx<'_>,
    machine: &Machine,
    error: FsError,
    syscall: &str,
    path: &str,
) -> Error {
    system_call(ctx, machine, error, syscall, &[path])
}

/// The error of a file system call on as many paths as it has: none, `path`, or `path` and `dest`.
pub(crate) fn system_call(
    ctx: &Ctx<'_>,
    machine: &Machine,
    error: FsError,
    syscall: &str,
    paths: &[&str],
) -> Error {
    let built = build(ctx, error, syscall, paths);
    match built {
        Ok(object) => {
            if let Some(limit) = resource_limit(error) {
                machine.remember_limit(ctx, object.clone().into_value(), limit);
            }
            ctx.throw(object.into_value())
        }
        Err(error) => error,
    }
}

fn build<'js>(
    ctx: &Ctx<'js>,
    error: FsError,
    syscall: &str,
    paths: &[&str],
) -> Result<Object<'js>> {
    let errno = posix(error.errno());
    let (code, text) = (errno.name(), wording(errno));
    let mut message = format!("{code}: {text}, {syscall}");
    for (index, path) in paths.iter().enumerate() {
        message.push_str(if index == 0 { " '" } else { " -> '" });
        message.push_str(path);
        message.push('\'');
    }
    let object = Exception::from_message(ctx.clone(), &message)?.into_object();
    own(&object, "errno", -linux_number(errno))?;
    own(&object, "code", code)?;
    own(&object, "syscall", syscall)?;
    for (name, path) in ["path", "dest"].iter().zip(paths) {
        own(&object, name, *path)?;
    }
    Ok(object)
}

/// Gives an error a property of its own, whatever setters a program has planted on prototypes: what the error
/// says decides how the run ends.
fn own<'js, V: IntoJs<'js>>(object: &Object<'js>, name: &str, value: V) -> Result<()> {
    let property = Property::from(value).configurable().enumerable().writable();
    object.prop(name, property)
}

/// The limit that makes an uncaught error a `resource-exceeded`. A name that is too long is the
/// program's mistake, not a resource that ran out.
fn resource_limit(error: FsError) -> Option<LimitExceeded> {
    let FsError::Limit(exceeded) = error else {
        return None;
    };
    let limit = LimitExceeded::from(exceeded);
    let is_resource = matches!(
        limit.limit,
        LimitName::FileSize
            | LimitName::Disk
            | LimitName::Inodes
            | LimitName::Descriptors
            | LimitName::Written
    );
    is_resource.then_some(limit)
}

/// WASI's own error numbers as POSIX programs know them.
fn posix(errno: Errno) -> Errno {
    match errno {
        Errno::NotCapable => Errno::Perm,
        other => other,
    }
}

/// The words of libuv, which Node shows.
fn wording(errno: Errno) -> &'static str {
    match errno {
        Errno::Acces => "permission denied",
        Errno::BadF => "bad file descriptor",
        Errno::Busy => "resource busy or locked",
        Errno::DQuot => "disk quota exceeded",
        Errno::Exist => "file already exists",
        Errno::FBig => "file too large",
        Errno::IlSeq => "illegal byte sequence",
        Errno::Inval => "invalid argument",
        Errno::IsDir => "illegal operation on a directory",
        Errno::Loop => "too many symbolic links encountered",
        Errno::MFile => "too many open files",
        Errno::NameTooLong => "name too long",
        Errno::NoEnt => "no such file or directory",
        Errno::NoSpc => "no space left on device",
        Errno::NotDir => "not a directory",
        Errno::NotEmpty => "directory not empty",
        Errno::NotSup => "operation not supported on socket",
        Errno::Overflow => "value too large for defined data type",
        Errno::Perm => "operation not permitted",
        Errno::RoFs => "read-only file system",
        Errno::SPipe => "invalid seek",
        Errno::XDev => "cross-device link not permitted",
        other => other.message(),
    }
}

/// Linux's number, which `error.errno` and `os.constants.errno` have in Node.
fn linux_number(errno: Errno) -> i32 {
    match errno {
        Errno::Perm => 1,
        Errno::NoEnt => 2,
        Errno::BadF => 9,
        Errno::Acces => 13,
        Errno::Busy => 16,
        Errno::Exist => 17,
        Errno::XDev => 18,
        Errno::NotDir => 20,
        Errno::IsDir => 21,
        Errno::Inval => 22,
        Errno::MFile => 24,
        Errno::FBig => 27,
        Errno::NoSpc => 28,
        Errno::SPipe => 29,
        Errno::RoFs => 30,
        Errno::NameTooLong => 36,
        Errno::NotEmpty => 39,
        Errno::Loop => 40,
        Errno::Overflow => 75,
        Errno::IlSeq => 84,
        Errno::NotSup => 95,
        Errno::DQuot => 122,
        other => i32::from(other.code()),
    }
}

/// What the engine itself throws when there is no memory, for memory that it does not hold itself.
pub(crate) fn out_of_memory(ctx: &Ctx<'_>) -> Error {
    Exception::throw_internal(ctx, "out of memory")
}

/// Ends the program now: nothing of it runs any more, no `catch` and no `finally`. The run knows
/// why.
pub(crate) fn stopped(ctx: &Ctx<'_>) -> Error {
    let error = Exception::throw_internal(ctx, "the program was stopped");
    mark_uncatchable(ctx);
    error
}

#[allow(unsafe_code)]
fn mark_uncatchable(ctx: &Ctx<'_>) {
    let thrown: Value<'_> = ctx.catch();
    // SAFETY: both the context and the value are live; the call only sets a flag on the Error
    // object, which QuickJS itself does when an interrupt handler asks for the end.
    unsafe { qjs::JS_SetUncatchableError(ctx.as_raw().as_ptr(), thrown.as_raw()) };
    let _ = ctx.throw(thrown);
}
