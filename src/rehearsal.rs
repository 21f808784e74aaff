//! Evaluates a rehearsal: how long each page was spoken about → how that compares with the plan,
//! the speaker's rate, and where to cut. Pure: the caller provides the time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthStr;

use crate::deck::timing::TURN;

/// The ending of the name of a rehearsal file.
pub(crate) const ENDING: &str = "rehearsal.json";
/// Milliseconds of a minute.
const MINUTE: f64 = 60_000.0;
/// Least length of a slide's notes from which the rate is measured.
const LEAST_LENGTH: f64 = 15.0;
/// Least total length of notes from which the rate is measured.
const LEAST_SPOKEN: f64 = 100.0;
/// Most slides that are named for a cut.
const MOST_CUT: usize = 5;

/// The plan of a talk.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    /// The deck's title.
    pub(crate) title: String,
    /// Units per minute by which the notes were timed.
    pub(crate) rate: f64,
    /// The unit: 字, words.
    pub(crate) unit: String,
    /// The sections: title, and first slide from 0.
    pub(crate) sections: Vec<(String, usize)>,
    /// The slides of the talk and of its appendix.
    pub(crate) slides: Vec<PlannedSlide>,
}

/// A slide of a plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct PlannedSlide {
    /// Its number.
    pub(crate) number: String,
    /// Its title.
    pub(crate) title: String,
    /// Its first page, from 0, and how many it has.
    pub(crate) pages: (usize, usize),
    /// Its planned minutes.
    pub(crate) minutes: f64,
    /// The length of its notes in units; 0 if its time is not that of its notes.
    pub(crate) length: f64,
}

/// The position of a talk as windows report it: the page, the milliseconds on the clock before it
/// was last started, and when that was.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Moment {
    page: usize,
    spent: f64,
    since: Option<f64>,
}

/// How long a talk has spent at each page so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    /// Milliseconds at each page, from 0.
    pages: BTreeMap<usize, f64>,
    last: Moment,
    /// What the clock showed at that moment.
    elapsed: f64,
}

impl Record {
    /// Records a moment. `now`: milliseconds since 1970, by the same clock as `since`.
    pub(crate) fn hear(&mut self, moment: Moment, now: f64) {
        let elapsed = moment.spent + moment.since.map_or(0.0, |since| (now - since).max(0.0));
        // The clock was restarted.
        if elapsed < self.elapsed - 1000.0 {
            self.pages.clear();
        } else {
            *self.pages.entry(self.last.page).or_default() += (elapsed - self.elapsed).max(0.0);
        }
        (self.last, self.elapsed) = (moment, elapsed);
    }

    /// Records the end of the talk.
    pub(crate) fn end(&mut self, now: f64) {
        self.hear(self.last.clone(), now);
    }

    /// Minutes at a page.
    fn minutes(&self, page: usize) -> f64 {
        self.pages.get(&page).copied().unwrap_or_default() / MINUTE
    }
}

/// The result of a rehearsal; times are in minutes.
#[derive(Debug, Serialize)]
pub(crate) struct Rehearsal {
    version: u8,
    title: String,
    planned: f64,
    actual: f64,
    /// The time spent, plus the rest at the speaker's pace.
    projected: f64,
    /// Units per minute; `None` if too little was spoken.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<f64>,
    unit: String,
    sections: Vec<Timed>,
    slides: Vec<Timed>,
    /// Where to cut so that the talk ends in time: the slides that took longest beyond their plan.
    cut: Vec<Cut>,
    /// By how many minutes all of it would be too long.
    over: f64,
    #[serde(skip)]
    planned_rate: f64,
}

/// A slide or a section, planned and actual.
#[derive(Debug, Serialize)]
struct Timed {
    #[serde(skip_serializing_if = "String::is_empty")]
    number: String,
    title: String,
    planned: f64,
    actual: f64,
    /// The actual minutes of each step, if there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<f64>,
}

/// A slide to cut.
#[derive(Debug, Serialize)]
struct Cut {
    number: String,
    title: String,
    /// Minutes beyond its plan.
    over: f64,
}

impl Plan {
    /// Compares a record with the plan; `None` if nothing was spoken.
    pub(crate) fn compare(&self, record: &Record) -> Option<Rehearsal> {
        let slides: Vec<Timed> = self.slides.iter().map(|slide| timed(slide, record)).collect();
        let actual: f64 = slides.iter().map(|slide| slide.actual).sum();
        if actual <= 0.0 {
            return None;
        }
        let rate = self.rate_of(&slides);
        let planned: f64 = slides.iter().map(|slide| slide.planned).sum();
        let projected = actual + self.rest(&slides, rate);
        let over = projected - planned;
        let mut rehearsal = Rehearsal {
            version: 1,
            title: self.title.clone(),
            planned,
            actual,
            projected,
            rate: rate.map(f64::round),
            unit: self.unit.clone(),
            sections: self.sections(&slides),
            cut: cuts(&slides, over),
            slides,
            over: over.max(0.0),
            planned_rate: self.rate,
        };
        rehearsal.round();
        Some(rehearsal)
    }

    /// The median rate, weighted by length, so that a question from the audience or a skipped slide
    /// does not count.
    fn rate_of(&self, slides: &[Timed]) -> Option<f64> {
        let spoken = self.slides.iter().zip(slides);
        let mut rates: Vec<(f64, f64)> = spoken
            .filter(|(plan, slide)| plan.length >= LEAST_LENGTH && slide.actual > 1.5 * TURN)
            .map(|(plan, slide)| (plan.length / (slide.actual - TURN), plan.length))
            .collect();
        let all: f64 = rates.iter().map(|(_, length)| length).sum();
        if all < LEAST_SPOKEN {
            return None;
        }
        rates.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut below = 0.0;
        let middle = rates.iter().find(|(_, length)| {
            below += length;
            below >= all / 2.0
        });
        middle.map(|(rate, _)| *rate)
    }

    /// Estimated minutes for slides that were not reached.
    fn rest(&self, slides: &[Timed], rate: Option<f64>) -> f64 {
        let left = self.slides.iter().zip(slides).filter(|(_, slide)| slide.actual <= 0.0);
        let minutes = left.map(|(plan, slide)| match rate {
            Some(rate) if plan.length > 0.0 => plan.length / rate + TURN,
            _ => slide.planned,
        });
        minutes.sum()
    }

    fn sections(&self, slides: &[Timed]) -> Vec<Timed> {
        let ends = self.sections.iter().skip(1).map(|(_, first)| *first).chain([slides.len()]);
        let own = self.sections.iter().zip(ends).map(|((title, first), end)| {
            let own = slides.get(*first..end).unwrap_or_default();
            Timed {
                number: String::new(),
                title: title.clone(),
                planned: own.iter().map(|slide| slide.planned).sum(),
                actual: own.iter().map(|slide| slide.actual).sum(),
                steps: Vec::new(),
            }
        });
        own.filter(|section| section.planned > 0.0 || section.actual > 0.0).collect()
    }
}

fn timed(slide: &PlannedSlide, record: &Record) -> Timed {
    let (first, pages) = slide.pages;
    let steps: Vec<f64> = (first..first + pages).map(|page| record.minutes(page)).collect();
    Timed {
        number: slide.number.clone(),
        title: slide.title.clone(),
        planned: slide.minutes,
        actual: steps.iter().sum(),
        steps: if pages > 1 { steps } else { Vec::new() },
    }
}

/// The slides that took longest beyond their plan, until the talk is short enough.
fn cuts(slides: &[Timed], over: f64) -> Vec<Cut> {
    let beyond = |slide: &&Timed| slide.actual - slide.planned;
    let mut longest: Vec<&Timed> = slides.iter().filter(|slide| beyond(slide) > 0.1).collect();
    longest.sort_by(|a, b| beyond(b).total_cmp(&beyond(a)));
    let mut left = over;
    let enough = |slide: &&Timed| {
        let wanted = left > 0.1;
        left -= slide.actual - slide.planned;
        wanted
    };
    let cut = longest.into_iter().take_while(enough).take(MOST_CUT);
    cut.map(|slide| Cut {
        number: slide.number.clone(),
        title: slide.title.clone(),
        over: slide.actual - slide.planned,
    })
    .collect()
}

impl Rehearsal {
    /// The file.
    pub(crate) fn json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("plain data with names for keys");
        json + "\n"
    }

    /// Rounds to hundredths of minutes, for readers.
    fn round(&mut self) {
        let timed = self.sections.iter_mut().chain(&mut self.slides);
        let own = timed.flat_map(|timed| {
            [&mut timed.planned, &mut timed.actual].into_iter().chain(&mut timed.steps)
        });
        let all = [&mut self.planned, &mut self.actual, &mut self.projected, &mut self.over];
        let cut = self.cut.iter_mut().map(|cut| &mut cut.over);
        for minutes in own.chain(all).chain(cut) {
            *minutes = (*minutes * 100.0).round() / 100.0;
        }
    }

    /// The result as lines of text.
    pub(crate) fn lines(&self) -> Vec<String> {
        let (actual, planned) = (clock(self.actual), clock(self.planned));
        let spoken = self.slides.iter().filter(|slide| slide.actual > 0.0).count();
        let mut lines = vec![
            format!(
                "rehearsed {actual}, planned {planned}; {spoken} of {} slides",
                self.slides.len()
            ),
            format!("{:>8}{:>9}", "actual", "planned"),
        ];
        lines.extend(self.sections.iter().map(section));
        if let Some(rate) = self.rate {
            let (unit, planned) = (&self.unit, self.planned_rate);
            lines.push(format!(
                "your rate: {rate:.0} {unit}/min; the plan was made with {planned:.0}"
            ));
        }
        if self.over > 0.1 {
            let all = clock(self.projected);
            lines.push(format!("all of it would take {all}: cut {}", clock(self.over)));
            let width = self.cut.iter().map(|cut| cut.number.width()).max().unwrap_or_default();
            lines.extend(self.cut.iter().map(|Cut { number, title, over }| {
                format!("{:>8}  slide {number:width$}  {title}", format!("+{}", clock(*over)))
            }));
        }
        lines
    }
}

fn section(section: &Timed) -> String {
    let title =
        if section.title.is_empty() { "(before the first section)" } else { &section.title };
    format!("{:>8}{:>9}  {title}", clock(section.actual), clock(section.planned))
}

/// Minutes as minutes and seconds: `7:05`.
fn clock(minutes: f64) -> String {
    let seconds = (minutes * 60.0).round().max(0.0);
    format!("{}:{:02}", (seconds / 60.0).floor(), seconds % 60.0)
}

/// The rate in a rehearsal file; `None` if it has none.
pub(crate) fn learnt(json: &[u8]) -> Option<f64> {
    #[derive(Deserialize)]
    struct Rate {
        rate: Option<f64>,
    }
    let rate = serde_json::from_slice::<Rate>(json).ok()?.rate;
    rate.filter(|rate| rate.is_finite() && *rate > 0.0)
}

#[cfg(test)]
mod tests {
    use super::{Moment, Plan, PlannedSlide, Record, learnt};

    /// A plan of slides of a page each, with their minutes and the length of their notes.
    fn plan(slides: &[(f64, f64)]) -> Plan {
        let slide = |(index, &(minutes, length)): (usize, &(f64, f64))| PlannedSlide {
            number: (index + 1).to_string(),
            title: format!("{index}"),
            pages: (index, 1),
            minutes,
            length,
        };
        let slides: Vec<PlannedSlide> = slides.iter().enumerate().map(slide).collect();
        let sections = vec![("甲".to_owned(), 0), ("乙".to_owned(), 1)];
        Plan { title: "T".to_owned(), rate: 220.0, unit: "字".to_owned(), sections, slides }
    }

    /// A record of moments: page, seconds on a clock that runs, and whether it does.
    fn record(moments: &[(usize, f64, bool)]) -> Record {
        let mut record = Record::default();
        for &(page, seconds, runs) in moments {
            let spent = seconds * 1000.0;
            let moment = match runs {
                true => Moment { page, spent: 0.0, since: Some(5000.0) },
                false => Moment { page, spent, since: None },
            };
            record.hear(moment, 5000.0 + spent);
        }
        record
    }

    #[test]
    fn a_page_has_the_time_until_the_next_one() {
        let mut record =
            record(&[(1, 0.0, true), (2, 60.0, true), (1, 90.0, true), (1, 100.0, false)]);
        // The clock stands: a question.
        record.end(1e9);
        let minutes: Vec<f64> = (0..4).map(|page| record.minutes(page) * 60.0).collect();
        assert_eq!(minutes, [0.0, 70.0, 30.0, 0.0]);
        // It begins anew.
        record.hear(Moment { page: 0, spent: 0.0, since: Some(0.0) }, 0.0);
        record.end(6000.0);
        assert_eq!(record.minutes(1), 0.0);
        assert_eq!(record.minutes(0), 0.1);
    }

    #[test]
    fn the_rate_is_that_of_most_of_the_talk() {
        // 4 seconds for each turn; the last slide was passed over, the third had a question.
        let plan = plan(&[(1.0, 240.0), (1.0, 240.0), (1.0, 240.0), (0.2, 240.0)]);
        let record = record(&[
            (0, 0.0, true),
            (1, 64.0, true),
            (2, 128.0, true),
            (3, 400.0, true),
            (3, 401.0, false),
        ]);
        let rehearsal = plan.compare(&record).expect("a rehearsal");
        assert_eq!(rehearsal.rate, Some(240.0));
        assert_eq!(learnt(rehearsal.json().as_bytes()), Some(240.0));
        let cut: Vec<&str> = rehearsal.cut.iter().map(|cut| cut.number.as_str()).collect();
        assert_eq!(cut, ["3"]);
        assert_eq!(rehearsal.sections[1].planned, 2.2);
    }

    #[test]
    fn too_little_says_nothing() {
        let plan = plan(&[(1.0, 90.0), (1.0, 5.0)]);
        assert!(plan.compare(&Record::default()).is_none());
        let rehearsal = plan.compare(&record(&[(0, 0.0, true), (1, 30.0, true)])).expect("one");
        assert_eq!((rehearsal.rate, rehearsal.projected), (None, 1.5));
        assert_eq!(learnt(rehearsal.json().as_bytes()), None);
        assert_eq!(learnt(b"{"), None);
    }

    #[test]
    fn lines_say_what_to_do() {
        let plan = plan(&[(1.0, 220.0), (2.0, 440.0)]);
        let record = record(&[(0, 0.0, true), (1, 120.0, true), (1, 300.0, false)]);
        let lines = plan.compare(&record).expect("a rehearsal").lines();
        let expected = [
            "rehearsed 5:00, planned 3:00; 2 of 2 slides",
            "  actual  planned",
            "    2:00     1:00  甲",
            "    3:00     2:00  乙",
            "your rate: 150 字/min; the plan was made with 220",
            "all of it would take 5:00: cut 2:00",
            "   +1:00  slide 1  0",
            "   +1:00  slide 2  1",
        ];
        assert_eq!(lines, expected);
    }
}
