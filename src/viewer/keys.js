// Keys, clicks, touch → moves.

/** The keys of each move, and by which word the help tells of them. */
const KEYS = [
    ["next", "next", ["ArrowRight", "ArrowDown", "PageDown", " "]],
    ["back", "back", ["ArrowLeft", "ArrowUp", "PageUp"]],
    ["first", "first", ["Home"]],
    ["last", "last", ["End"]],
    ["overview", "overview", ["o"]],
    ["list", "search", ["/"]],
    ["speaker", "speaker-keys", ["s"]],
    ["notes", "notes-keys", ["n"]],
    ["black", "black", ["b", "."]],
    ["white", "white", ["w", ","]],
    ["freeze", "freeze", ["f"]],
    ["pause", "pause", ["p"]],
    ["reset", "reset", ["r"]],
    ["larger", "larger", ["+", "="]],
    ["smaller", "smaller", ["-"]],
    ["screen", "screen", ["F5"]],
    ["help", "keys", ["?"]],
    ["leave", "leave", ["Escape"]],
];

const keys = {
    /** The number that is being typed. */
    typed: "",

    open() {
        addEventListener("keydown", (event) => this.pressed(event));
        document.addEventListener("click", (event) => this.clicked(event));
        let from = null;
        addEventListener("touchstart", ({ touches }) => {
            from = touches.length === 1 ? { x: touches[0].clientX, y: touches[0].clientY } : null;
        }, { passive: true });
        addEventListener("touchend", ({ changedTouches: [to], target }) => {
            if (from && !target.closest(".notes, dialog")) swiped(to.clientX - from.x, to.clientY - from.y);
            from = null;
        }, { passive: true });
    },

    pressed(event) {
        const elsewhere = event.ctrlKey || event.metaKey || event.altKey;
        if (elsewhere || event.target.closest?.("input, dialog")) return;
        const { key } = event;
        if (/^[0-9]$/.test(key)) {
            this.typed = (this.typed + key).slice(-4);
            return;
        }
        const number = this.typed;
        this.typed = "";
        if (key === "Enter") {
            // On a button or a link it is for them.
            if (number) jump(number);
            else if (!event.target.closest?.("a, button, section")) moves.next();
            return;
        }
        if (key === " " && event.target.closest?.("button")) return;
        if (key === " " && event.shiftKey) return done(event, moves.back);
        const found = KEYS.find(([, , own]) => own.includes(key.length === 1 ? key.toLowerCase() : key));
        if (found) done(event, moves[found[0]]);
    },

    clicked(event) {
        const move = event.target.closest("[data-do]")?.dataset.do;
        if (move) return moves[move]();
        const link = event.target.closest('a[href^="#"]');
        if (link) {
            event.preventDefault();
            const page = deck.at(link.getAttribute("href"));
            return page === undefined ? undefined : moves.go(page);
        }
        // A text that was marked is to be copied; a link leads elsewhere.
        const busy = event.target.closest("a, button, dialog, #presenter") || !getSelection().isCollapsed;
        if (busy || overview.on) return;
        if (event.clientX < innerWidth / 4) moves.back();
        else moves.next();
    },
};

function jump(number) {
    const page = deck.at(number);
    if (page !== undefined) moves.go(page);
}

function done(event, move) {
    event.preventDefault();
    move();
}

/** A finger that moved across moves on. */
function swiped(right, down) {
    if (Math.abs(right) < 50 || Math.abs(right) < 2 * Math.abs(down)) return;
    if (right < 0) moves.next();
    else moves.back();
}
