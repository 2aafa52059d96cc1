//! scrypt, RFC 7914. The crate of this name does all of its work in one call, which no deadline
//! ends; here each lane asks, and within a lane every so many blocks.

use std::rc::Rc;

use rquickjs::{Ctx, Exception, Object, Result, TypedArray};

use super::super::{define, throw};
use super::kdf::{pbkdf2, room};
use super::{copied, hash};
use crate::machine::Machine;

/// How many steps of a lane go between two questions for the deadline.
const STEPS: usize = 256;

pub(super) fn define_all<'js>(
    ctx: &Ctx<'js>,
    crypto: &Object<'js>,
    machine: &Rc<Machine>,
) -> Result<()> {
    let m = Rc::clone(machine);
    define(
        ctx,
        crypto,
        "scrypt",
        move |ctx: Ctx<'js>,
              password: TypedArray<'js, u8>,
              salt: TypedArray<'js, u8>,
              parameters: Vec<u32>,
              length: u32| {
            let &[cost, block, lanes] = parameters.as_slice() else {
                return Err(Exception::throw_type(&ctx, "cost, block size and lanes"));
            };
            let key = hash::keyed(&ctx, "sha256", &copied(&ctx, &m, &password)?)?;
            let salt = copied(&ctx, &m, &salt)?;
            let stopped = || throw::stopped(&ctx);
            let lane = block.saturating_mul(128);
            let table = room(&ctx, &m, lane.saturating_mul(cost.saturating_add(2)))?.len();
            let mut state = room(&ctx, &m, lane.saturating_mul(lanes))?;
            pbkdf2(&m, &key, &salt, 1, &mut state).ok_or_else(stopped)?;
            let words = usize::try_from(lane / 4).unwrap_or_default();
            let mut mix = Mix::new(words, table / 4);
            for part in state.chunks_exact_mut(words * 4) {
                mix.lane(&m, part).ok_or_else(stopped)?;
            }
            let mut derived = room(&ctx, &m, length)?;
            pbkdf2(&m, &key, &state, 1, &mut derived).ok_or_else(stopped)?;
            TypedArray::new_copy(ctx.clone(), derived)
        },
    )
}

/// scryptROMix: a table of `N` blocks, and two blocks to work in.
struct Mix {
    words: usize,
    table: Vec<u32>,
    block: Vec<u32>,
    scratch: Vec<u32>,
}

impl Mix {
    fn new(words: usize, all: usize) -> Self {
        Self {
            words,
            table: vec![0; all.saturating_sub(2 * words)],
            block: vec![0; words],
            scratch: vec![0; words],
        }
    }

    /// Mixes one lane. Nothing when the program must stop.
    fn lane(&mut self, machine: &Machine, part: &mut [u8]) -> Option<()> {
        let (chunks, _) = part.as_chunks::<4>();
        for (word, bytes) in self.block.iter_mut().zip(chunks) {
            *word = u32::from_le_bytes(*bytes);
        }
        for (step, row) in self.table.chunks_exact_mut(self.words).enumerate() {
            if step % STEPS == 0 && machine.must_stop() {
                return None;
            }
            row.copy_from_slice(&self.block);
            block_mix(&mut self.block, &mut self.scratch);
        }
        let rows = self.table.len() / self.words;
        for step in 0..rows {
            if step % STEPS == 0 && machine.must_stop() {
                return None;
            }
            // The first word of the last 64 bytes; the number of rows is a power of two.
            let index = usize::try_from(*self.block.get(self.words - 16)?).ok()? % rows;
            let row = self
                .table
                .get(index * self.words..(index + 1) * self.words)?;
            self.block
                .iter_mut()
                .zip(row)
                .for_each(|(word, other)| *word ^= other);
            block_mix(&mut self.block, &mut self.scratch);
        }
        let (chunks, _) = part.as_chunks_mut::<4>();
        for (bytes, word) in chunks.iter_mut().zip(&self.block) {
            *bytes = word.to_le_bytes();
        }
        Some(())
    }
}

/// scryptBlockMix: Salsa20/8 over the pieces, the even ones first in the result.
fn block_mix(block: &mut [u32], scratch: &mut [u32]) {
    let (pieces, _) = block.as_chunks::<16>();
    let mut state = pieces.last().copied().unwrap_or_default();
    let half = pieces.len() / 2;
    let (rows, _) = scratch.as_chunks_mut::<16>();
    for (index, piece) in pieces.iter().enumerate() {
        state
            .iter_mut()
            .zip(piece)
            .for_each(|(word, other)| *word ^= other);
        salsa(&mut state);
        let place = if index % 2 == 0 {
            index / 2
        } else {
            half + index / 2
        };
        if let Some(row) = rows.get_mut(place) {
            *row = state;
        }
    }
    block.copy_from_slice(scratch);
}

/// Salsa20/8.
fn salsa(state: &mut [u32; 16]) {
    let mut x = *state;
    macro_rules! quarter {
        ($a:literal, $b:literal, $c:literal, $d:literal) => {
            x[$b] ^= x[$a].wrapping_add(x[$d]).rotate_left(7);
            x[$c] ^= x[$b].wrapping_add(x[$a]).rotate_left(9);
            x[$d] ^= x[$c].wrapping_add(x[$b]).rotate_left(13);
            x[$a] ^= x[$d].wrapping_add(x[$c]).rotate_left(18);
        };
    }
    for _ in 0..4 {
        quarter!(0, 4, 8, 12);
        quarter!(5, 9, 13, 1);
        quarter!(10, 14, 2, 6);
        quarter!(15, 3, 7, 11);
        quarter!(0, 1, 2, 3);
        quarter!(5, 6, 7, 4);
        quarter!(10, 11, 8, 9);
        quarter!(15, 12, 13, 14);
    }
    state
        .iter_mut()
        .zip(x)
        .for_each(|(word, mixed)| *word = word.wrapping_add(mixed));
}
