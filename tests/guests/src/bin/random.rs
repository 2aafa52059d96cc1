//! Random bytes: all of the buffer, nothing beside it, different each time. Prints some, for the test to
//! compare runs.

use preview1_guests::*;

fn main() {
    let mut buffer = vec![0; 300_000];
    let at = address_mut(&mut buffer);
    assert_eq!(answer(raw::random_get(at + 8, 299_984)), Ok(()));
    assert_eq!(buffer[..8], [0; 8]);
    assert_eq!(buffer[299_992..], [0; 8]);
    // Whoever fills only a part of it leaves long rows of zeros.
    assert!(
        buffer[8..299_992]
            .chunks(16)
            .all(|chunk| chunk.iter().any(|byte| *byte != 0))
    );
    let (first, second) = (buffer[8..40].to_vec(), buffer[40..72].to_vec());
    assert_ne!(first, second);
    assert_eq!(answer(raw::random_get(at, 0)), Ok(()));
    for byte in first {
        print!("{byte:02x}");
    }
}
