//! Digests, message authentication, key derivation and AES, on the crates of RustCrypto.
//!
//! Whatever takes long asks between two steps whether the program must stop.

mod aes;
mod hash;
mod kdf;
mod scrypt;

use std::rc::Rc;

use rquickjs::{Ctx, Object, Result, TypedArray};

use super::bytes::{length, with_whole};
use super::{define, throw};
use crate::machine::Machine;

/// How many bytes are worked on between two questions for the deadline.
const STEP: usize = 1 << 20;

pub(super) fn functions<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>) -> Result<Object<'js>> {
    let crypto = Object::new(ctx.clone())?;
    hash::define_all(ctx, &crypto, machine)?;
    kdf::define_all(ctx, &crypto, machine)?;
    scrypt::define_all(ctx, &crypto, machine)?;
    aes::define_all(ctx, &crypto, machine)?;
    let m = Rc::clone(machine);
    define(
        ctx,
        &crypto,
        "fillRandom",
        move |ctx: Ctx<'js>, array: TypedArray<'js, u8>| {
            with_whole(&ctx, &array, |bytes| {
                m.with_run(|run| run.fill_random(bytes));
            })
        },
    )?;
    define(ctx, &crypto, "equal", equal)?;
    Ok(crypto)
}

/// A copy of a short array, such as a key.
fn copied<'js>(ctx: &Ctx<'js>, machine: &Machine, array: &TypedArray<'js, u8>) -> Result<Vec<u8>> {
    if !machine.meter.admits_beside(length(array)) {
        return Err(throw::out_of_memory(ctx));
    }
    with_whole(ctx, array, |bytes| bytes.to_vec())
}

/// Whether two arrays of one length are equal, in a time that does not depend on where they differ.
fn equal<'js>(ctx: Ctx<'js>, a: TypedArray<'js, u8>, b: TypedArray<'js, u8>) -> Result<bool> {
    let a = with_whole(&ctx, &a, |bytes| std::ptr::from_ref(bytes))?;
    with_whole(&ctx, &b, |b| {
        // SAFETY: both arrays are held, and nothing runs in the engine here.
        #[allow(unsafe_code)]
        let a = unsafe { &*a };
        a.len() == b.len()
            && std::hint::black_box(a.iter().zip(b.iter()).fold(0, |sum, (a, b)| sum | (a ^ b)))
                == 0
    })
}
