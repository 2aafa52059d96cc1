//! The native functions behind the built-in modules. Each is a door into the run, and checks for
//! itself: a program that got hold of one would gain nothing.

mod bytes;
mod fs;
mod process;
mod text;
pub(crate) mod throw;
mod timers;

use std::rc::Rc;

use rquickjs::function::IntoJsFunc;
use rquickjs::module::{Declarations, Exports, ModuleDef};
use rquickjs::{Ctx, Function, JsLifetime, Module, Object, Result};

use crate::machine::Machine;
use crate::modules::Builtin;

/// The machine, where the native module finds it.
struct Installed {
    machine: Rc<Machine>,
    entry: String,
}

// SAFETY: the type has no lifetime of the runtime's in it: the values that a machine keeps are
// `Persistent`.
#[allow(unsafe_code)]
unsafe impl<'js> JsLifetime<'js> for Installed {
    type Changed<'to> = Installed;
}

/// The module `internal:native`: one object with a group of functions for each concern.
pub(crate) struct NativeModule;

impl ModuleDef for NativeModule {
    fn declare(declarations: &Declarations<'_>) -> Result<()> {
        declarations.declare("default")?;
        Ok(())
    }

    fn evaluate<'js>(ctx: &Ctx<'js>, exports: &Exports<'js>) -> Result<()> {
        let Some(installed) = ctx.userdata::<Installed>() else {
            return Err(throw::stopped(ctx));
        };
        let native = Object::new(ctx.clone())?;
        native.set("fs", fs::functions(ctx, &installed.machine)?)?;
        native.set(
            "process",
            process::functions(ctx, &installed.machine, &installed.entry)?,
        )?;
        native.set("text", text::functions(ctx)?)?;
        native.set("timers", timers::functions(ctx, &installed.machine)?)?;
        exports.export("default", native)?;
        Ok(())
    }
}

/// Gives a new context its globals.
pub(crate) fn install(ctx: &Ctx<'_>, machine: &Rc<Machine>, entry: &str) -> Result<()> {
    let installed = Installed {
        machine: Rc::clone(machine),
        entry: entry.to_owned(),
    };
    if ctx.store_userdata(installed).is_err() {
        return Err(throw::stopped(ctx));
    }
    let Some(bootstrap) = Builtin::bootstrap() else {
        return Err(throw::stopped(ctx));
    };
    Module::evaluate(ctx.clone(), bootstrap.name, bootstrap.source)?.finish()
}

/// A native function as a property.
fn define<'js, P, F>(ctx: &Ctx<'js>, object: &Object<'js>, name: &str, function: F) -> Result<()>
where
    F: IntoJsFunc<'js, P> + 'js,
{
    object.set(name, Function::new(ctx.clone(), function)?.with_name(name)?)
}
