//! Vectors of buffers, whole and in part.

use super::*;

#[test]
fn a_write_gathers_and_a_read_scatters() {
    let mut program = Program::new();
    let fd = program.open(3, "file", CREATE, ALL).unwrap();
    program.put(DATA, b"hello world");
    let count = program.vector(&[(DATA, 6), (END, 0), (DATA + 6, 5)]);
    assert_eq!(
        program.call(|calls| calls.fd_write(fd, VECTOR, count, RESULT)),
        Errno::Success
    );
    assert_eq!(program.u32(RESULT), 11);

    program.put(DATA, &[0; 32]);
    let count = program.vector(&[(DATA, 2), (DATA + 8, 0), (DATA + 16, 16)]);
    let errno = program.call(|calls| calls.fd_pread(fd, VECTOR, count, 4, RESULT));
    assert_eq!((errno, program.u32(RESULT)), (Errno::Success, 7));
    assert_eq!(program.bytes(DATA, 2), b"o ");
    assert_eq!(program.bytes(DATA + 16, 6), b"world\0");
}

#[test]
fn a_fault_in_any_buffer_transfers_nothing() {
    let mut program = Program::new();
    let fd = program.open(3, "file", CREATE, ALL).unwrap();
    let count = program.vector(&[(DATA, 4), (END - 2, 4)]);
    assert_eq!(
        program.call(|calls| calls.fd_write(fd, VECTOR, count, RESULT)),
        Errno::Fault
    );
    assert_eq!(
        program.call(|calls| calls.fd_tell(fd, RESULT)),
        Errno::Success
    );
    assert_eq!(program.u64(RESULT), 0);

    program.write(fd, b"abcd").unwrap();
    program.put(DATA, b"....");
    program.vector(&[(DATA, 4), (END - 2, 4)]);
    let errno = program.call(|calls| calls.fd_pread(fd, VECTOR, 2, 0, RESULT));
    assert_eq!(
        (errno, program.bytes(DATA, 4)),
        (Errno::Fault, &b"...."[..])
    );
}

#[test]
fn a_result_that_has_no_place_faults_before_anything_is_done() {
    let mut program = Program::new();
    program.put(PATH, b"file");
    let opened = program.call(|calls| calls.path_open(3, 0, PATH, 4, CREATE, ALL, ALL, 0, END - 3));
    assert_eq!(opened, Errno::Fault);
    assert_eq!(program.open(3, "file", 0, ALL), Err(Errno::NoEnt));

    let fd = program.open(3, "file", CREATE, ALL).unwrap();
    assert_eq!(
        program.call(|calls| calls.fd_seek(fd, 9, 0, END)),
        Errno::Fault
    );
    assert_eq!(
        program.call(|calls| calls.fd_tell(fd, RESULT)),
        Errno::Success
    );
    assert_eq!(program.u64(RESULT), 0);
    let count = program.vector(&[(DATA, 4)]);
    assert_eq!(
        program.call(|calls| calls.fd_write(fd, VECTOR, count, END - 3)),
        Errno::Fault
    );
    assert_eq!(
        program.call(|calls| calls.fd_filestat_get(fd, RESULT)),
        Errno::Success
    );
    assert_eq!(program.u64(RESULT + 32), 0);
}

#[test]
fn a_directory_is_listed_into_whatever_there_is() {
    let mut program = Program::new();
    program.open(3, "name", CREATE, ALL).unwrap();
    let whole = 24 + 1 + 24 + 2 + 24 + 4;
    for length in 0..whole + 8 {
        let errno = program.call(|calls| calls.fd_readdir(3, DATA, length, 0, RESULT));
        assert_eq!(
            (errno, program.u32(RESULT)),
            (Errno::Success, length.min(whole))
        );
    }
    assert_eq!(program.bytes(DATA + 24 + 1 + 24 + 2 + 24, 4), b"name");
    // From the cookie of the second entry on there is one more.
    let cookie = program.u64(DATA + 24 + 1);
    let errno = program.call(|calls| calls.fd_readdir(3, DATA, 100, cookie, RESULT));
    assert_eq!((errno, program.u32(RESULT)), (Errno::Success, 28));
    for cookie in [u64::MAX, u64::MAX - 1, 1 << 62] {
        let errno = program.call(|calls| calls.fd_readdir(3, DATA, 100, cookie, RESULT));
        assert_eq!((errno, program.u32(RESULT)), (Errno::Success, 0));
    }
}
