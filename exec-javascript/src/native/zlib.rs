//! DEFLATE in both directions, step by step: whoever calls brings the room for what comes out, so that
//! a bomb meets the program's memory limit and its deadline like any other loop.

use std::rc::Rc;

use miniz_oxide::deflate::core::{CompressionStrategy, CompressorOxide};
use miniz_oxide::inflate::stream::InflateState;
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus, StreamResult};
use rquickjs::{Class, Ctx, Exception, Object, Result, TypedArray};

use super::bytes::{length, to_size, with_part, with_whole};
use super::define;
use super::opaque::{self, Opaque};
use crate::machine::Machine;

/// What the two states take, with their windows.
const DEFLATER_BYTES: usize = 320 * 1024;
const INFLATER_BYTES: usize = 48 * 1024;

enum Codec {
    Deflate(Box<CompressorOxide>),
    Inflate(Box<InflateState>),
}

impl Codec {
    fn step(&mut self, input: &[u8], output: &mut [u8], flush: MZFlush) -> StreamResult {
        match self {
            Self::Deflate(state) => {
                miniz_oxide::deflate::stream::deflate(state, input, output, flush)
            }
            Self::Inflate(state) => {
                miniz_oxide::inflate::stream::inflate(state, input, output, flush)
            }
        }
    }
}

type Shared<'js> = Class<'js, Opaque<Codec>>;

pub(super) fn functions<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>) -> Result<Object<'js>> {
    let zlib = Object::new(ctx.clone())?;
    let m = Rc::clone(machine);
    define(
        ctx,
        &zlib,
        "deflater",
        move |ctx: Ctx<'js>, wrapped: bool, level: u8, strategy: u8, window_bits: u8| {
            let strategy = match strategy {
                1 => CompressionStrategy::Filtered,
                2 => CompressionStrategy::HuffmanOnly,
                3 => CompressionStrategy::RLE,
                4 => CompressionStrategy::Fixed,
                _ => CompressionStrategy::Default,
            };
            opaque::give(&ctx, &m, DEFLATER_BYTES, || {
                let format = format(wrapped);
                let state = CompressorOxide::with_params(format, level, strategy, window_bits);
                Codec::Deflate(Box::new(state))
            })
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        &zlib,
        "inflater",
        move |ctx: Ctx<'js>, wrapped: bool| {
            opaque::give(&ctx, &m, INFLATER_BYTES, || {
                Codec::Inflate(InflateState::new_boxed(format(wrapped)))
            })
        },
    )?;
    define(ctx, &zlib, "step", step)?;
    define(
        ctx,
        &zlib,
        "crc32",
        |ctx: Ctx<'js>, bytes: TypedArray<'js, u8>, before: u32| {
            with_whole(&ctx, &bytes, |bytes| {
                let mut sum = crc32fast::Hasher::new_with_initial(before);
                sum.update(bytes);
                f64::from(sum.finalize())
            })
        },
    )?;
    Ok(zlib)
}

fn format(wrapped: bool) -> DataFormat {
    if wrapped {
        DataFormat::Zlib
    } else {
        DataFormat::Raw
    }
}

/// One step: how many bytes were taken, how many were made, and whether it is the end (1), the data
/// is wrong (-1), or nothing could be done (-2).
fn step<'js>(
    ctx: Ctx<'js>,
    codec: Shared<'js>,
    input: TypedArray<'js, u8>,
    from: f64,
    output: TypedArray<'js, u8>,
    flush: u32,
) -> Result<Vec<f64>> {
    let flush = match flush {
        0 => MZFlush::None,
        1 => MZFlush::Partial,
        2 => MZFlush::Sync,
        3 => MZFlush::Full,
        4 => MZFlush::Finish,
        _ => return Err(Exception::throw_range(&ctx, "no such flush")),
    };
    let start = to_size(from).unwrap_or(usize::MAX);
    // A length is far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let part = (from, length(&input).saturating_sub(start) as f64);
    let source = with_part(&ctx, &input, part, |bytes| std::ptr::from_ref(bytes))?;
    let result = with_whole(&ctx, &output, |output| {
        // SAFETY: the array is held and nothing runs in the engine here; the library never hands the
        // same array in twice, and where a program got hold of this function, only bytes would mix.
        #[allow(unsafe_code)]
        let source = unsafe { &*source };
        codec.borrow_mut().state.step(source, output, flush)
    })?;
    let status = match result.status {
        Ok(MZStatus::StreamEnd) => 1.0,
        Ok(_) => 0.0,
        Err(MZError::Buf) => -2.0,
        Err(_) => -1.0,
    };
    #[allow(clippy::cast_precision_loss)]
    Ok(vec![
        result.bytes_consumed as f64,
        result.bytes_written as f64,
        status,
    ])
}
