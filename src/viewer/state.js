// What all windows of a talk have in common. A change goes to the others; of two, the later one holds.

const state = {
    now: {
        /** The page that is spoken about. */
        page: 0,
        /** The page that the audience sees instead, while it is frozen. */
        frozen: null,
        /** "black", "white" or "": what covers the audience's screen. */
        blank: "",
        /** Milliseconds that were spoken before the clock was last started, and when that was. */
        spent: 0,
        since: null,
        /** What the clock showed when the page was reached. */
        entered: 0,
        /** Counts changes; `by` tells apart those that were made at once. */
        stamp: 0,
        by: "",
    },
    own: Math.random().toString(36).slice(2, 10),
    listeners: [],

    /** Changes something, here and elsewhere. */
    change(what) {
        const { stamp } = this.now;
        this.now = { ...this.now, ...what, stamp: stamp + 1, by: this.own };
        this.tell();
        link.send({ kind: "state", state: this.now });
    },

    /** What another window says; a newer state is taken. */
    receive(other) {
        const { stamp, by } = this.now;
        if (other.stamp < stamp || (other.stamp === stamp && other.by <= by)) return;
        this.now = { ...this.now, ...other };
        this.tell();
    },

    tell() {
        this.now.page = Math.min(Math.max(this.now.page, 0), deck.pages.length - 1);
        remember(this.now);
        for (const listener of this.listeners) listener(this.now);
    },

    /** Milliseconds that were spoken. */
    elapsed() {
        const { spent, since } = this.now;
        return spent + (since === null ? 0 : this.time() - since);
    },

    /** How far the clock of this machine is behind that of the others, in milliseconds. */
    behind: 0,

    time() {
        return Date.now() + this.behind;
    },
};

/** Keeps the state for when this window is loaded again. */
function remember(now) {
    try {
        sessionStorage.setItem("state", JSON.stringify(now));
    } catch {
        // A browser may refuse; then only the address is kept.
    }
}

/** What was kept. */
function remembered() {
    try {
        return JSON.parse(sessionStorage.getItem("state")) ?? {};
    } catch {
        return {};
    }
}
