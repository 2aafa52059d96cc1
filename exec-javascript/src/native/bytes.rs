//! Bytes between the engine's values and the sandbox.
#![allow(unsafe_code)]

use rquickjs::{CString, Ctx, Exception, Result, TypedArray};

use crate::work;

/// Lends the part of a typed array from `offset`, `length` bytes long, to `body`, which must not
/// call into the engine.
///
/// # Errors
/// A `RangeError` when the part is not within the array, or the array's buffer is detached.
pub(super) fn with_part<'js, T>(
    ctx: &Ctx<'js>,
    array: &TypedArray<'js, u8>,
    (offset, length): (f64, f64),
    body: impl FnOnce(&mut [u8]) -> T,
) -> Result<T> {
    let out_of_range = || Exception::throw_range(ctx, "offset and length are beyond the buffer");
    let (Some(offset), Some(length)) = (to_size(offset), to_size(length)) else {
        return Err(out_of_range());
    };
    let end = offset.checked_add(length).ok_or_else(out_of_range)?;
    work::charge_bytes(length);
    let mut raw = array.as_raw().ok_or_else(out_of_range)?;
    // SAFETY: `as_raw` gives the live buffer behind the array, which `array` keeps alive; nothing
    // runs in the engine while `body` has it, so it is neither detached nor resized nor seen by
    // anyone else.
    let bytes = unsafe { raw.as_mut() };
    Ok(body(bytes.get_mut(offset..end).ok_or_else(out_of_range)?))
}

/// Lends a whole typed array, as [`with_part`] does.
///
/// # Errors
/// A `RangeError` when the array's buffer is detached.
pub(super) fn with_whole<'js, T>(
    ctx: &Ctx<'js>,
    array: &TypedArray<'js, u8>,
    body: impl FnOnce(&mut [u8]) -> T,
) -> Result<T> {
    // A length is far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    with_part(ctx, array, (0.0, length(array) as f64), body)
}

/// An array's length, as the engine has it; 0 when its buffer is detached.
///
/// [`TypedArray::len`] asks for the property `length` instead: a program may have defined another one,
/// its getter may be ended by the deadline, and either trapped.
pub(super) fn length(array: &TypedArray<'_, u8>) -> usize {
    array.as_raw().map_or(0, |bytes| bytes.len())
}

/// A text's bytes: UTF-8, but for lone surrogates. `CString` hands its text out as a `str` alone, which one with
/// such is not.
pub(super) fn of_text<'t>(text: &'t CString<'_>) -> &'t [u8] {
    // SAFETY: the engine's text has as many bytes as it says, and lives as long as `text`.
    unsafe { std::slice::from_raw_parts(text.as_ptr().cast(), text.len()) }
}

/// A number as a size: whole, not negative, and representable.
pub(super) fn to_size(number: f64) -> Option<usize> {
    let valid = number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0;
    // Just checked.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    valid.then_some(number as usize)
}

/// A number as a file offset or size: whole, not negative, and exact in a double.
pub(super) fn to_offset(number: f64) -> Option<u64> {
    let valid = (0.0..=9_007_199_254_740_991.0).contains(&number) && number.fract() == 0.0;
    // Just checked.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    valid.then_some(number as u64)
}
