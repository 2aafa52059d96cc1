//! Text as bytes and back.

use rquickjs::{Ctx, Exception, Object, Result, TypedArray};

use super::bytes::with_part;
use super::define;

pub(super) fn functions<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let text = Object::new(ctx.clone())?;
    define(ctx, &text, "encode", encode)?;
    define(ctx, &text, "decode", decode)?;
    Ok(text)
}

/// A well-formed string as UTF-8.
fn encode<'js>(ctx: Ctx<'js>, text: rquickjs::String<'js>) -> Result<TypedArray<'js, u8>> {
    TypedArray::new_copy(ctx, text.to_string()?.as_bytes())
}

/// UTF-8 as a string, as the Encoding standard decodes it: what is malformed becomes U+FFFD, or an
/// error where `fatal`.
fn decode<'js>(
    ctx: Ctx<'js>,
    bytes: TypedArray<'js, u8>,
    offset: f64,
    length: f64,
    fatal: bool,
) -> Result<rquickjs::String<'js>> {
    let decoded = with_part(&ctx, &bytes, (offset, length), |bytes| {
        if fatal {
            std::str::from_utf8(bytes).map(str::to_owned).ok()
        } else {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
    })?;
    match decoded {
        Some(text) => rquickjs::String::from_str(ctx, &text),
        None => Err(Exception::throw_type(
            &ctx,
            "The encoded data was not valid for encoding utf-8",
        )),
    }
}
