//! One program, from its source to its ending.

use std::rc::Rc;

use rquickjs::promise::PromiseState;
use rquickjs::{Context, Ctx, Function, Module, Persistent, Promise, Runtime, Value};
use sandbox_core::engine::Ending;
use sandbox_core::report::LimitExceeded;

use crate::event_loop::{self, Drained, Origin, Thrown};
use crate::machine::Machine;
use crate::modules::{Compiled, Format};
use crate::uncaught::{self, error_value};
use crate::{last_expression, modules, native};

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
        native::ready(&ctx, machine).map_err(|error| caught(&ctx, machine, error))?;
        start(&ctx, machine, entry)
    });
    let started = match started {
        Ok(started) => started,
        Err(ending) => return ending,
    };
    let ended = run(runtime, context, machine, started);
    context.with(|ctx| match ended {
        Ok(()) => Ending::Exited(machine.exit_code()),
        Err(Drained::Empty) => Ending::Exited(UNSETTLED_EXIT_CODE),
        Err(Drained::Stopped) => Ending::Stopped,
        Err(Drained::Threw(Thrown { value, limit })) => match value.restore(&ctx) {
            Ok(thrown) => uncaught_ending(&ctx, machine, &thrown, limit),
            Err(error) => Ending::Failed(error.to_string()),
        },
    })
}

/// What a program leaves behind when its own text has been run.
enum Started {
    /// The promise of a module, which may still await something.
    Module(Persistent<Promise<'static>>),
    /// Nothing: it is a script.
    Script,
    /// What the script threw.
    Threw(Persistent<Value<'static>>),
}

/// Goes on until the program ends. That it still awaits something then is told as `Empty`.
fn run(
    runtime: &Runtime,
    context: &Context,
    machine: &Machine,
    started: Started,
) -> Result<(), Drained> {
    let main = match started {
        Started::Module(main) => Some(main),
        Started::Script => None,
        Started::Threw(thrown) => {
            event_loop::offer(context, machine, thrown, Origin::Exception)?;
            None
        }
    };
    event_loop::run(runtime, context, machine, main.is_some())?;
    let is_unsettled = main.is_some_and(|main| is_pending(context, main));
    if is_unsettled {
        machine.with_run(|run| {
            run.print_last_words("Warning: Detected unsettled top-level await\n");
        });
    }
    let unsettled = is_unsettled.then_some(UNSETTLED_EXIT_CODE);
    event_loop::exit(runtime, context, machine, unsettled)?;
    if is_unsettled && !machine.has_exit_code() {
        return Err(Drained::Empty);
    }
    Ok(())
}

fn is_pending(context: &Context, main: Persistent<Promise<'static>>) -> bool {
    context.with(|ctx| {
        main.restore(&ctx)
            .is_ok_and(|main| main.state() == PromiseState::Pending)
    })
}

/// Compiles, links and starts the program.
fn start(ctx: &Ctx<'_>, machine: &Rc<Machine>, entry: &str) -> Result<Started, Ending> {
    let thrown = |error| caught(ctx, machine, error);
    // Node names the program, and sees its imports, by where it really lies.
    let path = machine.with_run(|run| modules::real_path(run.files_to_read(), entry));
    let path = path.ok_or(Ending::Stopped)?;
    let name = modules::url::from_path(&path);
    let format = modules::format_of(machine, &path)
        .map_err(|error| thrown(modules::unresolved(ctx, &error)))?;
    // TypeScript is parsed when it is read.
    let source = modules::read_source(ctx, machine, &path)
        .map_err(|error| not_compiled(ctx, machine, &error_value(ctx, error)))?;
    if machine.with_run(|run| run.wants_value()).unwrap_or(false) {
        return evaluate_script(ctx, machine, source);
    }
    let compiled = match format {
        Format::Module => modules::compile(ctx, &name, source).map(Compiled::Module),
        Format::Unsaid => modules::compile_either(ctx, &name, &path, &source),
        // As in Node, `require` is what knows how to load anything else.
        Format::Json => return Ok(run_main(ctx, machine, &path)),
        Format::CommonJs | Format::Unknown(_) => {
            modules::compile_commonjs(ctx, &path, &source).map(Compiled::CommonJs)
        }
    };
    match compiled {
        Ok(Compiled::Module(module)) => evaluate(ctx, machine, module, &name),
        Ok(Compiled::CommonJs(function)) => {
            modules::keep(ctx, machine, &path, function);
            Ok(run_main(ctx, machine, &path))
        }
        Err(error) => Err(not_compiled(ctx, machine, &error_value(ctx, error))),
    }
}

/// Runs a program that is asked for the value of its last expression.
fn evaluate_script(
    ctx: &Ctx<'_>,
    machine: &Rc<Machine>,
    source: Vec<u8>,
) -> Result<Started, Ending> {
    let script = match last_expression::parse(ctx, source) {
        Ok(script) => script,
        Err(error) => return Err(not_compiled(ctx, machine, &error_value(ctx, error))),
    };
    let printed = last_expression::evaluate(ctx, machine, script);
    Ok(script_started(ctx, printed))
}

/// Runs a CommonJS program to the end of its text.
fn run_main(ctx: &Ctx<'_>, machine: &Rc<Machine>, path: &str) -> Started {
    let ran = modules::keeper(ctx, machine)
        .and_then(|keeper| keeper.get::<_, Function<'_>>("runMain"))
        .and_then(|run_main| run_main.call::<_, ()>((path,)));
    script_started(ctx, ran)
}

fn script_started(ctx: &Ctx<'_>, ran: rquickjs::Result<()>) -> Started {
    match ran {
        Ok(()) => Started::Script,
        Err(error) => {
            let thrown = error_value(ctx, error);
            Started::Threw(Persistent::save(ctx, thrown))
        }
    }
}

/// Links and starts a program that is an ES module.
fn evaluate<'js>(
    ctx: &Ctx<'js>,
    machine: &Rc<Machine>,
    module: Module<'js>,
    name: &str,
) -> Result<Started, Ending> {
    let started = modules::describe(ctx, machine, &module, name).and_then(|()| module.eval());
    match started {
        Ok((_, main)) => {
            let kept = Persistent::save(ctx, main.as_value().clone());
            machine.main.replace(Some(kept));
            Ok(Started::Module(Persistent::save(ctx, main)))
        }
        Err(error) => {
            let thrown = error_value(ctx, error);
            // What a module throws while it runs rejects its promise: this is linking, and a
            // SyntaxError that of a module which the program imports.
            if uncaught::is_syntax_error(&thrown) {
                return Err(not_compiled(ctx, machine, &thrown));
            }
            Err(ended_by(ctx, machine, &thrown))
        }
    }
}

/// The ending of a program that does not compile: a SyntaxError, or nested so deeply that the parser
/// ran out of stack. Running out of memory is a limit like any other, and a module that is not
/// there, which QuickJS looks for at this stage, an error like any other.
fn not_compiled<'js>(ctx: &Ctx<'js>, machine: &Machine, thrown: &Value<'js>) -> Ending {
    match ended_by(ctx, machine, thrown) {
        Ending::Uncaught if uncaught::is_the_parsers(thrown) => Ending::DoesNotCompile,
        other => other,
    }
}

/// The ending of a program that a native call's error ended.
fn caught(ctx: &Ctx<'_>, machine: &Machine, error: rquickjs::Error) -> Ending {
    ended_by(ctx, machine, &error_value(ctx, error))
}

/// The ending of a program that never got to listen to anything.
fn ended_by<'js>(ctx: &Ctx<'js>, machine: &Machine, thrown: &Value<'js>) -> Ending {
    let limit = uncaught::limit_behind(ctx, machine, thrown);
    uncaught_ending(ctx, machine, thrown, limit)
}

fn uncaught_ending<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    thrown: &Value<'js>,
    limit: Option<LimitExceeded>,
) -> Ending {
    if machine.with_run(|run| run.is_stopped()).unwrap_or(true) {
        return Ending::Stopped;
    }
    machine.meter.allow_more(LAST_WORDS_BYTES);
    uncaught::print(ctx, machine, thrown);
    match limit {
        Some(limit) => Ending::UncaughtLimit(limit),
        None => Ending::Uncaught,
    }
}
