//! `--eval-print`: the program as a script, and the value of its last expression, printed.

use rquickjs::{Ctx, Function, Result, Value, qjs};

use crate::machine::Machine;
use crate::modules;

/// What Node calls such a program.
const NAME: &str = "[eval]";

/// A script, whose value is known at once.
const SCRIPT: u32 = qjs::JS_EVAL_TYPE_GLOBAL;

/// A script that awaits: it gives a promise of `{ value }`.
const AWAITING: u32 = qjs::JS_EVAL_TYPE_GLOBAL | qjs::JS_EVAL_FLAG_ASYNC;

/// A script that parses.
pub(crate) struct Script {
    source: Vec<u8>,
    flags: u32,
}

/// Finds out what kind of script this is.
///
/// # Errors
/// What the parser throws.
pub(crate) fn parse(ctx: &Ctx<'_>, source: Vec<u8>) -> Result<Script> {
    let Err(first) = modules::parses(ctx, NAME, &source, SCRIPT) else {
        let flags = SCRIPT;
        return Ok(Script { source, flags });
    };
    let error: Value<'_> = ctx.catch();
    if modules::parses(ctx, NAME, &source, AWAITING).is_err() {
        ctx.catch();
        ctx.throw(error);
        return Err(first);
    }
    let flags = AWAITING;
    Ok(Script { source, flags })
}

/// Runs the script. Its value is printed when it is there.
///
/// # Errors
/// What the script throws.
pub(crate) fn evaluate(ctx: &Ctx<'_>, machine: &Machine, script: Script) -> Result<()> {
    let Script { source, flags } = script;
    let keeper = modules::keeper(ctx, machine)?;
    let prepare: Function<'_> = keeper.get("prepareScript")?;
    prepare.call::<_, ()>(())?;
    let value = modules::evaluate(ctx, NAME, source, 1, flags)?;
    let print: Function<'_> = keeper.get(if flags == SCRIPT {
        "printValue"
    } else {
        "printValueOfPromise"
    })?;
    print.call::<_, ()>((value,))
}
