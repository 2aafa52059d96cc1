//! From a module's name to the module.

use std::rc::Rc;

use rquickjs::loader::{ImportAttributes, Loader};
use rquickjs::module::Declared;
use rquickjs::{Ctx, Module, Result};

use super::builtin::Builtin;
use super::{compile, describe, library, read_source};
use crate::machine::Machine;
use crate::native::throw;

/// Loads modules from the sandbox's file system, with the program's rights.
pub(crate) struct ModuleLoader {
    machine: Rc<Machine>,
}

impl ModuleLoader {
    pub(crate) fn new(machine: Rc<Machine>) -> Self {
        Self { machine }
    }

    fn json<'js>(
        &self,
        ctx: &Ctx<'js>,
        name: &str,
        attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        let declared = attributes
            .map(|attributes| attributes.get_type())
            .transpose()?
            .flatten();
        if declared.as_deref() != Some("json") {
            let message =
                format!("Module \"file://{name}\" needs an import attribute of \"type: json\"");
            return Err(throw::coded_type(
                ctx,
                "ERR_IMPORT_ATTRIBUTE_MISSING",
                &message,
            ));
        }
        let text = read_source(ctx, &self.machine, name)?;
        // A literal instead of the text itself: `__proto__` is an ordinary key in JSON, and a
        // prototype in an object literal.
        let literal = ctx.json_stringify(String::from_utf8_lossy(&text).as_ref())?;
        let literal = literal
            .map(|literal| literal.to_string())
            .transpose()?
            .unwrap_or_default();
        Module::declare(
            ctx.clone(),
            name,
            format!("export default JSON.parse({literal});"),
        )
    }
}

impl Loader for ModuleLoader {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        if let Some(builtin) = Builtin::find(name) {
            return library::facade(ctx, &self.machine, builtin);
        }
        if name.ends_with(".json") {
            return self.json(ctx, name, attributes);
        }
        let source = read_source(ctx, &self.machine, name)?;
        let module = compile(ctx, name, source)?;
        describe(&module, name)?;
        Ok(module)
    }
}
