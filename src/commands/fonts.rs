//! `llmslides fonts`: the faces there are, and what a deck uses each for.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use typst::text::{FontInfo, FontStyle, StandardAxes};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::args::{DataFormat, FontsArgs};
use crate::assets::fonts;
use crate::check::font_fallback::{self, FaceUse};
use crate::check::unicode;
use crate::diag::{Diagnostics, Sources};
use crate::engine::{FaceView, Origin};
use crate::input::Input;
use crate::numbers::thousands;
use crate::pipeline::{self, Build};
use crate::report::Reporter;
use crate::settings::{self, DeckSettings};

/// Most characters of a deck that are shown for a face.
const MOST_EXAMPLES: usize = 12;

/// The faces there are.
#[derive(Debug, Serialize, JsonSchema)]
struct FontList {
    /// In the order in which fallback tries them: the bundled ones first.
    faces: Vec<FaceEntry>,
    /// Characters of the deck that no face has.
    #[serde(skip_serializing_if = "String::is_empty")]
    missing: String,
}

/// One face.
#[derive(Debug, Serialize, JsonSchema)]
struct FaceEntry {
    /// The name that tokens such as `font-han` and Typst know it by.
    family: String,
    /// `regular`, `italic` or `oblique`.
    style: &'static str,
    /// Lightest and heaviest weight, from 100 to 900; the same for a face that has one.
    weight: [u16; 2],
    /// `bundled`, `own` (in `fonts/` or with `--font-path`) or `system`.
    origin: &'static str,
    /// Its file; none for a bundled face.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// Scripts and the number of their characters that it has.
    scripts: Vec<Script>,
    /// What the deck uses it for; none if it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    used: Option<Used>,
}

/// A script that a face covers.
#[derive(Debug, Serialize, JsonSchema)]
struct Script {
    /// Its name.
    name: &'static str,
    /// How many of its characters the face has.
    characters: usize,
}

/// What a deck uses a face for.
#[derive(Debug, Serialize, JsonSchema)]
struct Used {
    /// How many characters of the deck it shows.
    characters: usize,
    /// These characters, each once, in the order of the pages.
    distinct: String,
    /// Those among them for which the theme does not name it.
    #[serde(skip_serializing_if = "String::is_empty")]
    fallback: String,
}

/// The JSON Schema of what `--format json` prints.
pub(super) fn schema() -> String {
    json(&schemars::schema_for!(FontList))
}

/// Lists the faces and what the deck uses them for, unless only the list is wanted.
pub(super) fn run(
    args: FontsArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<(), Diagnostics> {
    let (format, only_list) = (args.format, args.list);
    let settings = settings::resolve_deck(args.deck, None)?;
    let mut findings = Diagnostics::default();
    let list = if only_list {
        let fonts = fonts::load(&settings.options.fonts, None, &mut findings)?;
        FontList::new(fonts.faces(), BTreeMap::new(), String::new())
    } else {
        if let Input::Bundled { name, named: false, .. } = &settings.input {
            reporter.line(&format!("no deck here: looking at the bundled one, `{name}`"));
        }
        let (list, found) = used(&settings, reporter, sources)?;
        findings = found;
        list
    };
    // Other findings are for `check`.
    findings.0.retain(|finding| finding.code == Some(fonts::BROKEN));
    reporter.diagnostics(&findings.0, sources);
    let text = match format {
        DataFormat::Json => json(&list),
        DataFormat::Human if only_list => list.table(),
        DataFormat::Human => list.report(),
    };
    Ok(reporter.data(text.as_bytes())?)
}

/// The faces with what a deck uses each for, and the findings about fonts.
fn used(
    settings: &DeckSettings,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<(FontList, Diagnostics), Diagnostics> {
    pipeline::job(Some(settings.options.limits), |job| {
        let (mut build, text) = Build::open(job, settings, sources)?;
        super::say_if_taken(&text, build.sources, reporter);
        let deck = build.read(&text)?;
        super::say_if_long(&deck, reporter);
        let compiled = build.lay_out(deck, &text.files)?.compiled;
        let uses = font_fallback::usage(&compiled.document, &compiled.world);
        let missing = font_fallback::missing(&compiled.document, &compiled.world);
        Ok((FontList::new(compiled.world.fonts().faces(), uses, missing), build.findings))
    })
}

impl FontList {
    fn new<'a>(
        faces: impl Iterator<Item = FaceView<'a>>,
        mut uses: BTreeMap<usize, FaceUse>,
        missing: String,
    ) -> Self {
        let faces = faces.enumerate();
        let faces = faces.map(|(index, face)| FaceEntry::new(face, uses.remove(&index)));
        Self { faces: faces.collect(), missing }
    }

    /// Every face and what it covers.
    fn table(&self) -> String {
        let head = ["Family", "Style", "Weight", "From", "Scripts"].map(str::to_owned);
        let rows = self.faces.iter().map(|face| {
            let from = face.path.clone().unwrap_or_else(|| face.origin.to_owned());
            [face.family.clone(), face.style.to_owned(), face.weights(), from, face.covers()]
        });
        columns(head, rows.collect())
    }

    /// The faces that a deck uses, and for what.
    fn report(&self) -> String {
        let head = ["Family", "Style", "Weight", "Characters", "Such as", "Fallback for", "From"];
        let rows = self.faces.iter().filter_map(|face| {
            let used = face.used.as_ref()?;
            let from = face.path.clone().unwrap_or_else(|| face.origin.to_owned());
            Some([
                face.family.clone(),
                face.style.to_owned(),
                face.weights(),
                thousands(used.characters),
                examples(&used.distinct),
                examples(&used.fallback),
                from,
            ])
        });
        let mut text = columns(head.map(str::to_owned), rows.collect());
        let is_used = |family: &str| {
            self.faces.iter().any(|face| face.family == family && face.used.is_some())
        };
        // Unused system fonts are not worth mentioning.
        let others = self.faces.iter().filter(|face| face.origin != SYSTEM);
        let mut unused: Vec<&str> = others.map(|face| face.family.as_str()).collect();
        unused.retain(|family| !is_used(family));
        unused.dedup();
        if !unused.is_empty() {
            text.push_str(&format!("\nNot used: {}\n", unused.join(", ")));
        }
        if !self.missing.is_empty() {
            text.push_str(&format!("\nIn no font: {}\n", self.missing));
        }
        text
    }
}

/// The origin of system fonts, as it is printed.
const SYSTEM: &str = "system";

impl FaceEntry {
    fn new(face: FaceView, used: Option<FaceUse>) -> Self {
        let scripts = unicode::scripts(face.info.coverage.iter()).into_iter();
        let text = |characters: &[char]| characters.iter().collect::<String>();
        Self {
            family: face.info.family.clone(),
            style: match face.info.variant.style {
                FontStyle::Normal => "regular",
                FontStyle::Italic => "italic",
                FontStyle::Oblique => "oblique",
            },
            weight: weight(face.info),
            origin: match face.origin {
                Origin::Bundled => "bundled",
                Origin::Own => "own",
                Origin::System => SYSTEM,
            },
            path: face.path.map(|path| path.display().to_string()),
            scripts: scripts.map(|(name, characters)| Script { name, characters }).collect(),
            used: used.map(|used| Used {
                characters: used.characters,
                distinct: text(&used.distinct),
                fallback: text(&used.fallback),
            }),
        }
    }

    fn weights(&self) -> String {
        match self.weight {
            [one, other] if one == other => one.to_string(),
            [lightest, heaviest] => format!("{lightest}–{heaviest}"),
        }
    }

    /// The scripts that a face covers, for Han with the number of characters.
    fn covers(&self) -> String {
        let script = |script: &Script| match script.name {
            "Han" => format!("Han ({})", thousands(script.characters)),
            name => name.to_owned(),
        };
        self.scripts.iter().map(script).collect::<Vec<_>>().join(", ")
    }
}

fn weight(info: &FontInfo) -> [u16; 2] {
    match StandardAxes::parse(&info.axes).wght {
        Some(axis) => [axis.min.0 as u16, axis.max.0 as u16],
        None => [info.variant.weight.to_number(); 2],
    }
}

/// The first characters of a text that are visible by themselves.
fn examples(text: &str) -> String {
    let mut seen = text.chars().filter(|c| c.width().is_some_and(|width| width > 0));
    let mut shown: String = seen.by_ref().take(MOST_EXAMPLES).collect();
    if seen.next().is_some() {
        shown.push('…');
    }
    shown
}

/// A table whose columns are as wide as what stands in them; empty ones are left out.
fn columns<const N: usize>(head: [String; N], rows: Vec<[String; N]>) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<(usize, usize)> = (0..N)
        .filter(|column| width(*column) > 0)
        .map(|column| (column, width(column).max(head[column].width())))
        .collect();
    let mut text = String::new();
    for row in std::iter::once(&head).chain(&rows) {
        let mut line = String::new();
        for (column, width) in &widths {
            let cell = &row[*column];
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn json(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::{columns, examples};

    #[test]
    fn columns_line_up_whatever_the_script() {
        let head = ["a", "b", "c"].map(str::to_owned);
        let rows = [["大模型", "", "x"], ["é", "", "y"]].map(|row| row.map(str::to_owned));
        assert_eq!(columns(head, rows.to_vec()), "a       c\n大模型  x\né       y\n");
    }

    #[test]
    fn short_forms() {
        assert_eq!(examples("甲\u{301}乙"), "甲乙");
        assert_eq!(examples("一二三四五六七八九十甲乙丙"), "一二三四五六七八九十甲乙…");
    }
}
