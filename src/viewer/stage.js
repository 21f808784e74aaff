// The audience view: one page, as large as the window, and nothing else.

const stage = {
    shown: null,

    open() {
        document.body.append(made("bar"));
        let idle;
        addEventListener("pointermove", () => {
            document.body.classList.add("awake");
            clearTimeout(idle);
            idle = setTimeout(() => document.body.classList.remove("awake"), 2500);
        });
        // What the browser itself finds is shown.
        document.getElementById("slides").addEventListener("beforematch", ({ target }) => {
            moves.go(deck.pages.indexOf(target.closest("section")));
        });
    },

    show(now) {
        const page = Math.min(now.frozen ?? now.page, deck.pages.length - 1);
        if (deck.pages[page] !== this.shown) {
            this.turn(page);
            const text = `${word("slide", deck.address(page))} ${deck.slide(page).title}`;
            document.getElementById("said").textContent = text;
        }
        const blank = document.getElementById("blank");
        blank.hidden = !now.blank;
        blank.className = now.blank;
        document.querySelector("#bar .place").textContent = deck.place(page);
        history.replaceState(null, "", `#${deck.address(now.page)}`);
        overview.mark();
    },

    /** Shows a page. The others can be found by the browser, where it knows how to. */
    turn(page) {
        const next = deck.pages[page];
        for (const each of deck.pages) {
            if (each !== next && each.hidden !== "until-found") each.setAttribute("hidden", "until-found");
        }
        next.hidden = false;
        document.body.style.setProperty("--ground", next.style.getPropertyValue("--ground"));
        this.shown = next;
    },
};
