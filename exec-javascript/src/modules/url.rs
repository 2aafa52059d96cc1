//! `file:` URLs, by which ES modules are named, and the paths that they stand for.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What the URL standard escapes in a path, and what `url.pathToFileURL` of Node escapes beyond
/// that so that the path can be read back.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}');

const SCHEME: &str = "file://";

/// The URL of an absolute path.
pub(crate) fn from_path(path: &str) -> String {
    format!("{SCHEME}{}", utf8_percent_encode(path, PATH))
}

/// The path of a `file:` URL, without its query and fragment. `None` for any other URL, and where
/// the escapes do not spell UTF-8.
pub(crate) fn to_path(url: &str) -> Option<String> {
    let rest = url.strip_prefix(SCHEME)?;
    let (path, _) = split(rest);
    decode(path).filter(|path| path.starts_with('/'))
}

/// A module's path whatever names it: ES modules have URLs, CommonJS modules paths.
pub(crate) fn path_of_module(name: &str) -> String {
    to_path(name).unwrap_or_else(|| name.to_owned())
}

/// Text of a URL with its escapes resolved.
pub(crate) fn decode(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

/// A URL's text before and from its query or fragment on.
pub(crate) fn split(text: &str) -> (&str, &str) {
    text.split_at(text.find(['?', '#']).unwrap_or(text.len()))
}

/// The scheme of a specifier that is a URL, as RFC 3986 has schemes.
pub(crate) fn scheme(specifier: &str) -> Option<&str> {
    let (scheme, _) = specifier.split_once(':')?;
    let mut characters = scheme.chars();
    let is_scheme = characters.next()?.is_ascii_alphabetic()
        && characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then_some(scheme)
}

/// `path` as seen from the folder `directory`, `.` and `..` gone lexically, as in a URL and in a shell's `cd`.
pub(crate) use sandbox_core::session::working_directory as join;

/// The folder of a path; `/` is its own.
pub(crate) fn directory(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((directory, _)) => directory,
    }
}

/// The longest path that can name a file, in bytes: no policy's `path-length` is more. What a program says
/// may be longer; paths made of that are not, for they are made outside of the engine's heap.
pub(crate) const LONGEST_PATH: usize = 4096;

/// How many names a path can have: no policy's `depth` is more.
const DEEPEST_PATH: usize = 256;

/// The nearest folder, from `directory` on upwards, whose path is neither too long nor too deep to be there.
pub(crate) fn reachable(mut directory: &str) -> &str {
    let mut depth = directory.matches('/').count();
    while directory.len() > LONGEST_PATH || depth > DEEPEST_PATH {
        directory = self::directory(directory);
        depth = depth.saturating_sub(1);
    }
    directory
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_cannot_be_there_are_passed_over() {
        assert_eq!(reachable("/w/src"), "/w/src");
        let deep = "/a".repeat(1_000_000);
        assert_eq!(reachable(&deep), "/a".repeat(DEEPEST_PATH));
        let long = format!("/{}", "a".repeat(99)).repeat(100);
        assert_eq!(reachable(&long).len(), 4000);
        assert_eq!(reachable(&format!("/{}", "a".repeat(LONGEST_PATH))), "/");
        let slashes = "/".repeat(2 * LONGEST_PATH);
        assert!(reachable(&slashes).len() <= LONGEST_PATH);
    }

    #[test]
    fn paths_survive_the_way_to_a_url_and_back() {
        for path in [
            "/",
            "/a.js",
            "/w/a b.js",
            "/w/100%.js",
            "/w/ø?#.mjs",
            "/w/e\u{301}",
        ] {
            assert_eq!(to_path(&from_path(path)).as_deref(), Some(path));
        }
        assert_eq!(from_path("/w/a b#1.js"), "file:///w/a%20b%231.js");
        assert_eq!(to_path("file:///w/a.js?x=1#y").as_deref(), Some("/w/a.js"));
        assert_eq!(to_path("file:///w/%ff.js"), None);
        assert_eq!(to_path("file://host/a.js"), None);
        assert_eq!(to_path("/w/a.js"), None);
    }

    #[test]
    fn schemes_are_told_from_names() {
        assert_eq!(scheme("node:fs"), Some("node"));
        assert_eq!(scheme("https://x.example/a.js"), Some("https"));
        assert_eq!(scheme("lodash"), None);
        assert_eq!(scheme("@scope/a:b"), None);
        assert_eq!(scheme("./a:b"), None);
    }

    #[test]
    fn paths_are_joined_as_urls_are() {
        assert_eq!(join("/w/lib", "../b.js"), "/w/b.js");
        assert_eq!(join("/w/lib", "../../../../b.js"), "/b.js");
        assert_eq!(join("/w", "/x/./y//z.js"), "/x/y/z.js");
        assert_eq!(join("/w", "."), "/w");
        assert_eq!(directory("/w/a.js"), "/w");
        assert_eq!(directory("/a.js"), "/");
        assert_eq!(directory("/"), "/");
    }
}
