//! From a module's name to the module.

use std::rc::Rc;

use rquickjs::loader::{ImportAttributes, Loader};
use rquickjs::module::Declared;
use rquickjs::{Ctx, Module, Result};

use super::builtin::Builtin;
use super::commonjs::{self, Compiled};
use super::import::describe;
use super::{Format, compile, facade, format_of, library, read_source, unresolved, url};
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

    fn file<'js>(
        &self,
        ctx: &Ctx<'js>,
        name: &str,
        path: &str,
        attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        let format = format_of(&self.machine, path).map_err(|error| unresolved(ctx, &error))?;
        check_attributes(ctx, name, &format, attributes)?;
        let source = || read_source(ctx, &self.machine, path);
        match format {
            Format::Json => self.json(ctx, name, path),
            Format::Module => self.module(ctx, name, source()?),
            Format::CommonJs => facade::declare(ctx, &self.machine, name, path, &source()?),
            Format::Unsaid => {
                let source = source()?;
                match commonjs::compile_either(ctx, name, path, &source)? {
                    Compiled::Module(module) => {
                        describe(ctx, &self.machine, &module, name)?;
                        Ok(module)
                    }
                    Compiled::CommonJs(function) => {
                        commonjs::keep(ctx, &self.machine, path, function);
                        facade::declare(ctx, &self.machine, name, path, &source)
                    }
                }
            }
            Format::Unknown(extension) => {
                let message = format!("Unknown file extension \"{extension}\" for {path}");
                Err(throw::coded_type(
                    ctx,
                    "ERR_UNKNOWN_FILE_EXTENSION",
                    &message,
                ))
            }
        }
    }

    fn module<'js>(
        &self,
        ctx: &Ctx<'js>,
        name: &str,
        source: Vec<u8>,
    ) -> Result<Module<'js, Declared>> {
        let module = compile(ctx, name, source)?;
        describe(ctx, &self.machine, &module, name)?;
        Ok(module)
    }

    fn json<'js>(&self, ctx: &Ctx<'js>, name: &str, path: &str) -> Result<Module<'js, Declared>> {
        let text = read_source(ctx, &self.machine, path)?;
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
        match url::to_path(name) {
            Some(path) => self.file(ctx, name, &path, attributes),
            None => Err(throw::stopped(ctx)),
        }
    }
}

/// Import attributes: `type: "json"` for JSON, and nothing else for anything else.
fn check_attributes<'js>(
    ctx: &Ctx<'js>,
    name: &str,
    format: &Format,
    attributes: Option<ImportAttributes<'js>>,
) -> Result<()> {
    let mut kind = None;
    if let Some(attributes) = attributes {
        for key in attributes.keys() {
            let key = key?;
            let value = attributes.get(&key)?.unwrap_or_default();
            if key != "type" {
                let message =
                    format!("Import attribute \"{key}\" with value \"{value}\" is not supported");
                let code = "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED";
                return Err(throw::coded_type(ctx, code, &message));
            }
            kind = Some(value);
        }
    }
    match (kind.as_deref(), format) {
        (Some("json"), Format::Json) => Ok(()),
        (None, Format::Json) => {
            let message = format!("Module \"{name}\" needs an import attribute of \"type: json\"");
            let code = "ERR_IMPORT_ATTRIBUTE_MISSING";
            Err(throw::coded_type(ctx, code, &message))
        }
        (None, _) => Ok(()),
        (Some("json"), _) => {
            let message = format!("Module \"{name}\" is not of type \"json\"");
            let code = "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE";
            Err(throw::coded_type(ctx, code, &message))
        }
        (Some(value), _) => {
            let message =
                format!("Import attribute \"type\" with value \"{value}\" is not supported");
            let code = "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED";
            Err(throw::coded_type(ctx, code, &message))
        }
    }
}
