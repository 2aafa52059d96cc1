//! The engine's memory as it was before any program, and putting it back.
//!
//! Everything that C code can change lies in its data and in its heap. Both are copied before an
//! instance's first program, unless it is to be the last, and put back before the next one: patched
//! modules, caches, counters, left objects, all of it, whatever way a program ended. Pages that are as they
//! were are not written to.
#![allow(unsafe_code, reason = "it copies memory whose owners do not know")]

use core::arch::wasm32::{u64x2_splat, v128, v128_any_true, v128_or, v128_xor};
use std::cell::RefCell;
use std::ffi::c_void;

use sandbox_core::run::RunHandle;

use super::program_break::{self, Mark};
use super::{arena, grow};

/// What is compared and copied at once.
const PIECE: usize = 4096;

/// Room for the values of all variables that are left alone.
const KEPT: usize = 4096;

/// Where something lies: address and length.
pub type Place = (usize, usize);

struct Image {
    parts: Vec<Part>,
    mark: Mark,
}

struct Part {
    start: usize,
    length: usize,
    /// Where its copy lies, in memory of its own.
    copy: usize,
}

thread_local! {
    static IMAGE: RefCell<Option<Image>> = const { RefCell::new(None) };
}

// SAFETY: the C library's, with the signatures of the C standard.
unsafe extern "C" {
    fn memcpy(to: *mut c_void, from: *const c_void, length: usize) -> *mut c_void;
}

unsafe extern "C" {
    /// wit-bindgen's: sets the asynchronous task that is current, and returns the one that was. Null
    /// where there is none, as in a component without streams.
    fn wasip3_task_set(task: *mut c_void) -> *mut c_void;
}

/// The supervisor's variables, which change while a program runs: they lie among C's, and are left alone.
fn variables(engines: &[Place]) -> Vec<Place> {
    let mut all = vec![
        arena::variables(),
        program_break::variables(),
        IMAGE.with(|image| {
            let place = std::ptr::from_ref(image).expose_provenance();
            (place, size_of_val(image))
        }),
    ];
    all.extend(crate::variables());
    all.extend(engines);
    all
}

/// C's data: from the end of the shadow stack to where the heap begins, but for a part that is constant.
fn data(constant: Option<Place>) -> [Place; 2] {
    unsafe extern "C" {
        static __global_base: u8;
        static __heap_end: u8;
    }
    // The linker's symbols: only their addresses mean something. What is between the data and the end of
    // the module's first memory is where malloc begins.
    let start = (&raw const __global_base).addr();
    let end = (&raw const __heap_end).addr();
    let (constant, length) = constant.unwrap_or((start, 0));
    let behind = constant + length;
    [
        (start, constant.saturating_sub(start)),
        (behind, end.saturating_sub(behind)),
    ]
}

/// Puts the memory back as it was before the instance's first program, or notes how it is if this is that
/// program: `run`'s is about to begin. Nothing is noted for nobody, when it is the last.
///
/// `constant` is a part of C's data that is never written to. `left_alone` are variables of the guest's that
/// outlive a program.
///
/// # Errors
/// When there is no memory for the image.
pub fn restore_or_save(
    run: &RunHandle,
    constant: Option<Place>,
    left_alone: &[Place],
) -> Result<(), &'static str> {
    if run.borrow().is_last() {
        return Ok(());
    }
    let image = match IMAGE.take() {
        Some(image) => {
            image.put_back(left_alone);
            image
        }
        None => Image::save(constant)?,
    };
    IMAGE.set(Some(image));
    Ok(())
}

impl Image {
    /// Copies the memory as it is now.
    fn save(constant: Option<Place>) -> Result<Self, &'static str> {
        let mut places = data(constant).to_vec();
        places.extend(program_break::parts());
        let mark = program_break::mark();
        let parts = places.into_iter().map(|(start, length)| {
            let (copy, _) = grow(length).ok_or("no memory for the engine's image")?;
            // SAFETY: the one range is C's and lies within memory, the other was grown for this and is
            // nobody else's.
            unsafe {
                memcpy(
                    std::ptr::with_exposed_provenance_mut(copy),
                    std::ptr::with_exposed_provenance(start),
                    length,
                );
            }
            Ok(Part {
                start,
                length,
                copy,
            })
        });
        let parts = parts.collect::<Result<_, &str>>()?;
        Ok(Self { parts, mark })
    }

    /// Nothing here may allocate once the variables are saved: the allocator's are among what is written over.
    #[inline(never)]
    fn put_back(&self, left_alone: &[Place]) {
        let variables = variables(left_alone);
        let mut kept = [0_u8; KEPT];
        exchange(&variables, &mut kept, Direction::Save);
        // wit-bindgen's one variable while a program runs, which tells nobody where it lies.
        // SAFETY: the pointer is only kept, and set again below; no task needs it in between.
        let task = unsafe { wasip3_task_set(std::ptr::null_mut()) };
        for part in &self.parts {
            let mut at = 0;
            while at < part.length {
                let length = PIECE.min(part.length - at);
                let to = std::ptr::with_exposed_provenance_mut(part.start + at);
                let from = std::ptr::with_exposed_provenance(part.copy + at);
                // SAFETY: both ranges lie within memory and do not overlap. No C code is running: no
                // frame of C's is on the stack. Rust's variables in the range are put back right
                // after, and none is used in between.
                unsafe {
                    if differs(to, from, length) {
                        memcpy(to, from, length);
                    }
                }
                at += length;
            }
        }
        exchange(&variables, &mut kept, Direction::Restore);
        // SAFETY: the pointer is the one that was set before.
        unsafe { wasip3_task_set(task) };
        program_break::rewind(self.mark);
    }
}

/// Whether two places of `length` bytes differ. Nearly all that are compared do not, so there is nothing
/// to gain from stopping early, and the C library's `memcmp`, which goes byte by byte, takes ten times
/// longer.
///
/// # Safety
/// Both places can be read.
#[target_feature(enable = "simd128")]
unsafe fn differs(one: *const c_void, other: *const c_void, length: usize) -> bool {
    const WIDE: usize = size_of::<v128>();
    let (one, other) = (one.cast::<u8>(), other.cast::<u8>());
    let whole = length - length % WIDE;
    let mut difference = u64x2_splat(0);
    let mut at = 0;
    while at < whole {
        // SAFETY: `at + WIDE` is at most `length`; the caller's promise covers the rest.
        let (a, b) = unsafe {
            let a = one.add(at).cast::<v128>().read_unaligned();
            let b = other.add(at).cast::<v128>().read_unaligned();
            (a, b)
        };
        difference = v128_or(difference, v128_xor(a, b));
        at += WIDE;
    }
    // SAFETY: as above.
    v128_any_true(difference) || (whole..length).any(|at| unsafe { *one.add(at) != *other.add(at) })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Save,
    Restore,
}

/// Copies the variables to `kept`, or back.
fn exchange(variables: &[Place], kept: &mut [u8; KEPT], direction: Direction) {
    let mut at = 0;
    for &(place, length) in variables {
        let Some(room) = kept.get_mut(at..at + length) else {
            // More variables than there is room for: a mistake of ours, seen with the first restore.
            core::arch::wasm32::unreachable();
        };
        let variable = std::ptr::with_exposed_provenance_mut::<c_void>(place);
        // SAFETY: the variable is `length` bytes long, its owner is not in the middle of using it, and
        // its value goes back to where it came from.
        unsafe {
            match direction {
                Direction::Save => memcpy(room.as_mut_ptr().cast(), variable, length),
                Direction::Restore => memcpy(variable, room.as_ptr().cast(), length),
            };
        }
        at += length;
    }
}
