//! Digests and HMAC.

use std::rc::Rc;

use digest::DynDigest;
use rquickjs::{Class, Ctx, Exception, Object, Result, TypedArray};

use super::super::define;
use super::super::opaque::{self, Opaque};
use super::super::throw;
use super::{STEP, copied};
use crate::machine::Machine;
use crate::native::bytes::with_whole;

/// What a digest's state takes, about: the largest of them with their buffers.
const STATE_BYTES: usize = 512;

/// A digest being computed; with `outer`, an HMAC.
pub(super) struct Hash {
    inner: Box<dyn DynDigest>,
    outer: Option<Box<dyn DynDigest>>,
}

/// A digest by its name, and the bytes that it takes in at once.
pub(super) fn digest(name: &str) -> Option<(Box<dyn DynDigest>, usize)> {
    Some(match name {
        "md5" => (Box::new(md5::Md5::default()), 64),
        "sha1" => (Box::new(sha1::Sha1::default()), 64),
        "sha224" => (Box::new(sha2::Sha224::default()), 64),
        "sha256" => (Box::new(sha2::Sha256::default()), 64),
        "sha384" => (Box::new(sha2::Sha384::default()), 128),
        "sha512" => (Box::new(sha2::Sha512::default()), 128),
        "sha512-224" => (Box::new(sha2::Sha512_224::default()), 128),
        "sha512-256" => (Box::new(sha2::Sha512_256::default()), 128),
        "sha3-224" => (Box::new(sha3::Sha3_224::default()), 144),
        "sha3-256" => (Box::new(sha3::Sha3_256::default()), 136),
        "sha3-384" => (Box::new(sha3::Sha3_384::default()), 104),
        "sha3-512" => (Box::new(sha3::Sha3_512::default()), 72),
        "blake2b512" => (Box::new(blake2::Blake2b512::default()), 128),
        "blake2s256" => (Box::new(blake2::Blake2s256::default()), 64),
        _ => return None,
    })
}

impl Hash {
    fn plain(name: &str) -> Option<Self> {
        let (inner, _) = digest(name)?;
        Some(Self { inner, outer: None })
    }

    /// RFC 2104. The crate `hmac` is generic over digests: one copy of it for each of fourteen.
    pub(super) fn keyed(name: &str, key: &[u8]) -> Option<Self> {
        let (mut inner, block) = digest(name)?;
        let mut padded = if key.len() > block {
            inner.update(key);
            inner.finalize_reset().into_vec()
        } else {
            key.to_vec()
        };
        padded.resize(block, 0);
        let mut outer = inner.box_clone();
        inner.update(&padded.iter().map(|byte| byte ^ 0x36).collect::<Vec<_>>());
        outer.update(&padded.iter().map(|byte| byte ^ 0x5c).collect::<Vec<_>>());
        Some(Self {
            inner,
            outer: Some(outer),
        })
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.inner.update(bytes);
    }

    pub(super) fn finish(&mut self) -> Box<[u8]> {
        let inner = self.inner.finalize_reset();
        match &mut self.outer {
            Some(outer) => {
                outer.update(&inner);
                outer.finalize_reset()
            }
            None => inner,
        }
    }

    pub(super) fn copy(&self) -> Self {
        Self {
            inner: self.inner.box_clone(),
            outer: self.outer.as_ref().map(|outer| outer.box_clone()),
        }
    }
}

type Held<'js> = Class<'js, Opaque<Hash>>;

pub(super) fn define_all<'js>(
    ctx: &Ctx<'js>,
    crypto: &Object<'js>,
    machine: &Rc<Machine>,
) -> Result<()> {
    let m = Rc::clone(machine);
    define(
        ctx,
        crypto,
        "hash",
        move |ctx: Ctx<'js>, name: String| -> Result<Option<Held<'js>>> {
            let Some(hash) = Hash::plain(&name) else {
                return Ok(None);
            };
            opaque::give(&ctx, &m, STATE_BYTES, || hash).map(Some)
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        crypto,
        "hmac",
        move |ctx: Ctx<'js>, name: String, key: TypedArray<'js, u8>| -> Result<Option<Held<'js>>> {
            let key = copied(&ctx, &m, &key)?;
            let Some(hash) = Hash::keyed(&name, &key) else {
                return Ok(None);
            };
            opaque::give(&ctx, &m, 2 * STATE_BYTES, || hash).map(Some)
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        crypto,
        "hashUpdate",
        move |ctx: Ctx<'js>, hash: Held<'js>, bytes: TypedArray<'js, u8>| {
            let stopped = with_whole(&ctx, &bytes, |bytes| {
                let mut hash = hash.borrow_mut();
                bytes.chunks(STEP).any(|step| {
                    hash.state.update(step);
                    step.len() == STEP && m.must_stop()
                })
            })?;
            if stopped {
                Err(throw::stopped(&ctx))
            } else {
                Ok(())
            }
        },
    )?;
    define(
        ctx,
        crypto,
        "hashFinish",
        |ctx: Ctx<'js>, hash: Held<'js>| {
            let digest = hash.borrow_mut().state.finish();
            TypedArray::new_copy(ctx, digest)
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        crypto,
        "hashCopy",
        move |ctx: Ctx<'js>, hash: Held<'js>| {
            let copy = hash.borrow().state.copy();
            opaque::give(&ctx, &m, 2 * STATE_BYTES, || copy)
        },
    )
}

/// An HMAC for key derivation, whose digest the caller has checked.
pub(super) fn keyed(ctx: &Ctx<'_>, name: &str, key: &[u8]) -> Result<Hash> {
    Hash::keyed(name, key).ok_or_else(|| Exception::throw_type(ctx, "no such digest"))
}
