//! QuickJS for this machine, in this process: the sources that the component is made of, without its
//! patches.

use std::env;
use std::time::{Duration, Instant};

use rquickjs::loader::{BuiltinLoader, BuiltinResolver};
use rquickjs::{Coerced, Context, Ctx, Module, Runtime};

use super::{FIRST_QUICKJS, process, rate_of_two};
use crate::peer::{Answer, Peer, Program, Task};

pub(crate) struct QuickJs {
    version: String,
    kept: Context,
}

impl QuickJs {
    pub(super) fn new() -> Self {
        Self {
            version: format!("QuickJS of rquickjs-sys {}, without our patches", version()),
            kept: context(&runtime()),
        }
    }
}

impl Peer for QuickJs {
    fn name(&self) -> &str {
        "quickjs-ng"
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn run(&mut self, task: Task, program: &Program) -> Answer {
        match task {
            Task::First => {
                let this = env::current_exe().unwrap().display().to_string();
                process::whole(&[this, FIRST_QUICKJS.into()], None, program)
            }
            Task::Fresh => timed(|| fresh(&program.source)),
            Task::Modules => timed(|| modules(program)),
            Task::Repeated => timed(|| self.kept.with(|context| value(&context, &program.source))),
            Task::Timed => {
                let context = context(&runtime());
                timed(|| context.with(|context| value(&context, &program.source)))
            }
        }
    }

    fn rate(&mut self, program: &Program, span: Duration) -> f64 {
        rate_of_two(span, || {
            assert_eq!(fresh(&program.source), program.answer);
        })
    }
}

/// The first run of this process.
pub(crate) fn first(source: &str) -> String {
    fresh(source)
}

/// As locked: the library tells its own only to C.
fn version() -> &'static str {
    include_str!("../../../../Cargo.lock")
        .split_once("name = \"rquickjs-sys\"\nversion = \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(version, _)| version)
        .unwrap()
}

fn timed(work: impl FnOnce() -> String) -> Answer {
    let start = Instant::now();
    let said = work();
    Answer::Took {
        milliseconds: start.elapsed().as_secs_f64() * 1e3,
        said,
    }
}

fn runtime() -> Runtime {
    Runtime::new().unwrap()
}

fn context(runtime: &Runtime) -> Context {
    Context::full(runtime).unwrap()
}

fn fresh(source: &str) -> String {
    let runtime = runtime();
    context(&runtime).with(|context| value(&context, source))
}

fn value(context: &Ctx<'_>, source: &str) -> String {
    let value: Coerced<String> = context.eval(source).unwrap();
    value.0
}

fn modules(program: &Program) -> String {
    let runtime = runtime();
    let mut resolver = BuiltinResolver::default();
    let mut loader = BuiltinLoader::default();
    for (name, text) in &program.modules {
        resolver.add_module(name.as_str());
        loader.add_module(name.as_str(), text.as_str());
    }
    runtime.set_loader(resolver, loader);
    context(&runtime).with(|context| {
        Module::evaluate(context.clone(), "main.mjs", program.source.as_str())
            .unwrap()
            .finish::<()>()
            .unwrap();
        value(&context, "found")
    })
}
