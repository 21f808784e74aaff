// The overview: the slides side by side, each with all of its steps, to choose one.

const overview = {
    on: false,

    toggle() {
        this.on = !this.on;
        document.body.classList.toggle("overview", this.on);
        for (const slide of deck.talk.slides) {
            deck.pages[slide.first + slide.pages - 1].classList.toggle("last", this.on);
        }
        deck.pages.forEach((page) => (this.on ? page.setAttribute("tabindex", "0") : page.removeAttribute("tabindex")));
        this.mark();
        if (this.on) this.current()?.scrollIntoView({ block: "center" });
    },

    current() {
        const slide = deck.slide(state.now.page);
        return deck.pages[slide.first + slide.pages - 1];
    },

    mark() {
        document.querySelector("#slides > .current")?.classList.remove("current");
        if (this.on) this.current()?.classList.add("current");
    },

    open() {
        const slides = document.getElementById("slides");
        const chosen = (target) => {
            const section = this.on && target.closest("section");
            if (!section) return;
            this.toggle();
            moves.go(deck.slide(deck.pages.indexOf(section)).first);
        };
        slides.addEventListener("click", (event) => {
            if (!this.on) return;
            event.preventDefault();
            event.stopPropagation();
            chosen(event.target);
        }, true);
        slides.addEventListener("keydown", (event) => {
            if (event.key === "Enter") chosen(event.target);
        });
    },
};
