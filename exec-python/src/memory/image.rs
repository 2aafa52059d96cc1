//! The interpreter's memory as it was before any program, and putting it back.
//!
//! Everything that C code can change lies in its data and in its heap. Both are saved, packed, once the
//! interpreter is ready, and put back before the next program: patched modules, caches, counters, left
//! objects, all of it, whatever way a program ended. Pages that are as they were are not written to.
#![allow(unsafe_code)]

use std::cell::RefCell;
use std::ffi::{c_int, c_void};

use super::program_break::{self, Mark};
use super::{arena, grow};

/// What is compared and copied at once.
const PIECE: usize = 4096;

/// Room for the values of all variables that are left alone.
const KEPT: usize = 4096;

struct Image {
    parts: Vec<Part>,
    mark: Mark,
    /// Whether a program has run since.
    dirty: bool,
}

struct Part {
    start: usize,
    length: usize,
    packed: Vec<u8>,
    /// Unpacked, once it was needed; in memory of its own.
    bytes: Option<usize>,
}

thread_local! {
    static IMAGE: RefCell<Option<Image>> = const { RefCell::new(None) };
}

// SAFETY: the C library's, with the signatures of the C standard.
unsafe extern "C" {
    fn memcmp(one: *const c_void, other: *const c_void, length: usize) -> c_int;
    fn memcpy(to: *mut c_void, from: *const c_void, length: usize) -> *mut c_void;
}

unsafe extern "C" {
    /// wit-bindgen's: sets the asynchronous task that is current, and returns the one that was. Null
    /// where there is none, as in a component without streams.
    fn wasip3_task_set(task: *mut c_void) -> *mut c_void;
}

/// Rust's variables that change while a program runs: they lie among C's, and are left alone.
fn variables() -> Vec<(usize, usize)> {
    let mut all = vec![
        arena::variables(),
        program_break::variables(),
        IMAGE.with(|image| {
            let place = std::ptr::from_ref(image).expose_provenance();
            (place, size_of_val(image))
        }),
    ];
    all.extend(sandbox_libc::variables());
    all.extend(sandbox_component::variables());
    all.extend(crate::native::variables());
    all
}

/// C's data: from the end of the shadow stack to where the heap begins, but for the packed library,
/// which is the larger part and constant.
fn data() -> [(usize, usize); 2] {
    unsafe extern "C" {
        static __global_base: u8;
        static __heap_end: u8;
    }
    // The linker's symbols: only their addresses mean something. What is between the data and the end of
    // the module's first memory is where malloc begins.
    let start = (&raw const __global_base).addr();
    let end = (&raw const __heap_end).addr();
    let library = crate::library::ARCHIVE.as_ptr_range();
    let (library, behind) = (library.start.addr(), library.end.addr());
    [
        (start, library.saturating_sub(start)),
        (behind, end.saturating_sub(behind)),
    ]
}

/// Whether there is an image.
pub(crate) fn is_there() -> bool {
    IMAGE.with_borrow(Option::is_some)
}

/// Saves the memory as it is now.
pub(crate) fn save() {
    let mut places = data().to_vec();
    places.extend(program_break::parts());
    let parts = places
        .into_iter()
        .map(|(start, length)| {
            // SAFETY: the range is C's, lies within memory, and nothing runs but this function.
            let bytes = unsafe {
                std::slice::from_raw_parts(std::ptr::with_exposed_provenance::<u8>(start), length)
            };
            Part {
                start,
                length,
                packed: miniz_oxide::deflate::compress_to_vec(bytes, 6),
                bytes: None,
            }
        })
        .collect();
    let mark = program_break::mark();
    IMAGE.set(Some(Image {
        parts,
        mark,
        dirty: false,
    }));
}

/// Puts the memory back as it was when it was saved, if a program has run since; a program is about to.
///
/// # Errors
/// When there is no memory for the image itself.
pub(crate) fn restore() -> Result<(), &'static str> {
    let mut image = IMAGE.take().ok_or("the interpreter was never started")?;
    let restored = if image.dirty {
        image.unpack().map(|()| image.put_back())
    } else {
        Ok(())
    };
    image.dirty = true;
    IMAGE.set(Some(image));
    restored
}

impl Image {
    fn unpack(&mut self) -> Result<(), &'static str> {
        for part in &mut self.parts {
            if part.bytes.is_some() {
                continue;
            }
            let (start, _) = grow(part.length).ok_or("no memory for the interpreter's image")?;
            // SAFETY: the memory was grown for this and is nobody else's.
            let target = unsafe {
                std::slice::from_raw_parts_mut(
                    std::ptr::with_exposed_provenance_mut::<u8>(start),
                    part.length,
                )
            };
            let count = miniz_oxide::inflate::decompress_slice_iter_to_slice(
                target,
                std::iter::once(part.packed.as_slice()),
                false,
                true,
            );
            if count != Ok(part.length) {
                return Err("the interpreter's image is damaged");
            }
            part.packed = Vec::new();
            part.bytes = Some(start);
        }
        Ok(())
    }

    /// Nothing here may allocate: the allocator's variables are among what is written over.
    #[inline(never)]
    fn put_back(&self) {
        let variables = variables();
        let mut kept = [0_u8; KEPT];
        exchange(&variables, &mut kept, Direction::Save);
        // wit-bindgen's one variable while a program runs, which tells nobody where it lies.
        // SAFETY: the pointer is only kept, and set again below; no task needs it in between.
        let task = unsafe { wasip3_task_set(std::ptr::null_mut()) };
        for part in &self.parts {
            let Some(bytes) = part.bytes else { continue };
            let mut at = 0;
            while at < part.length {
                let length = PIECE.min(part.length - at);
                let to = std::ptr::with_exposed_provenance_mut(part.start + at);
                let from = std::ptr::with_exposed_provenance(bytes + at);
                // SAFETY: both ranges lie within memory and do not overlap. No C code is running: no
                // frame of C's is on the stack. Rust's variables in the range are put back right
                // after, and none is used in between.
                unsafe {
                    if memcmp(to, from, length) != 0 {
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Save,
    Restore,
}

/// Copies the variables to `kept`, or back.
fn exchange(variables: &[(usize, usize)], kept: &mut [u8; KEPT], direction: Direction) {
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
