//! The ES module that stands for a CommonJS module: native, so that it leaves no frame in a trace.

use std::rc::Rc;

use rquickjs::module::{Declarations, Declared, Exports, ModuleDef};
use rquickjs::{Array, Ctx, Function, JsLifetime, Module, Object, Persistent, Result, Value};

use super::commonjs::keeper;
use crate::machine::Machine;
use crate::native::throw;

/// What a facade knows of its module before that has run.
pub(crate) struct Imported {
    /// What it exports by name, by the analysis of its text.
    names: Vec<String>,
    /// Runs it, and gives `module.exports` and the values of these names.
    load: Persistent<Function<'static>>,
}

/// The machine, where a facade finds it.
struct Installed(Rc<Machine>);

// SAFETY: the type has no lifetime of the runtime's in it: the values that a machine keeps are
// `Persistent`.
#[allow(unsafe_code)]
unsafe impl<'js> JsLifetime<'js> for Installed {
    type Changed<'to> = Installed;
}

/// Lets the facades of this context find the machine.
///
/// # Errors
/// When the context has one already.
pub(crate) fn install(ctx: &Ctx<'_>, machine: &Rc<Machine>) -> Result<()> {
    match ctx.store_userdata(Installed(Rc::clone(machine))) {
        Ok(_) => Ok(()),
        Err(_) => Err(throw::stopped(ctx)),
    }
}

/// The module that an ES module gets which imports the CommonJS module at `path`: `module.exports`
/// as its default, and what its text says that it exports by name.
///
/// # Errors
/// When memory or stack run out.
pub(super) fn declare<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    name: &str,
    path: &str,
    source: &[u8],
) -> Result<Module<'js, Declared>> {
    let text = rquickjs::String::from_str(ctx.clone(), &String::from_utf8_lossy(source))?;
    let imported: Function<'js> = keeper(ctx, machine)?.get("imported")?;
    let imported: Object<'js> = imported.call((path, text))?;
    let imported = Imported {
        names: imported.get("names")?,
        load: Persistent::save(ctx, imported.get::<_, Function<'js>>("load")?),
    };
    machine
        .imported
        .borrow_mut()
        .insert(name.to_owned(), imported);
    Module::declare_def::<Facade, _>(ctx.clone(), name)
}

struct Facade;

impl ModuleDef for Facade {
    fn declare(declarations: &Declarations<'_>) -> Result<()> {
        let module = declarations.module();
        let ctx = module.ctx();
        let name: String = module.name()?;
        let Some(installed) = ctx.userdata::<Installed>() else {
            return Err(throw::stopped(ctx));
        };
        declarations.declare("default")?;
        if let Some(imported) = installed.0.imported.borrow().get(&name) {
            for name in &imported.names {
                declarations.declare(name.as_str())?;
            }
        }
        Ok(())
    }

    fn evaluate<'js>(ctx: &Ctx<'js>, exports: &Exports<'js>) -> Result<()> {
        let name: String = exports.module().name()?;
        let imported = ctx
            .userdata::<Installed>()
            .and_then(|installed| installed.0.imported.borrow_mut().remove(&name));
        let Some(Imported { names, load }) = imported else {
            return Err(throw::stopped(ctx));
        };
        let values: Array<'js> = load.restore(ctx)?.call(())?;
        exports.export("default", values.get::<Value<'js>>(0)?)?;
        for (index, name) in names.iter().enumerate() {
            exports.export(name.as_str(), values.get::<Value<'js>>(index + 1)?)?;
        }
        Ok(())
    }
}
