//! Known incidents of engines and of other sandboxes, by their numbers.

use super::CLOSED;
use crate::case::matrix;

matrix! {
    of JavaScript in "known_incidents/";

    truncate_without_write => |case| case
        .under(CLOSED).file("closed/data", "closed").prints(
            "EROFS EROFS EROFS EROFS EROFS EROFS EROFS EROFS EROFS EROFS EROFS EROFS EBADF EBADF EROFS EROFS \
             EROFS EPERM EROFS\nclosed data\nmine\n");
    links_never_widen_rights => |case| case
        .under(CLOSED).file("closed/data", "closed").prints(
            "EXDEV EXDEV EBUSY EXDEV EXDEV EROFS EROFS EROFS EROFS EROFS EROFS EROFS\nclosed data mine\n");
    trailing_slashes => |case| case.prints(
        "ENOTDIR ELOOP ENOTDIR ENOTDIR ENOTDIR EISDIR ENOTDIR ENOTDIR\n\
         file,folder,link,main.js,to_file\n");
    /// What is printed goes to the run's output, whatever has the number 1 by then.
    descriptor_reuse => |case| case.prints(
        "EBADF EBADF EBADF EBADF EBADF true second\ntrue EBADF -1\nfirst\nto the output\n1 third\n");
    directories_that_change => |case| case.prints("true 300\ntrue\nfalse\n");
    unicode_names => |case| case.prints("true 0\nfalse false\ntrue\nERR_INVALID_ARG_VALUE\n");
    module_resolution => |case| case
        .under("[modules.javascript]\ndeny = [\"path\"]").prints("refused\nfunction\n");
    imports_ask_for_the_right_to_read => |case| case
        .under("[[grants]]\npath = \"/workspace/closed\"\nlayer = \"scratch\"\nrights = [\"list\", \"stat\"]")
        .file("closed/secret.js", "globalThis.secret = 1; export default 1;")
        .file("closed/index.js", "module.exports = 1;")
        .file("closed/package.json", "{\"main\": \"secret.js\"}")
        .file("closed/data.json", "{\"secret\": 1}")
        .prints(
            "EACCES EACCES EACCES EACCES EACCES EACCES EACCES EACCES EACCES EACCES EACCES \
             ERR_MODULE_NOT_FOUND ERR_MODULE_NOT_FOUND MODULE_NOT_FOUND ERR_MODULE_NOT_FOUND\n\
             data.json,index.js,package.json,secret.js true\n");
    rejections_without_end => |case| case.fails().prints("before\n");
    rejections_in_the_last_moment => |case| case.fails().prints("before\nexit\n");
    usable_after_every_limit => |case| case.memory_bytes(32 << 20).prints("65 123 [1,{\"a\":2}] cbc 1180591620717411303424n\nstill here\n");
    big_integers_are_interrupted => |case| case.time_ms(300).times_out();
    guest_sized_allocations => |case| case.memory_bytes(32 << 20).prints("bounded 456789\n");
}
