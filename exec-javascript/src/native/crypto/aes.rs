//! AES in the modes ECB, CBC, CTR and GCM, on the crates `aes` and `ghash`. Messages come in pieces, which the
//! crates of the modes do not take for GCM; padding is in `js/internal/ciphers.js`.

use std::rc::Rc;

use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256, Block};
use ghash::GHash;
use ghash::universal_hash::UniversalHash;
use rquickjs::{Class, Ctx, Exception, Object, Result, TypedArray};

use super::super::opaque::{self, Opaque};
use super::super::{define, throw};
use super::{STEP, copied};
use crate::machine::Machine;
use crate::native::bytes::with_whole;

/// What a key schedule and a mode's state take.
const STATE_BYTES: usize = 2048;

enum Key {
    Short(Aes128),
    Middle(Aes192),
    Long(Aes256),
}

impl Key {
    fn new(key: &[u8]) -> Option<Self> {
        Some(match key.len() {
            16 => Self::Short(Aes128::new_from_slice(key).ok()?),
            24 => Self::Middle(Aes192::new_from_slice(key).ok()?),
            32 => Self::Long(Aes256::new_from_slice(key).ok()?),
            _ => return None,
        })
    }

    fn encrypt(&self, block: &mut Block) {
        match self {
            Self::Short(key) => key.encrypt_block(block),
            Self::Middle(key) => key.encrypt_block(block),
            Self::Long(key) => key.encrypt_block(block),
        }
    }

    fn decrypt(&self, block: &mut Block) {
        match self {
            Self::Short(key) => key.decrypt_block(block),
            Self::Middle(key) => key.decrypt_block(block),
            Self::Long(key) => key.decrypt_block(block),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Ecb,
    Cbc,
    Ctr,
    Gcm,
}

/// One message being enciphered or deciphered.
struct Cipher {
    key: Key,
    mode: Mode,
    encrypts: bool,
    /// The last block of ciphertext (CBC), or the counter (CTR, GCM).
    chain: [u8; 16],
    /// The key stream's current block, and how much of it is used.
    stream: [u8; 16],
    used: usize,
    auth: Option<Auth>,
}

/// What GCM keeps to authenticate.
struct Auth {
    hash: GHash,
    /// Bytes that do not fill a block yet.
    partial: Vec<u8>,
    mask: [u8; 16],
    additional: u64,
    text: u64,
}

impl Auth {
    fn update(&mut self, mut bytes: &[u8]) {
        if !self.partial.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(16 - self.partial.len()));
            self.partial.extend_from_slice(now);
            bytes = later;
            if self.partial.len() < 16 {
                return;
            }
            self.hash.update_padded(&self.partial);
            self.partial.clear();
        }
        let (whole, rest) = bytes.split_at(bytes.len() - bytes.len() % 16);
        self.hash.update_padded(whole);
        self.partial.extend_from_slice(rest);
    }

    fn pad(&mut self) {
        self.hash.update_padded(&self.partial);
        self.partial.clear();
    }
}

impl Cipher {
    fn new(mode: Mode, encrypts: bool, key: &[u8], iv: &[u8]) -> Option<Self> {
        let key = Key::new(key)?;
        let mut chain = [0; 16];
        let mut auth = None;
        if mode == Mode::Gcm {
            let mut zero = Block::default();
            key.encrypt(&mut zero);
            chain = first_counter(&zero.into(), iv);
            let mut mask = Block::from(chain);
            key.encrypt(&mut mask);
            auth = Some(Auth {
                hash: GHash::new(&<[u8; 16]>::from(zero).into()),
                partial: Vec::with_capacity(16),
                mask: mask.into(),
                additional: 0,
                text: 0,
            });
            advance(&mut chain, Mode::Gcm);
        } else {
            chain.iter_mut().zip(iv).for_each(|(to, from)| *to = *from);
        }
        Some(Self {
            key,
            mode,
            encrypts,
            chain,
            stream: [0; 16],
            used: 16,
            auth,
        })
    }

    /// Works in place; block modes take whole blocks alone.
    fn update(&mut self, bytes: &mut [u8]) {
        match self.mode {
            Mode::Ecb | Mode::Cbc => {
                let (blocks, _) = bytes.as_chunks_mut::<16>();
                for block in blocks {
                    self.block(block);
                }
            }
            Mode::Ctr => self.key_stream(bytes),
            Mode::Gcm if self.encrypts => {
                self.key_stream(bytes);
                self.authenticate(bytes);
            }
            Mode::Gcm => {
                self.authenticate(bytes);
                self.key_stream(bytes);
            }
        }
    }

    fn block(&mut self, bytes: &mut [u8; 16]) {
        let before = *bytes;
        let chained = self.mode == Mode::Cbc;
        if chained && self.encrypts {
            xor(bytes, &self.chain);
        }
        let mut block = Block::from(*bytes);
        if self.encrypts {
            self.key.encrypt(&mut block);
        } else {
            self.key.decrypt(&mut block);
        }
        *bytes = block.into();
        if chained && !self.encrypts {
            xor(bytes, &self.chain);
        }
        self.chain = if self.encrypts { *bytes } else { before };
    }

    fn key_stream(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            if self.used == 16 {
                let mut block = Block::from(self.chain);
                self.key.encrypt(&mut block);
                self.stream = block.into();
                self.used = 0;
                advance(&mut self.chain, self.mode);
            }
            *byte ^= self.stream.get(self.used).copied().unwrap_or_default();
            self.used += 1;
        }
    }

    fn authenticate(&mut self, bytes: &[u8]) {
        if let Some(auth) = &mut self.auth {
            if auth.text == 0 {
                auth.pad();
            }
            auth.text += bytes.len() as u64;
            auth.update(bytes);
        }
    }

    /// NIST SP 800-38D: the lengths, hashed, under the mask.
    fn tag(&mut self) -> Option<[u8; 16]> {
        let auth = self.auth.as_mut()?;
        auth.pad();
        let mut lengths = [0; 16];
        let (additional, text) = lengths.split_at_mut(8);
        additional.copy_from_slice(&(8 * auth.additional).to_be_bytes());
        text.copy_from_slice(&(8 * auth.text).to_be_bytes());
        auth.hash.update_padded(&lengths);
        let mut tag: [u8; 16] = auth.hash.clone().finalize().into();
        xor(&mut tag, &auth.mask);
        Some(tag)
    }
}

fn xor(bytes: &mut [u8; 16], other: &[u8; 16]) {
    bytes
        .iter_mut()
        .zip(other)
        .for_each(|(byte, other)| *byte ^= other);
}

/// The counter of GCM is its last four bytes.
fn advance(counter: &mut [u8; 16], mode: Mode) {
    let bytes = if mode == Mode::Gcm { 4 } else { 16 };
    for byte in counter.iter_mut().rev().take(bytes) {
        *byte = byte.wrapping_add(1);
        if *byte != 0 {
            break;
        }
    }
}

fn first_counter(hash_key: &[u8; 16], iv: &[u8]) -> [u8; 16] {
    let mut counter = [0; 16];
    if iv.len() == 12 {
        counter
            .iter_mut()
            .zip(iv)
            .for_each(|(to, from)| *to = *from);
        if let Some(last) = counter.last_mut() {
            *last = 1;
        }
        return counter;
    }
    let mut hash = GHash::new(&(*hash_key).into());
    hash.update_padded(iv);
    let mut lengths = [0; 16];
    let (_, bits) = lengths.split_at_mut(8);
    bits.copy_from_slice(&(8 * iv.len() as u64).to_be_bytes());
    hash.update_padded(&lengths);
    hash.finalize().into()
}

type Shared<'js> = Class<'js, Opaque<Cipher>>;

pub(super) fn define_all<'js>(
    ctx: &Ctx<'js>,
    crypto: &Object<'js>,
    machine: &Rc<Machine>,
) -> Result<()> {
    let m = Rc::clone(machine);
    define(
        ctx,
        crypto,
        "aes",
        move |ctx: Ctx<'js>,
              mode: String,
              encrypts: bool,
              key: TypedArray<'js, u8>,
              iv: TypedArray<'js, u8>| {
            let mode = match mode.as_str() {
                "ecb" => Mode::Ecb,
                "cbc" => Mode::Cbc,
                "ctr" => Mode::Ctr,
                "gcm" => Mode::Gcm,
                _ => return Err(Exception::throw_type(&ctx, "no such mode")),
            };
            let (key, iv) = (copied(&ctx, &m, &key)?, copied(&ctx, &m, &iv)?);
            let cipher = Cipher::new(mode, encrypts, &key, &iv)
                .ok_or_else(|| Exception::throw_range(&ctx, "Invalid key length"))?;
            opaque::give(&ctx, &m, STATE_BYTES, || cipher)
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        crypto,
        "aesUpdate",
        move |ctx: Ctx<'js>, cipher: Shared<'js>, bytes: TypedArray<'js, u8>| {
            let stopped = with_whole(&ctx, &bytes, |bytes| {
                let mut cipher = cipher.borrow_mut();
                bytes.chunks_mut(STEP / 16).any(|step| {
                    cipher.state.update(step);
                    m.must_stop()
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
        "aesAdditional",
        |ctx: Ctx<'js>, cipher: Shared<'js>, bytes: TypedArray<'js, u8>| {
            with_whole(&ctx, &bytes, |bytes| {
                if let Some(auth) = &mut cipher.borrow_mut().state.auth {
                    auth.additional += bytes.len() as u64;
                    auth.update(bytes);
                }
            })
        },
    )?;
    define(
        ctx,
        crypto,
        "aesTag",
        |ctx: Ctx<'js>, cipher: Shared<'js>| {
            let tag = cipher.borrow_mut().state.tag();
            tag.map(|tag| TypedArray::new_copy(ctx, tag)).transpose()
        },
    )
}
