//! What `internal/commonjs` needs: resolution, text, compilation, and the way to ES modules.

use std::rc::Rc;

use rquickjs::{Ctx, Function, Object, Result, String as Text, Value};

use super::{Path, afford, define, throw, utf8};
use crate::machine::Machine;
use crate::modules::{self, Compiled, Format, Found, url};

pub(super) fn functions<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    resolution(ctx, &object, machine)?;
    compilation(ctx, &object, machine)?;
    Ok(object)
}

/// Those of the texts that can be in a path. They are read one by one: a list of a long text a thousand times is
/// not a thousand texts to the engine.
fn possible(texts: Vec<Text<'_>>) -> Result<Vec<String>> {
    let mut possible = Vec::new();
    for text in texts {
        let text = text.to_cstring()?;
        if text.len() <= url::LONGEST_PATH {
            possible.push(utf8(&text)?.to_owned());
        }
    }
    Ok(possible)
}

fn resolution<'js>(ctx: &Ctx<'js>, object: &Object<'js>, machine: &Rc<Machine>) -> Result<()> {
    let m = Rc::clone(machine);
    define(
        ctx,
        object,
        "resolve",
        move |ctx: Ctx<'js>,
              request: Text<'js>,
              importer: Text<'js>,
              paths: Option<Vec<Text<'js>>>,
              endings: Vec<Text<'js>>| {
            let (request, importer) = (request.to_cstring()?, importer.to_cstring()?);
            let (request, importer) = (utf8(&request)?, utf8(&importer)?);
            let paths = paths.map(possible).transpose()?;
            let endings = possible(endings)?;
            let found = modules::with_resolver(&m, |resolver| {
                resolver.require(request, importer, paths.as_deref(), &endings)
            });
            match found {
                Some(Ok(Some(Found::File(path)))) => Ok(Some(path)),
                Some(Ok(Some(Found::Builtin(builtin)))) => Ok(Some(builtin.name.to_owned())),
                Some(Ok(None)) => Ok(None),
                Some(Err(error)) => Err(modules::unresolved(&ctx, &error)),
                None => Err(throw::stopped(&ctx)),
            }
        },
    )?;
    define(ctx, object, "nodeModules", |directory: Path| {
        modules::node_modules(&directory)
    })?;
    let m = Rc::clone(machine);
    define(
        ctx,
        object,
        "admit",
        move |ctx: Ctx<'js>, name: String| match modules::Builtin::find(&name) {
            Some(builtin) => modules::admit(&ctx, &m, builtin).map(|_| ()),
            None => Err(throw::stopped(&ctx)),
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        object,
        "format",
        move |ctx: Ctx<'js>, path: Path| match modules::format_of(&m, &path) {
            Ok(Format::Module) => Ok("module"),
            Ok(Format::CommonJs) => Ok("commonjs"),
            Ok(Format::Unsaid) => Ok("unsaid"),
            Ok(Format::Json) => Ok("json"),
            Ok(Format::Unknown(_)) => Ok("unknown"),
            Err(error) => Err(modules::unresolved(&ctx, &error)),
        },
    )
}

fn compilation<'js>(ctx: &Ctx<'js>, object: &Object<'js>, machine: &Rc<Machine>) -> Result<()> {
    let m = Rc::clone(machine);
    define(ctx, object, "read", move |ctx: Ctx<'js>, path: Path| {
        let source = modules::read_source(&ctx, &m, &path)?;
        rquickjs::String::from_str(ctx, &String::from_utf8_lossy(&source))
    })?;
    let m = Rc::clone(machine);
    define(
        ctx,
        object,
        "compile",
        move |ctx: Ctx<'js>, source: Text<'js>, path: Path| {
            let source = source.to_cstring()?;
            afford(&ctx, &m, source.len())?;
            modules::compile_commonjs(&ctx, &path, utf8(&source)?.as_bytes())
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        object,
        "compileEither",
        move |ctx: Ctx<'js>, source: Text<'js>, path: Path| {
            let name = url::from_path(&path);
            let source = source.to_cstring()?;
            afford(&ctx, &m, 2 * source.len())?;
            match modules::compile_either(&ctx, &name, &path, utf8(&source)?.as_bytes())? {
                Compiled::CommonJs(function) => Result::Ok(function.into_value()),
                Compiled::Module(module) => {
                    modules::describe(&ctx, &m, &module, &name)?;
                    Ok(Value::new_null(ctx.clone()))
                }
            }
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        object,
        "takeCompiled",
        move |ctx: Ctx<'js>, path: Path| {
            let kept = m.compiled.borrow_mut().remove(&*path);
            let kept: Option<Function<'js>> = kept.map(|kept| kept.restore(&ctx)).transpose()?;
            Result::Ok(kept)
        },
    )?;
    let m = Rc::clone(machine);
    define(ctx, object, "evaluate", move |ctx: Ctx<'js>, path: Path| {
        modules::evaluate_module(&ctx, &m, &path)
    })
}
