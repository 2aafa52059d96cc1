/* Comes before SQLite's source (see xtask/src/cpython/sqlite.rs).
 *
 * SQLite locks files with fcntl, against other processes. There are none here: POSIX grants every lock
 * that no other process holds, and a process is never in its own way (fcntl, "Advisory record locks").
 * WASI has no such commands at all, and its libc answers EINVAL, which SQLite takes for a broken disk. */
#ifndef SANDBOX_SQLITE_WASI_H
#define SANDBOX_SQLITE_WASI_H

#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

#ifndef F_GETLK
#define F_GETLK 5
#define F_SETLK 6
#define F_SETLKW 7
#endif
#ifndef F_RDLCK
#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2
#endif

static int sandbox_fcntl(int descriptor, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    int result = 0;
    switch (command) {
    case F_GETLK:
        va_arg(arguments, struct flock *)->l_type = F_UNLCK;
        break;
    case F_SETLK:
    case F_SETLKW:
        break;
    case F_SETFD:
    case F_SETFL:
        result = fcntl(descriptor, command, va_arg(arguments, int));
        break;
    default:
        result = fcntl(descriptor, command);
    }
    va_end(arguments);
    return result;
}

#define fcntl sandbox_fcntl

#endif
