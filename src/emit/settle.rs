//! Adapts a deck to its theme before it is emitted: flattens what is nested too deeply, turns
//! charts that cannot be drawn into listings, and makes plain content of slides that do not suit
//! their layout. Each change is a finding.

use std::collections::{BTreeMap, BTreeSet};

use super::{Assets, characters, depth, diagram, slots, wide};
use crate::deck::block::{visit_blocks_mut, visit_inlines_mut, walk_inlines_mut};
use crate::deck::meta::Fit;
use crate::deck::{Block, Deck, Inline, Slide, Spanned, timing};
use crate::diag::{Diagnostic, Diagnostics, Severity, Sources, Span, nearest};
use crate::theme::{Layout, Plain, Theme};

/// The layout that is chosen for a slide with nothing but a listing.
const LISTING: &str = "code";

/// The layout that is chosen for a slide with nothing but a table.
const TABLE: &str = "table";

/// Gives each slide a layout that the theme has and that accepts its content, with options that the
/// layout has. An unknown layout is reported once.
pub(crate) fn settle(
    deck: &mut Deck,
    theme: &Theme,
    assets: &Assets,
    sources: &Sources,
    findings: &mut Diagnostics,
) {
    let mut unknown = BTreeSet::new();
    let words = deck.meta.locale().words;
    let aspect = deck.meta.aspect.unwrap_or_default();
    for slide in deck.slides_mut() {
        findings.0.extend(depth::settle(slide));
        let (mut has_listing, mut has_picture) = (false, false);
        visit_blocks_mut(&mut slide.blocks, &mut |block| {
            has_listing |= settle_chart(block, assets, sources, findings);
            if let Some(undrawn) = diagram::settle(block, words, aspect, sources) {
                findings.push(undrawn);
                has_listing = true;
            }
            has_picture |= characters::draw(block);
        });
        if has_picture && slide.layout == LISTING {
            make_plain(slide, theme);
        }
        // Several tables stand one below the other.
        if wide::part(&mut slide.blocks) && slide.layout == TABLE {
            make_plain(slide, theme);
        }
        forget_background(slide, assets, theme);
        drop_captions(slide, findings);
        let Some(layout) = theme.layout(&slide.layout) else {
            if unknown.insert(slide.layout.clone()) {
                findings.push(unknown_layout(slide, theme));
            }
            make_plain(slide, theme);
            continue;
        };
        match unsuited(slide, layout) {
            Some(finding) => {
                // The finding about the chart says enough.
                findings.0.extend((!has_listing).then_some(finding));
                make_plain(slide, theme);
            }
            None => settle_options(slide, layout, sources, findings),
        }
    }
}

/// Drops a missing picture that was to cover the whole page, and leaves the page as it is.
fn forget_background(slide: &mut Slide, assets: &Assets, theme: &Theme) {
    if slide.options.get("bleed").is_none_or(|bleed| bleed != "true")
        || slide.options.contains_key("side")
    {
        return;
    }
    let before = slide.blocks.len();
    slide.blocks.retain(|block| match &block.value {
        Block::Image(image) => !assets.is_missing(&image.path),
        _ => true,
    });
    if slide.blocks.len() < before {
        slide.options.remove("bleed");
        make_plain(slide, theme);
    }
}

/// Removes caption and credit from pictures inside a line, which have no room for them; a finding
/// names each.
fn drop_captions(slide: &mut Slide, findings: &mut Diagnostics) {
    let mut drop = |inline: &mut Spanned<Inline>| {
        let span = inline.span;
        let Inline::Image(image) = &mut inline.value else { return };
        let words = [image.caption.take(), image.credit.take()];
        for words in words.into_iter().flatten() {
            let message =
                format!("no words stand below a picture in a line: `{words}` is left out");
            findings.push(Diagnostic::warning("ignored-value", span, message));
        }
    };
    walk_inlines_mut(&mut slide.title, &mut drop);
    visit_blocks_mut(&mut slide.blocks, &mut |block| match &mut block.value {
        Block::Heading { content, .. } => walk_inlines_mut(content, &mut drop),
        Block::Definitions(all) => {
            all.iter_mut().for_each(|one| walk_inlines_mut(&mut one.value.term, &mut drop));
        }
        // The others have room for what stands below a picture, or hold no text themselves.
        Block::Paragraph(_)
        | Block::List { .. }
        | Block::Table(_)
        | Block::Code { .. }
        | Block::Math(_)
        | Block::Quote(_)
        | Block::Alert { .. }
        | Block::Image(_)
        | Block::Chart(_)
        | Block::Diagram(_)
        | Block::Columns(_)
        | Block::Typst { .. } => {}
    });
    visit_inlines_mut(slide, &mut |inline| {
        if let Inline::Footnote(content) = &mut inline.value {
            walk_inlines_mut(content, &mut drop);
        }
    });
}

/// Gives a slide the plain layout, which accepts anything, or the one for a title alone.
fn make_plain(slide: &mut Slide, theme: &Theme) {
    let what = if slide.blocks.is_empty() { Plain::Title } else { Plain::Content };
    theme.plain(what).clone_into(&mut slide.layout);
}

/// Replaces a chart that cannot be drawn with a listing of its source; returns whether it did.
fn settle_chart(
    block: &mut Spanned<Block>,
    assets: &Assets,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> bool {
    let Block::Chart(chart) = &block.value else { return false };
    let data = match &chart.file {
        Some(path) => assets.charts.get(path),
        None => Some(&chart.data),
    };
    match data.map(|data| chart.check(data)) {
        Some(Ok(())) => return false,
        Some(Err((message, hint))) => {
            findings.push(Diagnostic::warning("unset", block.span, message).maybe_hint(hint));
        }
        // Reading the file already reported what is wrong with it.
        None => {}
    }
    let text = sources.text(block.span).to_owned();
    block.value = Block::Code { lang: None, text, options: BTreeMap::new() };
    true
}

/// The finding that says why a layout does not accept a slide's content; `None` if it does.
fn unsuited(slide: &Slide, layout: &Layout) -> Option<Diagnostic> {
    let mut faults = Diagnostics::default();
    slots::fill(slide, layout, &mut faults);
    let fault = faults.0.into_iter().next()?;
    let message = format!("{}: the slide is plain content", fault.message);
    let severity = Severity::Warning;
    Some(Diagnostic { severity, code: Some("unsuited-layout"), message, ..fault })
}

/// Whether a slide's content matches a layout.
pub(crate) fn accepts(slide: &Slide, layout: &Layout) -> bool {
    unsuited(slide, layout).is_none()
}

fn unknown_layout(slide: &Slide, theme: &Theme) -> Diagnostic {
    let span = if slide.layout_span.is_attached() { slide.layout_span } else { slide.span };
    let near = || nearest(&slide.layout, theme.layout_names());
    let message = format!("there is no layout `{}`: the slide is plain content", slide.layout);
    Diagnostic::warning("unknown-layout", span, message)
        .maybe_hint(elsewhere(&slide.layout).or_else(near))
        .hint("`llmslides explain layouts` lists them")
}

/// Options of a slide that every layout accepts.
const SLIDE_OPTIONS: [&str; 7] =
    ["id", "fit", "allow", "background", "header", "footer", timing::MINUTES];

/// Removes options whose value the layout does not accept; that is a finding, and so is an option
/// the layout does not have.
fn settle_options(
    slide: &mut Slide,
    layout: &Layout,
    sources: &Sources,
    findings: &mut Diagnostics,
) {
    let mut wrong = Vec::new();
    let place = |key: &str| option_span(slide, key, sources);
    for (key, value) in &slide.options {
        if let Some(expected) = expected(key, value, layout) {
            let message = format!("`{key}` expects {expected}, found `{value}`");
            findings.push(Diagnostic::warning("unknown-option", place(key), message));
            wrong.push(key.clone());
        } else if !layout.options.contains_key(key) && !SLIDE_OPTIONS.contains(&key.as_str()) {
            let message = format!("layout `{}` has no option `{key}`", layout.name);
            let known = layout.options.keys().map(String::as_str);
            findings.push(
                Diagnostic::warning("unknown-option", place(key), message)
                    .maybe_hint(nearest(key, known))
                    .hint(format!("`llmslides explain {}` lists its options", layout.name)),
            );
        }
    }
    for key in wrong {
        slide.options.remove(&key);
    }
}

/// What an option should be whose value is wrong; `None` if the value is right or the option is
/// unknown.
fn expected(key: &str, value: &str, layout: &Layout) -> Option<String> {
    match key {
        "fit" if Fit::named(value).is_none() => Some(format!("`{}`", Fit::NAMES.join("` or `"))),
        timing::MINUTES if timing::planned(value).is_none() => {
            Some("how long the slide takes".to_owned())
        }
        _ => {
            let allowed = layout.options.get(key).filter(|allowed| !allows(allowed, value));
            allowed.map(|allowed| choices(allowed))
        }
    }
}

/// The place where an option is set: in the heading's attributes, else where the layout is named,
/// else the slide.
fn option_span(slide: &Slide, key: &str, sources: &Sources) -> Span {
    let heading = sources.text(slide.span);
    let attributes = heading.rfind('{').unwrap_or(heading.len());
    let sets = |at: &usize| {
        heading[at + key.len()..].starts_with('=') && heading[..*at].ends_with([' ', '{'])
    };
    let found = heading[attributes..].match_indices(key).map(|(at, _)| attributes + at).find(sets);
    match found {
        Some(at) => slide.span.within(at..at + key.len()),
        None if slide.layout_span.is_attached() => slide.layout_span,
        None => slide.span,
    }
}

/// Whether a value is one of `a|b|c`, or in the range `1..4`; any other description allows
/// everything.
fn allows(allowed: &str, value: &str) -> bool {
    if let Some((low, high)) = allowed.split_once("..") {
        let bounds = (low.trim().parse::<f64>(), high.trim().parse::<f64>());
        if let (Ok(low), Ok(high)) = bounds {
            return value.parse::<f64>().is_ok_and(|value| (low..=high).contains(&value));
        }
    }
    !allowed.contains('|') || allowed.split('|').any(|choice| choice.trim() == value)
}

fn choices(allowed: &str) -> String {
    match allowed.split_once("..") {
        Some((low, high)) => format!("{low} to {high}"),
        None => format!("`{}`", allowed.replace('|', "` or `")),
    }
}

/// A hint for classes that are not for headings: where they belong.
fn elsewhere(class: &str) -> Option<String> {
    let place = match class {
        "left" | "right" | "full" | "bleed" => {
            format!("behind a picture: `![](x.png){{.{class}}}`")
        }
        "column" => "between `::: columns` and `:::`: `::: column`".to_owned(),
        "notes" => "on a line of its own: `::: notes`, closed by `:::`".to_owned(),
        "appendix" => "behind the title of a section: `# 附录 {.appendix}`".to_owned(),
        "numberLines" => "behind a code fence: `{.python .numberLines}`".to_owned(),
        _ if class.starts_with("callout-") => {
            format!("on a line of its own: `::: {{.{class}}}`, closed by `:::`")
        }
        _ => return None,
    };
    Some(format!("`{class}` belongs {place}"))
}
