//! Evaluates slides on all cores ahead of the compiler, which would evaluate them one after the
//! other, taking longer than their layout. The compiler then takes the cached results.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use typst::World;
use typst::comemo::Track;
use typst::engine::{Route, Sink, Traced};
use typst::syntax::FileId;

use super::world::DeckWorld;

/// Number of slides from which on the compiler's cache of intermediate calls takes more memory than
/// it is worth.
pub(super) const MANY: usize = 500;
/// After this many slides the cache is evicted, before its tables grow: they never shrink.
const BATCH: usize = 400;

/// Evaluates the slides that are new. Errors are reported when they are compiled.
pub(super) fn evaluate(world: &DeckWorld) {
    let one = |id: &FileId| evaluate_one(world, *id);
    let (theirs, ours) = world.new_slides();
    // The first slide evaluates the common imports, while the others are parsed.
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
    // The author's code may not terminate, and the message then names the file that was begun last:
    // so such files are evaluated one at a time.
    rayon::join(|| theirs.iter().for_each(one), all);
}

/// Evicts the cached intermediate calls and keeps the contents of files: only these are asked for
/// between two evictions, the first of which merely ages all entries.
fn keep_results(world: &DeckWorld, slides: &[FileId]) {
    typst::comemo::evict(2);
    let files = [slides, &world.used_templates()].concat();
    files.par_iter().for_each(|id| evaluate_one(world, *id));
    super::forget();
}

/// Evaluates a file exactly as the compiler will.
fn evaluate_one(world: &DeckWorld, id: FileId) {
    let Ok(source) = world.source(id) else { return };
    let world: &dyn World = world;
    let (traced, route, mut sink) = (Traced::default(), Route::default(), Sink::new());
    // The compiler will find any error again.
    let _ = typst_eval::eval(
        world.track(),
        world.library(),
        traced.track(),
        sink.track_mut(),
        route.track(),
        &source,
    );
}
