//! From source text to what the engine runs.

use std::ffi::CString;

use rquickjs::module::Declared;
use rquickjs::{Ctx, Exception, Function, Module, Result, Value, qjs};

use super::url::path_of_module;

/// What Node puts around a CommonJS module. The program's text begins on a line of its own, so that
/// its columns are right; where counting starts makes that line the first.
const HEAD: &str = "(function (exports, require, module, __filename, __dirname) {\n\n\n";
const FOOT: &str = "\n})";
/// 0 and -1 mean something else to the engine.
const FIRST_LINE: i32 = -2;

/// Compiles a module of this name; it is linked and run later.
///
/// # Errors
/// What the parser throws.
pub(crate) fn compile<'js>(
    ctx: &Ctx<'js>,
    name: &str,
    source: Vec<u8>,
) -> Result<Module<'js, Declared>> {
    check(ctx, name, &source)?;
    Module::declare(ctx.clone(), name, source)
}

/// Compiles a CommonJS module to the function that runs it.
///
/// # Errors
/// What the parser throws, for an ES module among others.
pub(crate) fn compile_commonjs<'js>(
    ctx: &Ctx<'js>,
    path: &str,
    source: &[u8],
) -> Result<Function<'js>> {
    check(ctx, path, source)?;
    let wrapped = [HEAD.as_bytes(), source, FOOT.as_bytes()].concat();
    evaluate(ctx, path, wrapped, FIRST_LINE, qjs::JS_EVAL_TYPE_GLOBAL)?.get()
}

/// Runs a script in sloppy mode, its first line numbered `line`, and gives its completion value.
///
/// # Errors
/// What the parser or the script throws.
#[allow(unsafe_code)]
pub(crate) fn evaluate<'js>(
    ctx: &Ctx<'js>,
    name: &str,
    mut source: Vec<u8>,
    line: i32,
    flags: u32,
) -> Result<Value<'js>> {
    let (name, length) = (CString::new(name)?, source.len());
    source.reserve_exact(1);
    source.push(0);
    let mut options = qjs::JSEvalOptions {
        version: qjs::JS_EVAL_OPTIONS_VERSION.cast_signed(),
        eval_flags: flags.cast_signed(),
        filename: name.as_ptr(),
        line_num: line,
    };
    // SAFETY: the context is live; the text is `length` bytes with a NUL behind them, which the
    // parser wants; name and options live until the call is over; the result is an owned value of
    // this context, or an exception that is pending in it.
    let value = unsafe {
        let result = qjs::JS_Eval2(
            ctx.as_raw().as_ptr(),
            source.as_ptr().cast(),
            length as _,
            &raw mut options,
        );
        if qjs::JS_IsException(result) {
            return Err(rquickjs::Error::Exception);
        }
        Value::from_raw(ctx.clone(), result)
    };
    Ok(value)
}

/// Whether a script of these flags parses; what is wrong with it is pending otherwise.
///
/// # Errors
/// What the parser throws.
pub(crate) fn parses(ctx: &Ctx<'_>, name: &str, source: &[u8], flags: u32) -> Result<()> {
    check(ctx, name, source)?;
    let flags = flags | qjs::JS_EVAL_FLAG_COMPILE_ONLY;
    evaluate(ctx, name, source.to_vec(), 1, flags).map(|_| ())
}

/// A NUL is an error wherever it stands in a file. ECMAScript allows it in comments and strings, and so do
/// texts that a program makes ([`evaluate`]), but no editor makes such a file, and bytecode is full of them:
/// what is refused here is no source text.
fn check(ctx: &Ctx<'_>, name: &str, source: &[u8]) -> Result<()> {
    match source.iter().position(|&byte| byte == 0) {
        Some(offset) => {
            let path = path_of_module(name);
            let message = format!("Invalid or unexpected token: NUL at byte {offset} of {path}");
            Err(Exception::throw_syntax(ctx, &message))
        }
        None => Ok(()),
    }
}
