//! The error numbers of WASI preview1, in one table.

/// Builds [`Errno`] with its numbers, POSIX names and texts from one list, so that the three cannot disagree.
macro_rules! errnos {
    ($($variant:ident = $code:literal, $name:literal, $text:literal;)*) => {
        /// An error number of WASI preview1 (`errno` in `wasi_snapshot_preview1.witx`).
        ///
        /// The whole table is here, also the numbers that this crate never returns, so that the layers above need no second one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Errno {
            $(#[doc = $text] $variant = $code,)*
        }

        impl Errno {
            /// Every number, in the order of the specification.
            pub const ALL: &'static [Errno] = &[$(Errno::$variant,)*];

            /// The name that POSIX (or WASI, for its one extension) gives it, such as `ENOENT`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Errno::$variant => $name,)* }
            }

            /// What it means, in a few words.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self { $(Errno::$variant => $text,)* }
            }
        }
    };
}

errnos! {
    Success = 0, "ESUCCESS", "No error";
    TooBig = 1, "E2BIG", "Argument list too long";
    Acces = 2, "EACCES", "Permission denied";
    AddrInUse = 3, "EADDRINUSE", "Address in use";
    AddrNotAvail = 4, "EADDRNOTAVAIL", "Address not available";
    AfNoSupport = 5, "EAFNOSUPPORT", "Address family not supported";
    Again = 6, "EAGAIN", "Resource unavailable, or operation would block";
    Already = 7, "EALREADY", "Connection already in progress";
    BadF = 8, "EBADF", "Bad file descriptor";
    BadMsg = 9, "EBADMSG", "Bad message";
    Busy = 10, "EBUSY", "Device or resource busy";
    Canceled = 11, "ECANCELED", "Operation canceled";
    Child = 12, "ECHILD", "No child processes";
    ConnAborted = 13, "ECONNABORTED", "Connection aborted";
    ConnRefused = 14, "ECONNREFUSED", "Connection refused";
    ConnReset = 15, "ECONNRESET", "Connection reset";
    Deadlk = 16, "EDEADLK", "Resource deadlock would occur";
    DestAddrReq = 17, "EDESTADDRREQ", "Destination address required";
    Dom = 18, "EDOM", "Mathematics argument out of domain of function";
    DQuot = 19, "EDQUOT", "Quota exceeded";
    Exist = 20, "EEXIST", "File exists";
    Fault = 21, "EFAULT", "Bad address";
    FBig = 22, "EFBIG", "File too large";
    HostUnreach = 23, "EHOSTUNREACH", "Host is unreachable";
    Idrm = 24, "EIDRM", "Identifier removed";
    IlSeq = 25, "EILSEQ", "Illegal byte sequence";
    InProgress = 26, "EINPROGRESS", "Operation in progress";
    Intr = 27, "EINTR", "Interrupted function";
    Inval = 28, "EINVAL", "Invalid argument";
    Io = 29, "EIO", "I/O error";
    IsConn = 30, "EISCONN", "Socket is connected";
    IsDir = 31, "EISDIR", "Is a directory";
    Loop = 32, "ELOOP", "Too many levels of symbolic links";
    MFile = 33, "EMFILE", "File descriptor value too large";
    MLink = 34, "EMLINK", "Too many links";
    MsgSize = 35, "EMSGSIZE", "Message too large";
    MultiHop = 36, "EMULTIHOP", "Multihop attempted";
    NameTooLong = 37, "ENAMETOOLONG", "File name too long";
    NetDown = 38, "ENETDOWN", "Network is down";
    NetReset = 39, "ENETRESET", "Connection aborted by network";
    NetUnreach = 40, "ENETUNREACH", "Network unreachable";
    NFile = 41, "ENFILE", "Too many files open in system";
    NoBufs = 42, "ENOBUFS", "No buffer space available";
    NoDev = 43, "ENODEV", "No such device";
    NoEnt = 44, "ENOENT", "No such file or directory";
    NoExec = 45, "ENOEXEC", "Executable file format error";
    NoLck = 46, "ENOLCK", "No locks available";
    NoLink = 47, "ENOLINK", "Link has been severed";
    NoMem = 48, "ENOMEM", "Not enough space";
    NoMsg = 49, "ENOMSG", "No message of the desired type";
    NoProtoOpt = 50, "ENOPROTOOPT", "Protocol not available";
    NoSpc = 51, "ENOSPC", "No space left on device";
    NoSys = 52, "ENOSYS", "Function not supported";
    NotConn = 53, "ENOTCONN", "The socket is not connected";
    NotDir = 54, "ENOTDIR", "Not a directory or a symbolic link to a directory";
    NotEmpty = 55, "ENOTEMPTY", "Directory not empty";
    NotRecoverable = 56, "ENOTRECOVERABLE", "State not recoverable";
    NotSock = 57, "ENOTSOCK", "Not a socket";
    NotSup = 58, "ENOTSUP", "Not supported, or operation not supported on socket";
    NoTty = 59, "ENOTTY", "Inappropriate I/O control operation";
    NxIo = 60, "ENXIO", "No such device or address";
    Overflow = 61, "EOVERFLOW", "Value too large to be stored in data type";
    OwnerDead = 62, "EOWNERDEAD", "Previous owner died";
    Perm = 63, "EPERM", "Operation not permitted";
    Pipe = 64, "EPIPE", "Broken pipe";
    Proto = 65, "EPROTO", "Protocol error";
    ProtoNoSupport = 66, "EPROTONOSUPPORT", "Protocol not supported";
    Prototype = 67, "EPROTOTYPE", "Protocol wrong type for socket";
    Range = 68, "ERANGE", "Result too large";
    RoFs = 69, "EROFS", "Read-only file system";
    SPipe = 70, "ESPIPE", "Invalid seek";
    Srch = 71, "ESRCH", "No such process";
    Stale = 72, "ESTALE", "Reserved";
    TimedOut = 73, "ETIMEDOUT", "Connection timed out";
    TxtBsy = 74, "ETXTBSY", "Text file busy";
    XDev = 75, "EXDEV", "Cross-device link";
    NotCapable = 76, "ENOTCAPABLE", "Capabilities insufficient";
}

impl Errno {
    /// The number on the wire of preview1.
    #[must_use]
    pub const fn code(self) -> u16 {
        self as u16
    }
}

#[cfg(test)]
mod tests {
    use super::Errno;

    #[test]
    fn the_table_has_no_gap_and_no_double() {
        let codes: Vec<u16> = Errno::ALL.iter().map(|errno| errno.code()).collect();
        assert_eq!(codes, (0..=76).collect::<Vec<u16>>());
        let mut names: Vec<&str> = Errno::ALL.iter().map(|errno| errno.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 77);
    }
}
