//! Known incidents of CPython and of other sandboxes, by their numbers.

use crate::case::matrix;

matrix! {
    of Python in "incidents/";

    tarfile_realpath_overflow => |case| case.prints("contained\n");
    tarfile_absolute_names => |case| case.prints("False 1\n");
    zip_quoted_overlap => |case| case.prints("refused 199 of 200\n");
    huge_offsets => |case| case.prints("10 True\n");
    truncate_without_write => |case| case.prints("EROFS EROFS EROFS True\n");
    trailing_slashes => |case| case.prints(
        "ENOTDIR ELOOP ENOTDIR ENOTDIR ENOTDIR EISDIR\n\
         ['file', 'folder', 'link', 'main.py', 'to_file']\n",
    );
    descriptor_reuse => |case| case.prints("True True\nb'one'\n");
    directories_that_change => |case| case.prints("True 0\n");
    unicode_names => |case| case.prints("True\n9\nrefused\n");
    hash_flooding => |case| case.prints("200000\n");
    integer_text_limit => |case| case
        .prints("Exceeds the limit (4300 digits) for integer string co\n");
    mail_headers => |case| case.prints("('', '')\nrefused\n");
    xml_bombs => |case| case.prints("refused\n");
    external_entities => |case| case.prints("contained\n");
}
