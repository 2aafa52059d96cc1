//! apt's source files: finding the mirror that this machine already uses.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// One place that apt gets packages from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    uri: String,
    suites: Vec<String>,
    signed_by: Option<String>,
}

impl Source {
    /// The same mirror, for another release of Debian, in the deb822 format: packages and their
    /// sources.
    pub(super) fn stanza(&self, suite: &str) -> String {
        let signed_by = self
            .signed_by
            .as_deref()
            .map(|key| format!("Signed-By: {key}\n"))
            .unwrap_or_default();
        format!(
            "Types: deb deb-src\nURIs: {}\nSuites: {suite}\nComponents: main\n{signed_by}",
            self.uri
        )
    }
}

/// The source that serves this machine's own release.
pub(super) fn of_release(codename: &str) -> Result<Source> {
    let folder = Path::new("/etc/apt/sources.list.d");
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    if let Ok(entries) = folder.read_dir() {
        files.extend(entries.flatten().map(|entry| entry.path()));
    }
    files.sort();
    for file in &files {
        let Ok(text) = std::fs::read_to_string(file) else {
            continue;
        };
        let sources = match file.extension().and_then(|extension| extension.to_str()) {
            Some("sources") => deb822(&text),
            Some("list") => one_line(&text),
            _ => continue,
        };
        if let Some(source) = sources
            .into_iter()
            .find(|source| source.suites.iter().any(|s| s == codename))
        {
            return Ok(source);
        }
    }
    bail!(
        "no apt source for {codename} in /etc/apt/sources.list or {}",
        folder.display()
    )
}

/// The release's codename, such as `bookworm`, when this is Debian itself.
pub(super) fn debian_codename() -> Result<String> {
    let text = std::fs::read_to_string("/etc/os-release").context("cannot read /etc/os-release")?;
    let field = |name: &str| {
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
        Some(line.trim_matches('"').to_owned())
    };
    match (field("ID").as_deref(), field("VERSION_CODENAME")) {
        (Some("debian"), Some(codename)) => Ok(codename),
        (id, _) => bail!("this is {}, not Debian", id.unwrap_or("an unnamed system")),
    }
}

/// The stanzas of a `.sources` file (sources.list(5), DEB822-STYLE FORMAT).
fn deb822(text: &str) -> Vec<Source> {
    text.split("\n\n").filter_map(deb822_stanza).collect()
}

fn deb822_stanza(stanza: &str) -> Option<Source> {
    let field = |name: &str| {
        stanza.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    let enabled = !field("Enabled").is_some_and(|value| value.eq_ignore_ascii_case("no"));
    let binary = field("Types")?.split_whitespace().any(|kind| kind == "deb");
    (enabled && binary).then_some(())?;
    Some(Source {
        uri: field("URIs")?.split_whitespace().next()?.to_owned(),
        suites: field("Suites")?
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        // A key given inline spans lines; apt then checks against its trusted keys.
        signed_by: field("Signed-By")
            .filter(|key| key.starts_with('/'))
            .map(str::to_owned),
    })
}

/// The lines of a `.list` file (sources.list(5), ONE-LINE-STYLE FORMAT).
fn one_line(text: &str) -> Vec<Source> {
    text.lines().filter_map(one_line_entry).collect()
}

fn one_line_entry(line: &str) -> Option<Source> {
    let rest = line.trim().strip_prefix("deb ")?.trim();
    let (options, rest) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => ("", rest),
    };
    let mut words = rest.split_whitespace();
    Some(Source {
        uri: words.next()?.to_owned(),
        suites: vec![words.next()?.to_owned()],
        signed_by: options
            .split_whitespace()
            .find_map(|option| option.strip_prefix("signed-by="))
            .map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(uri: &str, suites: &[&str], signed_by: Option<&str>) -> Source {
        Source {
            uri: uri.into(),
            suites: suites.iter().map(|&suite| suite.into()).collect(),
            signed_by: signed_by.map(Into::into),
        }
    }

    #[test]
    fn deb822_stanzas_are_read_and_disabled_ones_are_not() {
        let text = "Types: deb\n# a comment\nURIs: http://mirror/debian\nSuites: bookworm bookworm-updates\n\
                    Components: main\nSigned-By: /usr/share/keyrings/k.gpg\n\n\
                    Enabled: no\nTypes: deb\nURIs: http://off\nSuites: bookworm\nComponents: main\n\n\
                    Types: deb-src\nURIs: http://source\nSuites: bookworm\nComponents: main\n";
        assert_eq!(
            deb822(text),
            [source(
                "http://mirror/debian",
                &["bookworm", "bookworm-updates"],
                Some("/usr/share/keyrings/k.gpg")
            )]
        );
    }

    #[test]
    fn one_line_entries_are_read_with_their_options() {
        let text = "# deb http://off bookworm main\ndeb-src http://source bookworm main\n\
                    deb [arch=amd64 signed-by=/k.gpg] http://mirror/debian bookworm main contrib\n\
                    deb http://plain bookworm-updates main";
        assert_eq!(
            one_line(text),
            [
                source("http://mirror/debian", &["bookworm"], Some("/k.gpg")),
                source("http://plain", &["bookworm-updates"], None),
            ]
        );
    }

    #[test]
    fn the_same_mirror_serves_another_release() {
        assert_eq!(
            source("http://mirror", &["bookworm"], Some("/k.gpg")).stanza("trixie"),
            "Types: deb deb-src\nURIs: http://mirror\nSuites: trixie\nComponents: main\nSigned-By: /k.gpg\n"
        );
    }
}
