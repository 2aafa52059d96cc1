//! Text as bytes and back, in the encodings that Node knows.
//!
//! Whatever is made here on the way to a value of the engine's is small, or asked for at the meter
//! first: it is the program's memory, though it is not in the engine's heap.
#![allow(unsafe_code)]

use std::rc::Rc;

use rquickjs::{Ctx, Exception, Object, Result, TypedArray, qjs};

use super::bytes::{of_text, with_part, with_whole};
use super::{define, throw};
use crate::machine::Machine;

/// The encodings by the names that `js/internal/encodings.js` gives them.
#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Hex,
    Base64,
    Base64Url,
    Latin1,
    Ascii,
    Utf16,
}

impl Encoding {
    fn named(ctx: &Ctx<'_>, name: &str) -> Result<Self> {
        Ok(match name {
            "utf8" => Self::Utf8,
            "hex" => Self::Hex,
            "base64" => Self::Base64,
            "base64url" => Self::Base64Url,
            "latin1" => Self::Latin1,
            "ascii" => Self::Ascii,
            "utf16le" => Self::Utf16,
            _ => return Err(Exception::throw_type(ctx, "no such encoding")),
        })
    }
}

pub(super) fn functions<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>) -> Result<Object<'js>> {
    let text = Object::new(ctx.clone())?;
    let m = Rc::clone(machine);
    define(
        ctx,
        &text,
        "encode",
        move |ctx: Ctx<'js>, text: rquickjs::String<'js>, encoding: String| {
            encode(&ctx, &m, text, Encoding::named(&ctx, &encoding)?)
        },
    )?;
    define(ctx, &text, "utf8Length", |text: rquickjs::String<'js>| {
        // A string is far below 2^53 bytes.
        #[allow(clippy::cast_precision_loss)]
        text.to_cstring().map(|text| text.len() as f64)
    })?;
    let m = Rc::clone(machine);
    define(
        ctx,
        &text,
        "decode",
        move |ctx: Ctx<'js>,
              bytes: TypedArray<'js, u8>,
              offset: f64,
              length: f64,
              encoding: String| {
            let encoding = Encoding::named(&ctx, &encoding)?;
            decode(&ctx, &m, &bytes, (offset, length), encoding)
        },
    )?;
    define(
        ctx,
        &text,
        "isUtf8",
        |ctx: Ctx<'js>, bytes: TypedArray<'js, u8>| {
            with_whole(&ctx, &bytes, |bytes| std::str::from_utf8(bytes).is_ok())
        },
    )?;
    define(ctx, &text, "indexOf", index_of)?;
    Ok(text)
}

/// Room for `size` bytes on the program's account.
fn room(ctx: &Ctx<'_>, machine: &Machine, size: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if machine.meter.admits_beside(size) && bytes.try_reserve_exact(size).is_ok() {
        return Ok(bytes);
    }
    Err(throw::out_of_memory(ctx))
}

/// A string as bytes. What is no digit of its encoding is skipped in Base64, and ends it in
/// hexadecimal, as in Node.
fn encode<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    text: rquickjs::String<'js>,
    encoding: Encoding,
) -> Result<TypedArray<'js, u8>> {
    if matches!(
        encoding,
        Encoding::Utf16 | Encoding::Latin1 | Encoding::Ascii
    ) {
        return encode_units(ctx, machine, &text, encoding);
    }
    let text = text.to_cstring()?;
    let text = of_text(&text);
    if matches!(encoding, Encoding::Utf8) {
        return TypedArray::new_copy(ctx.clone(), text);
    }
    let mut bytes = room(ctx, machine, text.len())?;
    if matches!(encoding, Encoding::Hex) {
        let (pairs, _) = text.as_chunks::<2>();
        bytes.extend(
            pairs
                .iter()
                .map_while(|[high, low]| Some((hex_digit(*high)? << 4) | hex_digit(*low)?)),
        );
    } else {
        from_base64(text, &mut bytes);
    }
    TypedArray::new_copy(ctx.clone(), bytes)
}

fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Both alphabets at once, up to the first `=`.
fn from_base64(text: &[u8], bytes: &mut Vec<u8>) {
    let (mut bits, mut count) = (0_u32, 0_u32);
    for &digit in text {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count).to_le_bytes()[0]);
        }
    }
}

/// The code units of a string, whole or their low bytes.
fn encode_units<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    text: &rquickjs::String<'js>,
    encoding: Encoding,
) -> Result<TypedArray<'js, u8>> {
    let raw = ctx.as_raw().as_ptr();
    let mut length = 0;
    // SAFETY: the string is live; the answer is null, with an exception, or `length` code units
    // that are ours until they are freed below.
    let units = unsafe { qjs::JS_ToCStringLenUTF16(raw, &raw mut length, text.as_raw()) };
    if units.is_null() {
        return Err(rquickjs::Error::Exception);
    }
    let length = usize::try_from(length).unwrap_or_default();
    // SAFETY: as above.
    let slice = unsafe { std::slice::from_raw_parts(units, length) };
    let wide = matches!(encoding, Encoding::Utf16);
    let bytes = room(ctx, machine, if wide { 2 * length } else { length }).map(|mut bytes| {
        if wide {
            bytes.extend(slice.iter().flat_map(|unit| unit.to_le_bytes()));
        } else {
            bytes.extend(slice.iter().map(|unit| unit.to_le_bytes()[0]));
        }
        bytes
    });
    // SAFETY: it came from the engine above, and nothing looks at it any more.
    unsafe { qjs::JS_FreeCStringUTF16(raw, units) };
    TypedArray::new_copy(ctx.clone(), bytes?)
}

/// Bytes as a string. Malformed UTF-8 becomes U+FFFD, as the Encoding standard has it.
fn decode<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    bytes: &TypedArray<'js, u8>,
    (offset, length): (f64, f64),
    encoding: Encoding,
) -> Result<rquickjs::String<'js>> {
    let size = super::bytes::to_size(length).unwrap_or_default();
    let most = match encoding {
        Encoding::Utf8 => size.saturating_mul(3),
        _ => size.saturating_mul(2),
    };
    let mut text = room(ctx, machine, 0)?;
    let needs_room = with_part(ctx, bytes, (offset, length), |bytes| {
        !matches!(encoding, Encoding::Utf8) || std::str::from_utf8(bytes).is_err()
    })?;
    if needs_room {
        text = room(ctx, machine, most)?;
    }
    if matches!(encoding, Encoding::Utf16) {
        return decode_units(ctx, machine, bytes, (offset, length));
    }
    with_part(ctx, bytes, (offset, length), |bytes| match encoding {
        Encoding::Hex => text.extend(bytes.iter().flat_map(|byte| {
            const DIGITS: &[u8; 16] = b"0123456789abcdef";
            let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
            [digit(byte >> 4), digit(byte & 15)]
        })),
        Encoding::Base64 => to_base64(bytes, true, &mut text),
        Encoding::Base64Url => to_base64(bytes, false, &mut text),
        Encoding::Latin1 => bytes.iter().for_each(|&byte| push_latin1(byte, &mut text)),
        Encoding::Ascii => text.extend(bytes.iter().map(|byte| byte & 0x7f)),
        Encoding::Utf8 if needs_room => {
            text.extend_from_slice(String::from_utf8_lossy(bytes).as_bytes());
        }
        Encoding::Utf8 | Encoding::Utf16 => {}
    })?;
    if needs_room {
        return rquickjs::String::from_str(ctx.clone(), std::str::from_utf8(&text)?);
    }
    // Well-formed as it is: straight from the array into the engine's heap. The array is held, and
    // making a string runs nothing of the program's.
    let slice = with_part(ctx, bytes, (offset, length), |bytes| {
        std::ptr::from_ref(bytes)
    })?;
    // SAFETY: the buffer is live and unchanged, see above.
    let slice = unsafe { &*slice };
    rquickjs::String::from_str(ctx.clone(), std::str::from_utf8(slice)?)
}

fn push_latin1(byte: u8, text: &mut Vec<u8>) {
    if byte < 0x80 {
        text.push(byte);
    } else {
        text.extend([0xc0 | (byte >> 6), 0x80 | (byte & 0x3f)]);
    }
}

fn to_base64(bytes: &[u8], standard: bool, text: &mut Vec<u8>) {
    let alphabet: &[u8; 64] = if standard {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    } else {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    };
    let digit = |bits: u32| {
        let index = usize::try_from(bits & 63).unwrap_or_default();
        alphabet.get(index).copied().unwrap_or_default()
    };
    let (groups, rest) = bytes.as_chunks::<3>();
    for &[a, b, c] in groups {
        let bits = (u32::from(a) << 16) | (u32::from(b) << 8) | u32::from(c);
        text.extend([
            digit(bits >> 18),
            digit(bits >> 12),
            digit(bits >> 6),
            digit(bits),
        ]);
    }
    match *rest {
        [a] => {
            let bits = u32::from(a) << 16;
            text.extend([digit(bits >> 18), digit(bits >> 12)]);
            text.extend(standard.then_some(b"==").into_iter().flatten());
        }
        [a, b] => {
            let bits = (u32::from(a) << 16) | (u32::from(b) << 8);
            text.extend([digit(bits >> 18), digit(bits >> 12), digit(bits >> 6)]);
            text.extend(standard.then_some(b"=").into_iter().flatten());
        }
        _ => {}
    }
}

/// Code units, lone surrogates among them; an odd last byte is left out.
fn decode_units<'js>(
    ctx: &Ctx<'js>,
    machine: &Machine,
    bytes: &TypedArray<'js, u8>,
    part: (f64, f64),
) -> Result<rquickjs::String<'js>> {
    let size = super::bytes::to_size(part.1).unwrap_or_default();
    if !machine.meter.admits_beside(size) {
        return Err(throw::out_of_memory(ctx));
    }
    let units: Vec<u16> = with_part(ctx, bytes, part, |bytes| {
        let (pairs, _) = bytes.as_chunks::<2>();
        pairs.iter().map(|&pair| u16::from_le_bytes(pair)).collect()
    })?;
    // SAFETY: the units are read, and the string is a new reference of its own.
    let string = unsafe {
        let raw = qjs::JS_NewStringUTF16(ctx.as_raw().as_ptr(), units.as_ptr(), units.len() as _);
        rquickjs::Value::from_raw(ctx.clone(), raw)
    };
    string.into_string().ok_or(rquickjs::Error::Exception)
}

/// Where `needle` first stands at or after `from`, or last at or before it; -1 for nowhere.
fn index_of<'js>(
    ctx: Ctx<'js>,
    bytes: TypedArray<'js, u8>,
    needle: TypedArray<'js, u8>,
    from: f64,
    forward: bool,
) -> Result<f64> {
    let wanted = with_whole(&ctx, &needle, |needle| std::ptr::from_ref(needle))?;
    let from = super::bytes::to_size(from).unwrap_or(usize::MAX);
    let found = with_whole(&ctx, &bytes, |bytes| {
        // SAFETY: both arrays are held, nothing runs in the engine here, and neither is written to.
        let (bytes, wanted) = (&*bytes, unsafe { &*wanted });
        if forward {
            let rest = bytes.get(from..)?;
            memchr::memmem::find(rest, wanted).map(|at| from + at)
        } else {
            let end = from.saturating_add(wanted.len()).min(bytes.len());
            memchr::memmem::rfind(bytes.get(..end)?, wanted)
        }
    })?;
    #[allow(clippy::cast_precision_loss)]
    Ok(found.map_or(-1.0, |at| at as f64))
}
