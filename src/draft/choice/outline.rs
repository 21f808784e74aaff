//! What a plan can choose from: the units of an article with their ids, roles and possible
//! abbreviations.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use super::plan::VERSION;
use super::{heading_id, id};
use crate::deck::block::plain_text;
use crate::deck::{Block, Spanned};
use crate::draft::passages::Passage;
use crate::draft::sentences::Sentence;
use crate::draft::standing;
use crate::draft::units::{Kind, Unit};

/// Most parts of a sentence that are listed. A plan may use others, too.
const MOST_CUTS: usize = 12;

/// What `import --outline` writes.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Outline of llmslides import")]
pub(crate) struct Outline {
    /// Version of this format: 1.
    outline: u32,
    /// The fingerprint of the article, which a plan for it has to name.
    article: String,
    /// The language.
    lang: &'static str,
    /// The headings, in order.
    headings: Vec<HeadingRecord>,
    /// The units, in order. Each is on one slide, or only said.
    units: Vec<UnitRecord>,
}

/// A heading.
#[derive(Debug, Serialize, JsonSchema)]
struct HeadingRecord {
    /// Its id, such as `h3`.
    id: String,
    /// The heading above it. Null for one of the highest level.
    within: Option<String>,
    /// What it says.
    text: String,
}

/// A unit.
#[derive(Debug, Serialize, JsonSchema)]
struct UnitRecord {
    /// Its id, such as `s12`.
    id: String,
    /// What it is: `sentence`; `group` (a list, labels with their texts); `code`, `math`, `image`, `table`,
    /// `chart`, `quote`, or `block` for any other.
    kind: &'static str,
    /// The heading that it stands below. Null before the first.
    heading: Option<String>,
    /// What a sentence does, such as `definition`.
    role: Option<&'static str>,
    /// What it says.
    text: String,
    /// The parts of a sentence that may stand for it: first character, and the one behind the last. The
    /// first of them is what the rules would show.
    cuts: Vec<[usize; 2]>,
    /// The ids of units that it cannot be understood without.
    needs: Vec<String>,
    /// Whether the rules would show it in a talk of the given length.
    shown: bool,
}

/// The outline of an article. Its units must be numbered.
pub(in crate::draft) fn outline(root: &Passage, article: String, lang: &'static str) -> Outline {
    let mut outline =
        Outline { outline: VERSION, article, lang, headings: Vec::new(), units: Vec::new() };
    outline.add(root, None);
    outline
}

impl Outline {
    fn add(&mut self, passage: &Passage, within: Option<&str>) {
        let own = (!passage.heading.is_empty()).then(|| heading_id(passage));
        if let Some(id) = &own {
            let (id, within) = (id.clone(), within.map(str::to_owned));
            self.headings.push(HeadingRecord { id, within, text: passage.name() });
        }
        for (at, unit) in passage.units.iter().enumerate() {
            self.units.push(record(unit, &passage.units[..at], own.clone()));
        }
        let within = own.as_deref().or(within);
        passage.parts.iter().for_each(|part| self.add(part, within));
    }
}

fn record(unit: &Unit, before: &[Unit], heading: Option<String>) -> UnitRecord {
    let led = before.last().filter(|last| last.ties.leads && unit.holds() || unit.ties.follows);
    UnitRecord {
        id: id(unit),
        kind: kind(unit),
        heading,
        role: unit.sentence().map(|one| one.role.name()),
        text: text(unit),
        cuts: unit.sentence().map(cuts).unwrap_or_default(),
        needs: led.map(id).into_iter().collect(),
        shown: unit.shown,
    }
}

/// What a unit is.
pub(super) fn kind(unit: &Unit) -> &'static str {
    match &unit.kind {
        Kind::Sentence(_) => "sentence",
        Kind::Group(_) => "group",
        Kind::Object(object) => match object.layout() {
            "content" => "block",
            layout => layout,
        },
    }
}

fn text(unit: &Unit) -> String {
    let said = || unit.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join("\n");
    match &unit.kind {
        Kind::Sentence(sentence) => sentence.whole().to_owned(),
        Kind::Group(_) => said(),
        Kind::Object(object) => shown(&object.block).unwrap_or_else(said),
    }
}

/// The text of an object; `None` if it has none.
fn shown(block: &Spanned<Block>) -> Option<String> {
    match &block.value {
        Block::Code { text, .. } | Block::Math(text) => Some(text.clone()),
        Block::Image(image) => Some(image.caption.clone().unwrap_or_else(|| image.alt.clone())),
        Block::Table(table) => {
            let rows = table.head.iter().map(|cell| plain_text(cell)).collect::<Vec<_>>();
            let rest = table
                .rows
                .iter()
                .map(|row| row.iter().map(|cell| plain_text(cell)).collect::<Vec<_>>().join(" | "));
            Some([rows.join(" | ")].into_iter().chain(rest).collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    }
}

/// The parts of a sentence that may stand for it, as ranges of characters; the one that the rules
/// would show comes first.
fn cuts(one: &Sentence) -> Vec<[usize; 2]> {
    let clauses = one.run.clauses(one.point.clone());
    let runs = (0..clauses.len()).flat_map(|first| {
        let (start, ends) =
            (clauses[first].start, clauses[first..].iter().map(|clause| clause.end));
        ends.map(move |end| start..end)
    });
    let stands =
        |part: &Range<usize>| *part != one.point && standing::stands(&one.run.text[part.clone()]);
    let parts = runs.filter(stands).take(MOST_CUTS);
    let cuts = [one.point.clone()].into_iter().chain(parts);
    let characters = |at: usize| one.run.text[one.range.start..at].chars().count();
    cuts.map(|part| [characters(part.start), characters(part.end)]).collect()
}

/// The JSON Schema of an outline, indented, with a newline at the end.
pub(crate) fn schema() -> String {
    let mut text =
        serde_json::to_string_pretty(&schemars::schema_for!(Outline)).unwrap_or_default();
    text.push('\n');
    text
}
