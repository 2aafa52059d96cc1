//! From source text to a module.

use rquickjs::module::Declared;
use rquickjs::{Ctx, Exception, Module, Result};

/// Compiles a module of this name; it is linked and run later.
///
/// A NUL is an error wherever it stands. ECMAScript allows it in comments and strings, but no
/// editor makes such a file, and bytecode is full of them: what is refused here is no source text.
pub(crate) fn compile<'js>(
    ctx: &Ctx<'js>,
    name: &str,
    source: Vec<u8>,
) -> Result<Module<'js, Declared>> {
    if let Some(offset) = source.iter().position(|&byte| byte == 0) {
        let message = format!("Invalid or unexpected token: NUL at byte {offset} of {name}");
        return Err(Exception::throw_syntax(ctx, &message));
    }
    Module::declare(ctx.clone(), name, source)
}
