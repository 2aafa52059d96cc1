//! The file system's limits through `node:fs`: names, links, offsets, floods, and folders that are gone.

use crate::case::matrix;

matrix! {
    of JavaScript in "files/";

    names_at_their_limits => |case| case.prints(
        "ENOENT ERR_INVALID_ARG_VALUE ERR_INVALID_ARG_VALUE done ENAMETOOLONG done ENAMETOOLONG ENOTDIR \
         ENAMETOOLONG ENAMETOOLONG\n\
         done ENAMETOOLONG done ENAMETOOLONG done ENAMETOOLONG done ENAMETOOLONG ENOENT ENAMETOOLONG\n\
         ERR_INVALID_ARG_VALUE ERR_INVALID_FILE_URL_PATH ERR_INVALID_FILE_URL_HOST ERR_INVALID_URL_SCHEME \
         ERR_INVALID_ARG_VALUE ERR_INVALID_ARG_TYPE done ERR_INVALID_ARG_TYPE ERR_INVALID_ARG_TYPE\n\
         d02,e02,li4,ma7,nn255,éé127\n");
    links_and_loops => |case| case.prints(
        "ELOOP ELOOP ELOOP ELOOP ELOOP EEXIST ENOENT done ELOOP done done ELOOP ELOOP ELOOP done \
         ERR_FS_CP_EINVAL EINVAL EINVAL ENOTEMPTY ENOTDIR\n\
         a,b,main.js,self,twin,way\n");
    /// A time before 1970 is the first moment of it, and one after 2554 the last that 64 bits of nanoseconds hold.
    offsets_at_extremes => |case| case.prints(
        "bounded 0123456789\n1000003 true end\n0 0\n-1 0\n2147483648 2147483648000\n\
         8589934592 8589934592000\n8640000000000 18446744073709.55\n-8640000000000 0\n");
    folder_that_is_gone => |case| case.prints(
        "ENOENT ENOENT ENOENT ENOENT ENOENT ENOENT ENOENT ENOENT\nmain.js\n");
    floods => |case| case.under("disk = \"1MiB\"").prints(
        "mkdir EEXIST 2000\nrename done 2000\nopen done 2000\nunlink done 2000\nmissing ENOENT 2000\n\
         folder EISDIR 2000\n101 link done\nunlinked done 100\n16384\n");
}
