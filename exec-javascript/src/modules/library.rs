//! The built-in modules at work: their exports, for `require` and for `import`.

use std::cell::Cell;

use rquickjs::context::EvalOptions;
use rquickjs::module::Declared;
use rquickjs::{Ctx, Function, Module, Object, Persistent, Result, Value};

use super::builtin::{self, Builtin};
use crate::machine::Machine;
use crate::native::{throw, utf8};

/// The function that gives a built-in module's exports for its full name, loading it the first time.
pub(crate) type Require = Persistent<Function<'static>>;

thread_local! {
    static COMPILED: Cell<u32> = const { Cell::new(0) };
}

/// How many modules of the library have been compiled. It takes longer than most programs do.
#[cfg(target_family = "wasm")]
pub(crate) fn compiled() -> u32 {
    COMPILED.get()
}

/// Compiles a module of the library to the function that its loader calls.
pub(crate) fn compile<'js>(ctx: &Ctx<'js>, name: &str) -> Result<Function<'js>> {
    let Some(source) = builtin::source(name) else {
        let message = format!("No such built-in module: {name}");
        return Err(throw::coded(ctx, "ERR_UNKNOWN_BUILTIN_MODULE", &message));
    };
    COMPILED.set(COMPILED.get() + 1);
    let mut options = EvalOptions::default();
    // As Node names its own in a stack: `node:fs`, `node:internal/timers`.
    options.filename = Some(match name.strip_prefix("node:") {
        Some(_) => name.to_owned(),
        None => format!("node:{name}"),
    });
    // On the first line, so that the lines of a stack are those of the file.
    let head = "(function (exports, require, module, binding) { 'use strict'; ";
    engine::without_text(|| ctx.eval_with_options(format!("{head}{source}\n}})"), options))
}

#[cfg(target_family = "wasm")]
#[allow(unsafe_code, reason = "the engine is told by a variable of C's")]
mod engine {
    // SAFETY: `patches/0020-library-without-text.patch` has it so; the component has one thread.
    unsafe extern "C" {
        static mut js_drops_source: bool;
    }

    /// Lets the engine keep no text of the functions that `compile` compiles.
    pub(super) fn without_text<T>(compile: impl FnOnce() -> T) -> T {
        // SAFETY: nobody else is at it: there is one thread, and no reference is made.
        unsafe { js_drops_source = true };
        let compiled = compile();
        // SAFETY: as above.
        unsafe { js_drops_source = false };
        compiled
    }
}

/// Outside of a component the engine is not patched.
#[cfg(not(target_family = "wasm"))]
mod engine {
    pub(super) fn without_text<T>(compile: impl FnOnce() -> T) -> T {
        compile()
    }
}

/// The exports of a built-in module, loaded when first asked for.
pub(crate) fn exports<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    builtin: Builtin,
) -> Result<Value<'js>> {
    internal(ctx, machine, builtin.name)
}

/// The exports of any module of the library, by its full name.
pub(crate) fn internal<'js>(ctx: &Ctx<'js>, machine: &Machine, name: &str) -> Result<Value<'js>> {
    let require = machine.library.borrow().clone();
    match require {
        Some(require) => require.restore(ctx)?.call((name,)),
        None => Err(throw::stopped(ctx)),
    }
}

/// The module that `import` gets: the exports as its default, and each of them by its name.
pub(crate) fn facade<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    builtin: Builtin,
) -> Result<Module<'js, Declared>> {
    let exports = exports(ctx, machine, builtin)?;
    let mut source = String::from(
        "const exports = import.meta.exports; delete import.meta.exports; export default exports;\n",
    );
    if let Some(object) = exports.as_object() {
        for (index, name) in names(object)?.iter().enumerate() {
            source.push_str(&format!(
                "const _{index} = exports.{name}; export {{ _{index} as {name} }};\n"
            ));
        }
    }
    let module = Module::declare(ctx.clone(), builtin.name, source)?;
    module.meta()?.set("exports", exports)?;
    Ok(module)
}

/// The exports that a module can have by name: `default` is the whole.
fn names(object: &Object<'_>) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for name in object.keys::<rquickjs::String<'_>>() {
        let name = name?.to_cstring()?;
        // A program may have given a module of its own accord what no text in Rust can name.
        let Ok(name) = utf8(&name) else {
            continue;
        };
        let is_identifier = !name.starts_with(|c: char| c.is_ascii_digit())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$'));
        if is_identifier && name != "default" {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}
