//! Functions on paths. A path is given with the directory that it begins in; the file system
//! checks it whole: its length first, UTF-8, NUL, and where it leads.

mod attributes;
mod names;
mod open;
