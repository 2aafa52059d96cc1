//! Where a session is, as its prompt shows it.

/// `path` from the folder `base`, without `.`, `..` and empty segments: what `:cd` makes of it.
pub(super) fn joined(base: &str, path: &str) -> String {
    let base = if path.starts_with('/') { "" } else { base };
    let mut segments = Vec::new();
    for segment in base.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    format!("/{}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn a_path_leads_on_from_where_one_is() {
        for (base, path, expected) in [
            ("/workspace", "sub", "/workspace/sub"),
            ("/workspace", "a//b/./c/", "/workspace/a/b/c"),
            ("/workspace/sub", "..", "/workspace"),
            ("/workspace", "/tmp", "/tmp"),
            ("/tmp", "../workspace", "/workspace"),
            ("/", "..", "/"),
            ("/tmp", "", "/tmp"),
        ] {
            assert_eq!(joined(base, path), expected, "{base} {path}");
        }
    }
}
