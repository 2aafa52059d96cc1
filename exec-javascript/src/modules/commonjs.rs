//! CommonJS on the native side: compiling it, telling it from ES modules, and the two ways between
//! them. The modules themselves are kept by `js/internal/commonjs.js`.

use rquickjs::function::This;
use rquickjs::module::{Declared, Evaluated};
use rquickjs::promise::PromiseState;
use rquickjs::{Ctx, Exception, Function, Module, Object, Persistent, Result, Value};

use super::compile::{compile, compile_commonjs};
use super::{library, url};
use crate::machine::Machine;
use crate::native::throw;

/// The module of the library that keeps CommonJS modules.
const KEEPER: &str = "internal/commonjs";

/// What a file without a type turned out to be.
pub(crate) enum Compiled<'js> {
    /// An ES module.
    Module(Module<'js, Declared>),
    /// The function that runs a CommonJS module.
    CommonJs(Function<'js>),
}

/// Compiles a file that nothing but its syntax tells the kind of: CommonJS, unless that does not
/// parse and an ES module does, as Node 22 has it.
///
/// # Errors
/// What the parser throws that came further.
pub(crate) fn compile_either<'js>(
    ctx: &Ctx<'js>,
    name: &str,
    path: &str,
    source: &[u8],
) -> Result<Compiled<'js>> {
    let error = match compile_commonjs(ctx, path, source) {
        Ok(function) => return Ok(Compiled::CommonJs(function)),
        Err(rquickjs::Error::Exception) => ctx.catch(),
        Err(error) => return Err(error),
    };
    if !is_syntax_error(&error) {
        return Err(ctx.throw(error));
    }
    match compile(ctx, name, source.to_vec()) {
        Ok(module) => Ok(Compiled::Module(module)),
        Err(rquickjs::Error::Exception) => {
            let other = ctx.catch();
            let is_module = !is_syntax_error(&other) || place(&other) > place(&error);
            Err(ctx.throw(if is_module { other } else { error }))
        }
        Err(error) => Err(error),
    }
}

/// Keeps a function that was compiled to find out what it is until the module is run.
pub(crate) fn keep<'js>(ctx: &Ctx<'js>, machine: &Machine, path: &str, function: Function<'js>) {
    let function = Persistent::save(ctx, function);
    machine
        .compiled
        .borrow_mut()
        .insert(path.to_owned(), function);
}

/// The module that keeps CommonJS modules.
///
/// # Errors
/// When memory or stack run out.
pub(crate) fn keeper<'js>(ctx: &Ctx<'js>, machine: &Machine) -> Result<Object<'js>> {
    library::internal(ctx, machine, KEEPER)?.get()
}

/// What `require` of the ES module at `path` gives, which is run now: its namespace, as Node 22 has
/// it. With a default export that is a namespace with `__esModule` beside it, by which what was
/// compiled from ES modules knows its like.
///
/// # Errors
/// What the module throws; `ERR_REQUIRE_ASYNC_MODULE` where something in its graph awaits.
pub(crate) fn evaluate_module<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    path: &str,
) -> Result<Object<'js>> {
    let literal = ctx.json_stringify(url::from_path(path))?;
    let literal = literal.map(|literal| literal.to_string()).transpose()?;
    let literal = literal.unwrap_or_default();
    // The engine gives out the namespace of a module to a module that imports it.
    let importing =
        format!("import * as namespace from {literal}; import.meta.namespace = namespace;");
    let (module, meta) = declared(ctx, machine, importing)?;
    evaluated(ctx, module)?;
    let namespace: Object<'js> = meta.get("namespace")?;
    if !namespace.contains_key("default")? || namespace.contains_key("__esModule")? {
        return Ok(namespace);
    }
    let passing = format!(
        "export * from {literal}; export {{ default }} from {literal}; \
         export const __esModule = true;"
    );
    evaluated(ctx, declared(ctx, machine, passing)?.0)?.namespace()
}

/// A module of our own, and its `import.meta`.
fn declared<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    text: String,
) -> Result<(Module<'js, Declared>, Object<'js>)> {
    let name = format!("node:internal/require/{}", machine.next_serial());
    let module = Module::declare(ctx.clone(), name, text)?;
    let meta = module.meta()?;
    Ok((module, meta))
}

/// Runs a module that has to be done at once.
fn evaluated<'js>(ctx: &Ctx<'js>, module: Module<'js, Declared>) -> Result<Module<'js, Evaluated>> {
    let (module, promise) = module.eval()?;
    match promise.state() {
        PromiseState::Resolved => Ok(module),
        PromiseState::Rejected => {
            // Who required it gets the error: it is no rejection that nobody handles.
            let nothing = Function::new(ctx.clone(), || {})?;
            promise
                .catch()?
                .call::<_, Value<'js>>((This(promise.clone()), nothing))?;
            match promise.result::<Value<'js>>() {
                Some(Err(error)) => Err(error),
                _ => Err(throw::stopped(ctx)),
            }
        }
        PromiseState::Pending => Err(throw::coded(
            ctx,
            "ERR_REQUIRE_ASYNC_MODULE",
            "require() cannot be used on an ESM graph with top-level await. Use import() instead.",
        )),
    }
}

fn is_syntax_error(thrown: &Value<'_>) -> bool {
    thrown
        .as_object()
        .filter(|object| object.is_error())
        .and_then(|object| object.get::<_, String>("name").ok())
        .is_some_and(|name| name == "SyntaxError")
}

/// The line and column of a SyntaxError, which its stack begins with.
fn place(error: &Value<'_>) -> Option<(usize, usize)> {
    let stack = Exception::from_value(error.clone()).ok()?.stack()?;
    let first = stack
        .lines()
        .find(|line| line.trim_start().starts_with("at "))?;
    let (rest, column) = first.rsplit_once(':')?;
    let (_, line) = rest.rsplit_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?))
}
