//! The part of `docs/benchmarks.md` that is measured, and its pictures.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::machine::Machine;
use crate::measure::Language;
use crate::picture;
use crate::results::Cell;
use crate::table;

/// The part lies between these lines.
const BEGIN: &str = "<!-- begin: written by cargo xtask bench --peers -->";
const END: &str = "<!-- end: written by cargo xtask bench --peers -->";

#[derive(Debug)]
pub(crate) struct Document {
    text: String,
    /// File name and content.
    pictures: Vec<(String, String)>,
}

impl Document {
    pub(crate) fn new(machine: &Machine, languages: &[Language]) -> Self {
        let mut document = Self {
            text: format!("Measured on: {machine}.\n"),
            pictures: Vec::new(),
        };
        for language in languages {
            document.add(language);
        }
        document
    }

    fn add(&mut self, language: &Language) {
        let text = &mut self.text;
        let _ = write!(text, "\n### {}\n\n", language.name);
        for peer in &language.peers {
            let _ = writeln!(text, "- {}: {}", peer.name(), peer.version());
        }
        for (group, cells) in language.groups.iter().zip(&language.cells) {
            let file = format!("{}-{}.svg", language.name.to_lowercase(), group.slug);
            let title = format!("{}: {}", language.name, group.title);
            let table = table::of(language, group, cells);
            let _ = write!(text, "\n#### {title}\n\n{table}\n![{title}](img/{file})\n");
            let names: Vec<&str> = language.peers.iter().map(|peer| peer.name()).collect();
            let picture = picture::of(&title, &names, group, cells);
            self.pictures.push((file, picture));
        }
        self.text.push_str(&lacks(language));
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Puts the part and the pictures into the folder of documents.
    ///
    /// # Panics
    /// When the document has no place for the part.
    pub(crate) fn write(&self, folder: &Path) {
        let path = folder.join("benchmarks.md");
        let old = fs::read_to_string(&path).unwrap();
        let (before, rest) = old
            .split_once(BEGIN)
            .unwrap_or_else(|| panic!("{} has no line {BEGIN}", path.display()));
        let (_, after) = rest
            .split_once(END)
            .unwrap_or_else(|| panic!("{} has no line {END}", path.display()));
        let text = &self.text;
        fs::write(&path, format!("{before}{BEGIN}\n{text}{END}{after}")).unwrap();
        let pictures = folder.join("img");
        fs::create_dir_all(&pictures).unwrap();
        for (name, picture) in &self.pictures {
            fs::write(pictures.join(name), picture).unwrap();
        }
    }
}

/// What peers said that have only a part of their language.
fn lacks(language: &Language) -> String {
    let mut text = String::new();
    for (index, peer) in language.peers.iter().enumerate() {
        let rows = language
            .groups
            .iter()
            .zip(&language.cells)
            .flat_map(|(group, cells)| group.rows.iter().zip(cells));
        let said: Vec<String> = rows
            .filter_map(|(row, cells)| {
                let why = cells
                    .get(index)
                    .and_then(|cell: &Cell| cell.cannot.as_ref())?;
                Some(format!("- {}: `{why}`\n", row.name))
            })
            .collect();
        if !said.is_empty() {
            let _ = write!(text, "\n{} cannot:\n\n{}", peer.name(), said.concat());
        }
    }
    text
}
