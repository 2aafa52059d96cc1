//! Key derivation: PBKDF2 and HKDF. The crates of these names cannot be interrupted: a program may
//! ask for 2^31 rounds.

use std::rc::Rc;

use rquickjs::{Ctx, Object, Result, TypedArray};

use super::super::{define, throw};
use super::copied;
use super::hash::{self, Hash};
use crate::machine::Machine;

/// How many rounds go between two questions for the deadline.
const ROUNDS: u32 = 512;

pub(super) fn define_all<'js>(
    ctx: &Ctx<'js>,
    crypto: &Object<'js>,
    machine: &Rc<Machine>,
) -> Result<()> {
    let m = Rc::clone(machine);
    define(
        ctx,
        crypto,
        "pbkdf2",
        move |ctx: Ctx<'js>,
              name: String,
              password: TypedArray<'js, u8>,
              salt: TypedArray<'js, u8>,
              rounds: u32,
              length: u32| {
            let password = copied(&ctx, &m, &password)?;
            let salt = copied(&ctx, &m, &salt)?;
            let key = hash::keyed(&ctx, &name, &password)?;
            let mut derived = room(&ctx, &m, length)?;
            pbkdf2(&m, &key, &salt, rounds, &mut derived).ok_or_else(|| throw::stopped(&ctx))?;
            TypedArray::new_copy(ctx, derived)
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        crypto,
        "hkdf",
        move |ctx: Ctx<'js>,
              name: String,
              key: TypedArray<'js, u8>,
              salt: TypedArray<'js, u8>,
              info: TypedArray<'js, u8>,
              length: u32| {
            let key = copied(&ctx, &m, &key)?;
            let salt = copied(&ctx, &m, &salt)?;
            let info = copied(&ctx, &m, &info)?;
            let mut extract = hash::keyed(&ctx, &name, &salt)?;
            extract.update(&key);
            let expand = hash::keyed(&ctx, &name, &extract.finish())?;
            let mut derived = room(&ctx, &m, length)?;
            hkdf_expand(&expand, &info, &mut derived);
            TypedArray::new_copy(ctx, derived)
        },
    )
}

/// Zeros on the program's account.
pub(super) fn room(ctx: &Ctx<'_>, machine: &Machine, length: u32) -> Result<Vec<u8>> {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if !machine.meter.admits_beside(length) {
        return Err(throw::out_of_memory(ctx));
    }
    Ok(vec![0; length])
}

/// RFC 8018. Nothing when the program must stop.
pub(super) fn pbkdf2(
    machine: &Machine,
    key: &Hash,
    salt: &[u8],
    rounds: u32,
    derived: &mut [u8],
) -> Option<()> {
    let size = key.copy().finish().len();
    for (index, block) in (1_u32..).zip(derived.chunks_mut(size)) {
        let mut first = key.copy();
        first.update(salt);
        first.update(&index.to_be_bytes());
        let mut last = first.finish();
        let mut sum = last.clone();
        for round in 1..rounds {
            if round % ROUNDS == 0 && machine.must_stop() {
                return None;
            }
            let mut next = key.copy();
            next.update(&last);
            last = next.finish();
            sum.iter_mut()
                .zip(last.iter())
                .for_each(|(sum, byte)| *sum ^= byte);
        }
        if machine.must_stop() {
            return None;
        }
        block
            .iter_mut()
            .zip(sum.iter())
            .for_each(|(to, from)| *to = *from);
    }
    Some(())
}

/// The second half of RFC 5869; its callers ask for 255 blocks at most.
fn hkdf_expand(key: &Hash, info: &[u8], derived: &mut [u8]) {
    let size = key.copy().finish().len();
    let mut last: Box<[u8]> = Box::default();
    for (index, block) in (1_u8..=255).zip(derived.chunks_mut(size)) {
        let mut next = key.copy();
        next.update(&last);
        next.update(info);
        next.update(&[index]);
        last = next.finish();
        block
            .iter_mut()
            .zip(last.iter())
            .for_each(|(to, from)| *to = *from);
    }
}
