//! The native functions behind the built-in modules. Each is a door into the run, and checks for
//! itself: a program that got hold of one would gain nothing.

mod bytes;
mod crypto;
mod fs;
mod modules;
mod opaque;
mod process;
mod text;
pub(crate) mod throw;
mod timers;
mod url;
mod values;
mod zlib;

use std::ops::Deref;
use std::rc::Rc;

use rquickjs::function::{IntoJsFunc, ParamRequirement, Params, RustFunction};
use rquickjs::{CString, Class, Ctx, FromJs, Function, Object, Persistent, Result, Value};

use crate::machine::Machine;
use crate::modules as loading;

/// Readies a context for the program that the machine has been attached to.
pub(crate) fn ready<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>) -> Result<()> {
    if machine.library.borrow().is_none() {
        return install(ctx, machine);
    }
    // What was loaded before there was a program has yet to be told of it.
    let process = loading::internal(ctx, machine, "internal/process")?;
    let process = Object::from_value(process)?;
    process.get::<_, Function<'_>>("begin")?.call(())
}

/// Gives a new context its globals.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>) -> Result<()> {
    loading::install_facades(ctx, machine)?;
    let native = Object::new(ctx.clone())?;
    define(ctx, &native, "compile", |ctx: Ctx<'js>, name: String| {
        loading::compile_builtin(&ctx, &name)
    })?;
    let shared = Rc::clone(machine);
    define(
        ctx,
        &native,
        "binding",
        move |ctx: Ctx<'js>, name: String| binding(&ctx, &shared, &name),
    )?;
    let start: Function<'_> = loading::compile_builtin(ctx, "internal/bootstrap")?;
    let unused = rquickjs::Undefined;
    let require: Function<'_> = start.call((unused, unused, unused, native))?;
    machine
        .library
        .replace(Some(Persistent::save(ctx, require)));
    Ok(())
}

/// One group of native functions, made when a built-in module first asks for it.
fn binding<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>, name: &str) -> Result<Object<'js>> {
    match name {
        "crypto" => crypto::functions(ctx, machine),
        "fs" => fs::functions(ctx, machine),
        "library" => library(ctx),
        "modules" => modules::functions(ctx, machine),
        "process" => process::functions(ctx, machine),
        "text" => text::functions(ctx, machine),
        "timers" => timers::functions(ctx, machine),
        "url" => url::functions(ctx, machine),
        "zlib" => zlib::functions(ctx, machine),
        "values" => values::functions(ctx, machine),
        _ => {
            let message = format!("No such binding: {name}");
            Err(throw::coded(ctx, "ERR_INVALID_MODULE", &message))
        }
    }
}

/// A text in the engine's own memory, which its meter counts.
///
/// # Errors
/// When there are lone surrogates in it.
pub(crate) fn utf8<'t>(text: &'t CString<'_>) -> Result<&'t str> {
    Ok(std::str::from_utf8(bytes::of_text(text))?)
}

/// Refuses what takes more memory, beside the engine's own, than the program has left.
fn afford(ctx: &Ctx<'_>, machine: &Machine, bytes: usize) -> Result<()> {
    if machine.meter.admits_beside(bytes) {
        Ok(())
    } else {
        Err(throw::out_of_memory(ctx))
    }
}

/// A path of the program's. One that is far longer than a path can be is cut off: the rest would change
/// nothing about how it is refused, and would be copied outside of the engine's heap.
struct Path(String);

impl Path {
    const LONGEST: usize = 2 * loading::url::LONGEST_PATH;
}

impl<'js> FromJs<'js> for Path {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        let text = rquickjs::String::from_js(ctx, value)?.to_cstring()?;
        let whole = utf8(&text)?;
        let end = whole.floor_char_boundary(Self::LONGEST);
        Ok(Self(whole.get(..end).unwrap_or_default().to_owned()))
    }
}

impl Deref for Path {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// What there is to load.
fn library<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let library = Object::new(ctx.clone())?;
    let names: Vec<&str> = loading::Builtin::all()
        .map(|builtin| builtin.name)
        .collect();
    library.set("names", names)?;
    Ok(library)
}

/// A native function as a property.
fn define<'js, P, F>(ctx: &Ctx<'js>, object: &Object<'js>, name: &str, function: F) -> Result<()>
where
    F: IntoJsFunc<'js, P> + 'js,
{
    let call = Box::new(move |params: Params<'_, 'js>| function.call(params));
    place(ctx, object, name, F::param_requirements, call)
}

/// What takes a call's arguments out of the engine's hands.
type Call<'js> = dyn for<'a> Fn(Params<'a, 'js>) -> Result<Value<'js>> + 'js;

/// The part of [`define`] that is there once for all functions: `Function::new` would be there for each.
fn place<'js>(
    ctx: &Ctx<'js>,
    object: &Object<'js>,
    name: &str,
    requirements: fn() -> ParamRequirement,
    call: Box<Call<'js>>,
) -> Result<()> {
    let checked = move |params: Params<'_, 'js>| {
        params.check_params(requirements())?;
        call(params)
    };
    let function = Class::instance(ctx.clone(), RustFunction(Box::new(checked)))?;
    let function = Function::from_value(function.into_value())?;
    object.set(
        name,
        function
            .with_length(requirements().min())?
            .with_name(name)?,
    )
}
