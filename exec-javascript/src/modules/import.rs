//! `import`: what QuickJS asks for a specifier, and `import.meta`.

use std::rc::Rc;

use policies::Language;
use rquickjs::loader::{ImportAttributes, Resolver as EngineResolver};
use rquickjs::{Ctx, Function, Module, Object, Result, Value};

use super::builtin::Builtin;
use super::resolve::{Found, Resolver, Unresolved};
use super::url;
use crate::machine::Machine;
use crate::native::throw;

/// Names the modules that specifiers mean.
pub(crate) struct ModuleResolver {
    machine: Rc<Machine>,
}

impl ModuleResolver {
    pub(crate) fn new(machine: Rc<Machine>) -> Self {
        Self { machine }
    }
}

impl EngineResolver for ModuleResolver {
    fn resolve<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        base: &str,
        specifier: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        let importer = importer(&self.machine, base);
        let found = with_resolver(&self.machine, |resolver| {
            match resolver.import(specifier, &importer)? {
                (Found::Builtin(builtin), _) => Ok(Ok(builtin)),
                (Found::File(path), suffix) => {
                    resolver.finish_import(&path, &suffix, &importer).map(Err)
                }
            }
        });
        match found {
            Some(Ok(Err(name))) => Ok(name),
            Some(Ok(Ok(builtin))) => admit(ctx, &self.machine, builtin),
            Some(Err(error)) => Err(unresolved(ctx, &error)),
            None => Err(throw::stopped(ctx)),
        }
    }
}

/// The path of the module that an import stands in. Code that a program made from text at run time
/// has no file: its imports are seen from the working directory.
fn importer(machine: &Machine, base: &str) -> String {
    let path = url::path_of_module(base);
    if path.starts_with('/') {
        return path;
    }
    let directory = machine.with_run(|run| run.working_directory().to_owned());
    url::join(&directory.unwrap_or_default(), "[eval]")
}

/// Resolves with the run's file system and the packages that are known by now.
pub(crate) fn with_resolver<T>(
    machine: &Machine,
    body: impl FnOnce(&mut Resolver<'_>) -> T,
) -> Option<T> {
    machine.with_run(|run| {
        let mut packages = machine.packages.borrow_mut();
        body(&mut Resolver::new(run.files_to_read(), &mut packages))
    })
}

/// A built-in module's name, if the policy lets the program have it.
///
/// # Errors
/// When it does not.
pub(crate) fn admit(ctx: &Ctx<'_>, machine: &Machine, builtin: Builtin) -> Result<String> {
    let admitted = machine.with_run(|run| run.admits_module(Language::Javascript, builtin.name));
    if admitted.unwrap_or(false) {
        return Ok(builtin.name.to_owned());
    }
    let message = format!("The policy does not allow the module '{}'", builtin.name);
    Err(throw::coded(ctx, "ERR_ACCESS_DENIED", &message))
}

/// Throws the error of a specifier that names no module.
pub(crate) fn unresolved(ctx: &Ctx<'_>, error: &Unresolved) -> rquickjs::Error {
    let (code, message) = (error.code(), error.to_string());
    let thrown = if error.is_type_error() {
        throw::coded_type(ctx, code, &message)
    } else {
        throw::coded(ctx, code, &message)
    };
    let Some(url) = error.url() else {
        return thrown;
    };
    let value: Value<'_> = ctx.catch();
    if let Some(object) = value.as_object() {
        // A frozen prototype may refuse it; the error says enough without.
        let _ = object.set("url", url);
    }
    ctx.throw(value)
}

/// Fills in `import.meta` as Node has it.
///
/// # Errors
/// When memory runs out.
pub(crate) fn describe<'js>(
    ctx: &Ctx<'js>,
    machine: &Rc<Machine>,
    module: &Module<'js>,
    name: &str,
) -> Result<()> {
    let path = url::path_of_module(name);
    let meta: Object<'js> = module.meta()?;
    meta.set("dirname", url::directory(&path))?;
    meta.set("filename", path.as_str())?;
    let shared = Rc::clone(machine);
    let resolve = move |ctx: Ctx<'js>, specifier: String| {
        let found = with_resolver(&shared, |resolver| resolver.import(&specifier, &path));
        match found {
            Some(Ok((Found::Builtin(builtin), _))) => Ok(builtin.name.to_owned()),
            Some(Ok((Found::File(path), suffix))) => Ok(url::from_path(&path) + &suffix),
            Some(Err(error)) => Err(unresolved(&ctx, &error)),
            None => Err(throw::stopped(&ctx)),
        }
    };
    meta.set(
        "resolve",
        Function::new(ctx.clone(), resolve)?.with_name("resolve")?,
    )?;
    meta.set("url", name)
}
