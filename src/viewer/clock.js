// Times: how long the talk takes by its notes, and how far it is.

const plan = {
    /** For each page, after how many milliseconds it should be reached; then the end of all. */
    starts: [],

    read() {
        const { slides, duration } = deck.talk;
        const all = slides.reduce((sum, slide) => sum + slide.minutes, 0);
        const scale = (duration ? duration / (all || 1) : 1) * 60_000;
        this.starts = [];
        let at = 0;
        for (const slide of slides) {
            for (let page = 0; page < slide.pages; page++) {
                this.starts[slide.first + page] = at + (slide.minutes * scale * page) / slide.pages;
            }
            at += slide.minutes * scale;
        }
        this.total = at;
        this.starts[deck.pages.length] = at;
    },

    /** Whether there is anything to reckon with. */
    exists() {
        return Boolean(deck.talk.duration) || deck.talk.slides.some((slide) => slide.notes);
    },

    /** Milliseconds that the talk is late at a page; below zero: early; zero: between its start and end. */
    late(page, elapsed) {
        const [start, end] = [this.starts[page], this.starts[page + 1]];
        if (elapsed < start) return elapsed - start;
        return elapsed > end ? elapsed - end : 0;
    },

    /** When the section of a page should end. */
    sectionEnd(page) {
        const next = deck.talk.sections[deck.section(deck.slides[page]) + 1];
        return next ? this.starts[deck.talk.slides[next.first].first] : this.total;
    },

    /** Milliseconds left for the section, planned anew so that the talk ends in time: what was lost or won so
     *  far is shared by all that is to come. */
    sectionLeft({ page, entered }, elapsed) {
        const here = Math.min(this.starts[page + 1], this.starts[page] + Math.max(0, elapsed - entered));
        const share = Math.max(0, this.total - elapsed) / Math.max(1, this.total - here);
        return (this.sectionEnd(page) - here) * share;
    },
};

/** Milliseconds as minutes and seconds. */
function minutes(milliseconds) {
    const seconds = Math.floor(Math.abs(milliseconds) / 1000);
    const [hours, rest] = [Math.floor(seconds / 3600), seconds % 3600];
    const two = (number) => String(number).padStart(2, "0");
    const short = `${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
    return (milliseconds <= -1000 ? "−" : "") + (hours ? `${hours}:${short}` : short);
}
