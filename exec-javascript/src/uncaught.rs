//! What a program threw and nobody caught: printed as Node prints it, and understood.

use policies::LimitName;
use rquickjs::{Coerced, Ctx, Error, Exception, Function, Object, Result, Value};
use sandbox_core::report::LimitExceeded;

use crate::machine::Machine;
use crate::trace::{self, Place};
use crate::{files, modules};

/// Whether this is an Error object named `SyntaxError`.
pub(crate) fn is_syntax_error(thrown: &Value<'_>) -> bool {
    is_named(thrown, "SyntaxError")
}

/// Whether this is what a parser throws: a SyntaxError, or the RangeError of a full stack.
pub(crate) fn is_the_parsers(thrown: &Value<'_>) -> bool {
    is_syntax_error(thrown) || is_named(thrown, "RangeError")
}

fn is_named(thrown: &Value<'_>, wanted: &str) -> bool {
    let Some(object) = thrown.as_object().filter(|object| object.is_error()) else {
        return false;
    };
    object
        .get::<_, String>("name")
        .is_ok_and(|name| name == wanted)
}

/// The limit whose error this is: the object that a file system call threw, or QuickJS's own when
/// memory was refused.
pub(crate) fn limit_behind<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    thrown: &Value<'js>,
) -> Option<LimitExceeded> {
    if let Some(limit) = machine.limit_of(ctx, thrown) {
        return Some(limit);
    }
    let asked = machine.meter.refused()?;
    let out_of_memory = match exception(thrown) {
        Some(exception) => exception
            .message()
            .is_some_and(|text| text == "out of memory"),
        // There was no memory for an Error object either.
        None => thrown.is_null(),
    };
    let allowed = machine.with_run(|run| run.memory_limit() as u64)?;
    out_of_memory.then_some(LimitExceeded {
        limit: LimitName::Memory,
        asked: Some(asked),
        allowed,
    })
}

/// What was thrown, by a program or in its name by native code.
pub(crate) fn error_value<'js>(ctx: &Ctx<'js>, error: Error) -> Value<'js> {
    if error.is_exception() {
        return ctx.catch();
    }
    let exception = Exception::from_message(ctx.clone(), &error.to_string());
    exception.map_or_else(|_| Value::new_null(ctx.clone()), Exception::into_value)
}

/// Prints what was thrown to standard error, as Node prints it.
pub(crate) fn print<'js>(ctx: &Ctx<'js>, machine: &Machine, thrown: &Value<'js>) {
    let text = if thrown.is_null() && machine.meter.refused().is_some() {
        // There was no memory for the Error object either.
        "InternalError: out of memory".to_owned()
    } else {
        inspected(ctx, machine, thrown).unwrap_or_else(|| describe(ctx, thrown))
    };
    // Describing may have run code of the program's, a getter or a `toString`, which may throw.
    ctx.catch();
    let place = source_place(machine, &text).unwrap_or_default();
    let text = if is_the_parsers(thrown) {
        trace::without_the_place(&text)
    } else {
        text
    };
    machine.with_run(|run| run.print_last_words(&format!("{place}{text}\n")));
}

/// The value as `util.inspect` shows it: an error with its stack, its cause and what else it has.
/// `None` where that fails, because memory, stack or time ran out, or the program made it fail.
fn inspected<'js>(ctx: &Ctx<'js>, machine: &Machine, thrown: &Value<'js>) -> Option<String> {
    let library: Result<Object<'js>> =
        modules::internal(ctx, machine, "internal/inspect").and_then(|inspect| inspect.get());
    let inspect: Result<Function<'js>> = library.and_then(|library| library.get("inspect"));
    let shown: Result<String> = inspect.and_then(|inspect| inspect.call((thrown.clone(),)));
    let shown = shown.ok()?;
    let Some(exception) = exception(thrown) else {
        return Some(format!("Uncaught {shown}"));
    };
    // Brackets mark an error without frames among other values. Here it stands alone.
    let text = exception.stack().unwrap_or_else(|| head(&exception));
    match shown.strip_prefix(&format!("[{text}]")) {
        Some(rest) => Some(format!("{text}{rest}")),
        None => Some(shown),
    }
}

/// An error by its stack; anything else as Node words it.
fn describe(ctx: &Ctx<'_>, thrown: &Value<'_>) -> String {
    let Some(exception) = exception(thrown) else {
        return format!("Uncaught {}", shown(ctx, thrown));
    };
    match exception.stack() {
        Some(stack) if !stack.is_empty() => stack,
        _ => head(&exception),
    }
}

/// The line that the first frame of a stack names, as Node shows it above the error: the place, the
/// source line and a caret.
fn source_place(machine: &Machine, described: &str) -> Option<String> {
    let Place { name, line, column } = trace::first_place(described)?;
    let path = &modules::url::path_of_module(name);
    // The stack is text that a program can write: it is read with the program's own rights.
    let source = machine
        .with_run(|run| files::read(run.files_to_read(), path))?
        .ok()?;
    let text = source
        .split(|&byte| byte == b'\n')
        .nth(line.checked_sub(1)?)?;
    let source = String::from_utf8_lossy(text).into_owned();
    // A line of a bundle is no help to anybody.
    if source.len() > 500 {
        return Some(format!("{name}:{line}\n\n"));
    }
    let caret: String = source
        .chars()
        .take(column.checked_sub(1)?)
        .map(|c| if c == '\t' { c } else { ' ' })
        .collect();
    Some(format!("{name}:{line}\n{source}\n{caret}^\n\n"))
}

fn head(exception: &Exception<'_>) -> String {
    let name = exception.as_object().get::<_, Coerced<String>>("name");
    let name = name.map_or_else(|_| "Error".to_owned(), |name| name.0);
    let message = exception.message().unwrap_or_default();
    if message.is_empty() {
        name
    } else {
        format!("{name}: {message}")
    }
}

fn exception<'js>(thrown: &Value<'js>) -> Option<Exception<'js>> {
    Exception::from_value(thrown.clone()).ok()
}

/// A value as `String(value)` gives it; its type where the program makes that fail.
fn shown(ctx: &Ctx<'_>, value: &Value<'_>) -> String {
    match value.get::<Coerced<String>>() {
        Ok(shown) => shown.0,
        Err(_) => {
            ctx.catch();
            value.type_name().to_owned()
        }
    }
}
