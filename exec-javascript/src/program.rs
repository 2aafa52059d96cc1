//! One program, from its source to its ending.

use std::rc::Rc;

use rquickjs::{CatchResultExt, Context, Ctx, Function, Module, Promise, Runtime, Value};
use sandbox_core::engine::Ending;

use crate::event_loop::{self, Drained};
use crate::machine::Machine;
use crate::modules::{Compiled, Format};
use crate::{last_expression, modules, native, uncaught};

/// What is granted to the supervisor beyond the program's memory, to say what went wrong.
const LAST_WORDS_BYTES: usize = 4 << 20;

/// The exit code of Node for a program that ends while it still awaits something.
const UNSETTLED_EXIT_CODE: i32 = 13;

/// Runs the program at `entry` to its end.
pub(crate) fn execute(
    runtime: &Runtime,
    context: &Context,
    machine: &Rc<Machine>,
    entry: &str,
) -> Ending {
    let started = context.with(|ctx| {
        native::install(&ctx, machine, entry).map_err(|error| caught(&ctx, machine, error))?;
        start(&ctx, machine, entry)
    });
    let main = match started {
        Ok(main) => main,
        Err(ending) => return ending,
    };
    let drained = event_loop::run(runtime, context, machine);
    context.with(|ctx| {
        let main = main.map(|main| main.restore(&ctx)).transpose();
        match (drained, main) {
            (Drained::Stopped, _) => Ending::Stopped,
            (Drained::Threw(thrown), _) => match thrown.restore(&ctx) {
                Ok(thrown) => uncaught_ending(&ctx, machine, &thrown),
                Err(error) => Ending::Failed(error.to_string()),
            },
            (Drained::Empty, Ok(Some(main))) => settled(&ctx, machine, &main),
            (Drained::Empty, Ok(None)) => Ending::Exited(machine.exit_code()),
            (Drained::Empty, Err(error)) => Ending::Failed(error.to_string()),
        }
    })
}

/// What a program leaves behind when its own text has been run: the promise of a module that may
/// still await something.
type Main = Option<rquickjs::Persistent<Promise<'static>>>;

/// Compiles, links and starts the program.
fn start(ctx: &Ctx<'_>, machine: &Rc<Machine>, entry: &str) -> Result<Main, Ending> {
    let thrown = |error| caught(ctx, machine, error);
    // Node names the program, and sees its imports, by where it really lies.
    let path = machine.with_run(|run| modules::real_path(run.files_to_read(), entry));
    let path = path.ok_or(Ending::Stopped)?;
    let name = modules::url::from_path(&path);
    let format = modules::format_of(machine, &path)
        .map_err(|error| thrown(modules::unresolved(ctx, &error)))?;
    // TypeScript is parsed when it is read.
    let source = modules::read_source(ctx, machine, &path)
        .catch(ctx)
        .map_err(|error| not_compiled(ctx, machine, &error_value(ctx, error)))?;
    if machine.with_run(|run| run.wants_value()).unwrap_or(false) {
        return evaluate_script(ctx, machine, source).map(|()| None);
    }
    let compiled = match format {
        Format::Module => modules::compile(ctx, &name, source).map(Compiled::Module),
        Format::Unsaid => modules::compile_either(ctx, &name, &path, &source),
        // As in Node, `require` is what knows how to load anything else.
        Format::Json => return run_main(ctx, machine, &path).map(|()| None),
        Format::CommonJs | Format::Unknown(_) => {
            modules::compile_commonjs(ctx, &path, &source).map(Compiled::CommonJs)
        }
    };
    match compiled.catch(ctx) {
        Ok(Compiled::Module(module)) => evaluate(ctx, machine, module, &name).map(Some),
        Ok(Compiled::CommonJs(function)) => {
            modules::keep(ctx, machine, &path, function);
            run_main(ctx, machine, &path).map(|()| None)
        }
        Err(error) => Err(not_compiled(ctx, machine, &error_value(ctx, error))),
    }
}

/// Runs a program that is asked for the value of its last expression.
fn evaluate_script(ctx: &Ctx<'_>, machine: &Rc<Machine>, source: Vec<u8>) -> Result<(), Ending> {
    let script = match last_expression::parse(ctx, source).catch(ctx) {
        Ok(script) => script,
        Err(error) => return Err(not_compiled(ctx, machine, &error_value(ctx, error))),
    };
    let printed = last_expression::evaluate(ctx, machine, script);
    printed.map_err(|error| caught(ctx, machine, error))
}

/// Runs a CommonJS program to the end of its text.
fn run_main(ctx: &Ctx<'_>, machine: &Rc<Machine>, path: &str) -> Result<(), Ending> {
    let started = modules::keeper(ctx, machine)
        .and_then(|keeper| keeper.get::<_, Function<'_>>("runMain"))
        .and_then(|run_main| run_main.call::<_, ()>((path,)));
    started.map_err(|error| caught(ctx, machine, error))
}

/// Links and starts a program that is an ES module.
fn evaluate<'js>(
    ctx: &Ctx<'js>,
    machine: &Rc<Machine>,
    module: Module<'js>,
    name: &str,
) -> Result<rquickjs::Persistent<Promise<'static>>, Ending> {
    let started = modules::describe(ctx, machine, &module, name).and_then(|()| module.eval());
    match started.catch(ctx) {
        Ok((_, main)) => Ok(rquickjs::Persistent::save(ctx, main)),
        Err(error) => {
            let thrown = error_value(ctx, error);
            // What a module throws while it runs rejects its promise: this is linking, and a
            // SyntaxError that of a module which the program imports.
            if uncaught::is_syntax_error(&thrown) {
                return Err(not_compiled(ctx, machine, &thrown));
            }
            Err(uncaught_ending(ctx, machine, &thrown))
        }
    }
}

/// The ending of a program that does not compile: a SyntaxError, or nested so deeply that the parser
/// ran out of stack. Running out of memory is a limit like any other, and a module that is not
/// there, which QuickJS looks for at this stage, an error like any other.
fn not_compiled<'js>(ctx: &Ctx<'js>, machine: &Machine, thrown: &Value<'js>) -> Ending {
    match uncaught_ending(ctx, machine, thrown) {
        Ending::Uncaught if uncaught::is_the_parsers(thrown) => Ending::DoesNotCompile,
        other => other,
    }
}

/// The ending of a program whose event loop has nothing left to do.
fn settled<'js>(ctx: &Ctx<'js>, machine: &Machine, main: &Promise<'js>) -> Ending {
    use rquickjs::promise::PromiseState;
    match main.state() {
        PromiseState::Resolved => Ending::Exited(machine.exit_code()),
        PromiseState::Rejected => match main.result::<Value<'_>>() {
            Some(Err(error)) => caught(ctx, machine, error),
            _ => Ending::Failed("a rejected program has no reason".into()),
        },
        PromiseState::Pending => {
            machine.with_run(|run| {
                run.print_last_words("Warning: Detected unsettled top-level await\n");
            });
            Ending::Exited(UNSETTLED_EXIT_CODE)
        }
    }
}

/// The ending of a program that a native call's error ended.
fn caught(ctx: &Ctx<'_>, machine: &Machine, error: rquickjs::Error) -> Ending {
    let error = rquickjs::CaughtError::from_error(ctx, error);
    uncaught_ending(ctx, machine, &error_value(ctx, error))
}

fn uncaught_ending<'js>(ctx: &Ctx<'js>, machine: &Machine, thrown: &Value<'js>) -> Ending {
    if machine.with_run(|run| run.is_stopped()).unwrap_or(true) {
        return Ending::Stopped;
    }
    let limit = uncaught::limit_behind(ctx, machine, thrown);
    machine.meter.allow_more(LAST_WORDS_BYTES);
    uncaught::print(ctx, machine, thrown);
    match limit {
        Some(limit) => Ending::UncaughtLimit(limit),
        None => Ending::Uncaught,
    }
}

fn error_value<'js>(ctx: &Ctx<'js>, error: rquickjs::CaughtError<'js>) -> Value<'js> {
    match error {
        rquickjs::CaughtError::Exception(exception) => exception.into_value(),
        rquickjs::CaughtError::Value(value) => value,
        rquickjs::CaughtError::Error(error) => {
            let message = error.to_string();
            let exception = rquickjs::Exception::from_message(ctx.clone(), &message);
            exception.map_or_else(
                |_| Value::new_null(ctx.clone()),
                rquickjs::Exception::into_value,
            )
        }
    }
}
