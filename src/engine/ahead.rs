//! Slides are evaluated on all cores before the compiler comes to them. It evaluates one after the
//! other by itself, which takes longer than laying them out; of what it finds done it takes the result.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use typst::World;
use typst::comemo::Track;
use typst::engine::{Route, Sink, Traced};
use typst::syntax::FileId;

use super::world::DeckWorld;

/// From so many slides on, what the compiler remembers of the way to a result takes more memory than it
/// is worth.
pub(super) const MANY: usize = 500;
/// After so many slides it is let go, before the tables that it stands in have grown: they never shrink.
const BATCH: usize = 400;

/// Evaluates the slides that are new. What is wrong with them is said when they are compiled.
pub(super) fn evaluate(world: &DeckWorld) {
    let one = |id: &FileId| evaluate_one(world, *id);
    let (theirs, ours) = world.new_slides();
    // What all of them import is done with the first, and what is to come is parsed meanwhile.
    let Some((first, rest)) = ours.split_first() else { return };
    rayon::join(|| one(first), || world.parse_templates());
    let all = || {
        let batch = if ours.len() < MANY { MANY } else { BATCH };
        for (index, slides) in rest.chunks(batch).enumerate() {
            slides.par_iter().for_each(one);
            if ours.len() >= MANY {
                keep_results(world, &ours[..=(index * batch + slides.len())]);
            }
        }
    };
    // What the author wrote may go on for ever, and the file that the compiler turned to last is named
    // then: so that is one at a time.
    rayon::join(|| theirs.iter().for_each(one), all);
}

/// Lets go of every call that was remembered on the way to the content of files, and keeps that: it
/// alone is asked for between two rounds of forgetting, of which the first only makes all of it older.
fn keep_results(world: &DeckWorld, slides: &[FileId]) {
    typst::comemo::evict(2);
    let files = [slides, &world.used_templates()].concat();
    files.par_iter().for_each(|id| evaluate_one(world, *id));
    super::forget();
}

/// Evaluates a file, as the compiler will do.
fn evaluate_one(world: &DeckWorld, id: FileId) {
    let Ok(source) = world.source(id) else { return };
    let world: &dyn World = world;
    let (traced, route, mut sink) = (Traced::default(), Route::default(), Sink::new());
    // An error is found again.
    let _ = typst_eval::eval(
        world.track(),
        world.library(),
        traced.track(),
        sink.track_mut(),
        route.track(),
        &source,
    );
}
