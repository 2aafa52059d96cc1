//! Every function, with every argument at its worst: an errno each time, never a panic.

use super::*;

/// Numbers that break arithmetic and bounds.
const WORST: [u64; 12] = [
    0,
    1,
    3,
    4,
    (END - 1) as u64,
    END as u64,
    1 << 31,
    (1 << 31) - 1,
    u32::MAX as u64,
    1 << 40,
    i64::MIN as u64,
    u64::MAX,
];

/// A number as an argument of some type takes it: the low bits, as a call from wasm would.
trait Argument {
    fn from_worst(number: u64) -> Self;
}

macro_rules! arguments {
    ($($type:ty)*) => {
        $(impl Argument for $type {
            fn from_worst(number: u64) -> Self {
                number as $type
            }
        })*
    };
}

arguments!(u32 u64 i64);

macro_rules! functions {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        /// Calls each function with the numbers that `next` gives, and hands on what it answers.
        fn each_function(
            program: &mut Program,
            mut next: impl FnMut() -> u64,
            mut answered: impl FnMut(&mut Program, &str, Errno),
        ) {
            $({
                $(let $argument = <$type>::from_worst(next());)*
                let errno = program.call(|calls| calls.$name($($argument),*));
                answered(program, stringify!($name), errno);
            })*
        }
    };
}

crate::for_each_preview1_function!(functions);

#[test]
fn the_same_worst_number_everywhere() {
    for worst in WORST {
        let mut program = Program::with(
            "[limits]\ntime = \"5s\"",
            Invocation::default(),
            MountSpec::scratch(),
        );
        each_function(&mut program, || worst, |_, _, _| {});
        // It was not broken by any of it.
        assert_eq!(
            program.call(|calls| calls.fd_prestat_get(3, RESULT)),
            match worst {
                3 => Errno::BadF,
                _ => Errno::Success,
            }
        );
    }
}

#[test]
fn mixed_worst_numbers_leave_the_books_straight() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        // xorshift64*: the same sequence each time.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    };
    for _ in 0..400 {
        let mut program = Program::new();
        program.put(PATH, b"name/name");
        let fd = program.open(3, "name", CREATE, ALL).unwrap();
        let mut pick = || match next() % 4 {
            0 => u64::from(fd),
            1 => u64::from(PATH),
            _ => WORST[(next() % 12) as usize],
        };
        each_function(&mut program, &mut pick, |program, name, _| {
            let namespace = program.run.file_system();
            assert_eq!(namespace.usage(), namespace.recount(), "{name}");
        });
    }
}

#[test]
fn lengths_cost_no_memory_of_ours() {
    let mut program = Program::new();
    let fd = program.open(3, "file", CREATE, ALL).unwrap();
    for count in [1 << 20, 1 << 28, 1 << 29, u32::MAX] {
        let errno = program.call(|calls| calls.fd_write(fd, VECTOR, count, RESULT));
        assert_eq!(errno, Errno::Fault);
        let errno = program.call(|calls| calls.poll_oneoff(VECTOR, DATA, count, RESULT));
        assert_eq!(errno, Errno::Fault);
        assert_eq!(
            program.call(|calls| calls.random_get(DATA, count)),
            Errno::Fault
        );
        let errno = program.call(|calls| calls.fd_readdir(3, DATA, count, 0, RESULT));
        assert_eq!(errno, Errno::Fault);
        let errno = program.call(|calls| calls.path_create_directory(3, PATH, count));
        assert_eq!(errno, Errno::Fault);
    }
    // A path that lies in memory, and is longer than any may be.
    assert_eq!(
        program.call(|calls| calls.path_create_directory(3, PATH, 5000)),
        Errno::NameTooLong
    );
}
