//! The in-memory file system every sandbox runs on: inodes, descriptors, rights, quotas, layers.
#![forbid(unsafe_code)]
