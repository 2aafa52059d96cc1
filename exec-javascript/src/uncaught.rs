//! What a program threw and nobody caught: printed as Node prints it, and understood.

use policies::LimitName;
use rquickjs::{Coerced, Ctx, Exception, Value};
use sandbox_core::report::LimitExceeded;

use crate::files;
use crate::machine::Machine;

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

/// Prints what was thrown to standard error.
pub(crate) fn print(ctx: &Ctx<'_>, machine: &Machine, thrown: &Value<'_>) {
    let text = if thrown.is_null() && machine.meter.refused().is_some() {
        // There was no memory for the Error object either.
        "InternalError: out of memory".to_owned()
    } else {
        describe(ctx, thrown)
    };
    // Describing may have run code of the program's, a getter or a `toString`, which may throw.
    ctx.catch();
    let place = source_place(machine, &text).unwrap_or_default();
    machine.with_run(|run| run.print_last_words(&format!("{place}{text}\n")));
}

/// An error as `Name: message` and its stack; anything else as Node words it.
fn describe(ctx: &Ctx<'_>, thrown: &Value<'_>) -> String {
    let Some(exception) = exception(thrown) else {
        return format!("Uncaught {}", shown(ctx, thrown));
    };
    let name = exception.as_object().get::<_, Coerced<String>>("name");
    let name = name.map_or_else(|_| "Error".to_owned(), |name| name.0);
    let message = exception.message().unwrap_or_default();
    let head = if message.is_empty() {
        name
    } else {
        format!("{name}: {message}")
    };
    let stack = exception.stack().unwrap_or_default();
    format!("{head}\n{}", stack.trim_end())
        .trim_end()
        .to_owned()
}

/// The line that the first frame of a stack names, as Node shows it above the error: the place, the
/// source line and a caret.
fn source_place(machine: &Machine, described: &str) -> Option<String> {
    let frame = described
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("at "))?;
    let place = frame
        .rsplit_once('(')
        .map_or(frame, |(_, inside)| inside.trim_end_matches(')'));
    let (place, column) = place.rsplit_once(':')?;
    let (path, line) = place
        .rsplit_once(':')
        .filter(|(path, _)| path.starts_with('/'))?;
    let (line, column) = (line.parse::<usize>().ok()?, column.parse::<usize>().ok()?);
    // The stack is text that a program can write: it is read with the program's own rights.
    let source = machine
        .with_run(|run| files::read(run.file_system(), path))?
        .ok()?;
    let text = source
        .split(|&byte| byte == b'\n')
        .nth(line.checked_sub(1)?)?;
    let source = String::from_utf8_lossy(text).into_owned();
    // A line of a bundle is no help to anybody.
    if source.len() > 500 {
        return Some(format!("{path}:{line}\n\n"));
    }
    let caret: String = source
        .chars()
        .take(column.checked_sub(1)?)
        .map(|c| if c == '\t' { c } else { ' ' })
        .collect();
    Some(format!("{path}:{line}\n{source}\n{caret}^\n\n"))
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
