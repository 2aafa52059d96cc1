//! Arguments and environment, by number and size, and as the standard library reads them.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    assert_eq!(args, ["program", "one", "", "zwei drei", "\u{2764}"]);
    let env: Vec<(String, String)> = std::env::vars().collect();
    let expected = [("A", "1"), ("EMPTY", ""), ("PATH", "a=b")];
    assert_eq!(
        env,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );

    let mut sizes = [0; 8];
    let at = address_mut(&mut sizes);
    assert_eq!(answer(raw::args_sizes_get(at, at + 4)), Ok(()));
    assert_eq!(sizes, [5, 0, 0, 0, 8 + 4 + 1 + 10 + 4, 0, 0, 0]);
    assert_eq!(answer(raw::environ_sizes_get(at, at + 4)), Ok(()));
    assert_eq!(sizes, [3, 0, 0, 0, 4 + 7 + 9, 0, 0, 0]);
    // Into buffers that end too early: a fault, not a byte beyond memory.
    let end = core::arch::wasm32::memory_size(0) as u32 * 65_536;
    let mut pointers = [0; 64];
    let to = address_mut(&mut pointers);
    assert_eq!(answer(raw::args_get(to, end - 26)), Err(FAULT));
    assert_eq!(answer(raw::args_get(end - 19, to)), Err(FAULT));
    assert_eq!(answer(raw::environ_get(to, end - 19)), Err(FAULT));
}
