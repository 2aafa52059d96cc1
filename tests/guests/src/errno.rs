//! Error numbers, written down again from the specification: a test is no test of numbers that it
//! shares.

use std::fmt;

/// What a call answers when it does not do what it was asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Errno(pub u32);

macro_rules! errnos {
    ($($name:ident = $number:literal;)*) => {
        $(
            /// As in the specification.
            pub const $name: Errno = Errno($number);
        )*

        impl fmt::Debug for Errno {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match *self {
                    $($name => f.write_str(concat!("E", stringify!($name))),)*
                    Errno(number) => write!(f, "errno {number}"),
                }
            }
        }
    };
}

errnos! {
    ACCES = 2;
    BADF = 8;
    BUSY = 10;
    DQUOT = 19;
    EXIST = 20;
    FAULT = 21;
    FBIG = 22;
    ILSEQ = 25;
    INTR = 27;
    INVAL = 28;
    ISDIR = 31;
    LOOP = 32;
    MFILE = 33;
    NAMETOOLONG = 37;
    NOENT = 44;
    NOSPC = 51;
    NOTDIR = 54;
    NOTEMPTY = 55;
    NOTSOCK = 57;
    OVERFLOW = 61;
    PERM = 63;
    ROFS = 69;
    SPIPE = 70;
    XDEV = 75;
    NOTCAPABLE = 76;
}
