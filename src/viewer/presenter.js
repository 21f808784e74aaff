// The presenter view: this step, the next one, the notes, the times. It is never dark because the
// audience's screen is.

const presenter = {
    element: null,
    /** The page whose notes are shown. */
    page: null,

    show(now) {
        this.element ??= this.make();
        if (this.page !== now.page) this.turn(now.page);
        const { frozen, blank } = now;
        const states = [blank && word(blank), frozen !== null && word("frozen", deck.address(frozen))];
        this.find(".state").textContent = states.filter(Boolean).join(" · ");
        this.element.classList.toggle("paused", now.since === null);
        for (const [name, on] of [["black", blank === "black"], ["white", blank === "white"], ["freeze", frozen !== null], ["pause", now.since === null && now.spent > 0]]) {
            this.find(`.buttons [data-do=${name}]`).setAttribute("aria-pressed", on);
        }
        this.times();
    },

    make() {
        const element = made("presenter");
        document.body.append(element);
        element.querySelector(".talk strong").textContent = deck.talk.title;
        element.style.setProperty("--notes", kept("notes-size") ?? 1);
        setInterval(() => this.times(), 500);
        return element;
    },

    find(selector) {
        return this.element.querySelector(selector);
    },

    turn(page) {
        this.page = page;
        const slide = deck.slides[page];
        const { title, pages, first } = deck.talk.slides[slide];
        const steps = pages > 1 ? ` · ${page - first + 1}/${pages}` : "";
        const place = `${deck.place(page)}${steps}`;
        fill(this.find(".now"), page, place, title);
        const next = page + 1 < deck.pages.length ? page + 1 : null;
        const to = next === null ? word("end") : deck.slide(next).title;
        fill(this.find(".next"), next, word("next"), next !== null && deck.slides[next] === slide ? "" : to);
        this.find(".section").textContent = deck.talk.sections[deck.section(slide)]?.title ?? "";
        this.notes(deck.talk.slides[slide], page - first);
        document.title = `${slide + 1} · ${deck.talk.title}`;
        history.replaceState(null, "", `#${deck.address(page)}`);
    },

    /** The notes of a slide; those for the step that is shown stand out. */
    notes({ notes = [] }, step) {
        const element = this.find(".notes");
        const current = notes.findLastIndex((part) => part.step <= step);
        const parts = notes.map((part, index) => {
            const own = document.createElement("div");
            // Markup of our own making: it loads nothing.
            own.innerHTML = part.html;
            own.querySelectorAll("br").forEach((end) => {
                end.replaceWith(Object.assign(document.createElement("span"), { className: "breath" }));
            });
            own.classList.toggle("later", index !== current && notes.length > 1);
            own.querySelectorAll("a").forEach((to) => Object.assign(to, { target: "_blank", rel: "noopener noreferrer" }));
            return own;
        });
        if (!parts.length) {
            parts.push(Object.assign(document.createElement("p"), { className: "none", textContent: word("no-notes") }));
        }
        element.replaceChildren(...parts);
        element.scrollTop = 0;
        if (current > 0) parts[current].scrollIntoView({ block: "nearest" });
    },

    times() {
        const { page, since, spent } = state.now;
        const elapsed = state.elapsed();
        this.find(".clock").textContent = new Date().toLocaleTimeString(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit" });
        this.find(".elapsed dd").textContent = minutes(elapsed);
        this.find(".elapsed").classList.toggle("still", since === null && spent > 0);
        this.element.classList.toggle("planned", plan.exists());
        this.find(".remaining dd").textContent = minutes(plan.total - elapsed);
        this.find(".part-left dd").textContent = minutes(plan.sectionLeft(state.now, elapsed));
        const late = since === null && spent === 0 ? 0 : plan.late(page, elapsed);
        const name = Math.abs(late) < 15_000 ? "on-time" : late > 0 ? "behind" : "ahead";
        this.find(".pace").dataset.pace = late > 180_000 ? "far-behind" : name;
        this.find(".pace dd").textContent = word(name, minutes(Math.abs(late)));
        const share = (time) => `${Math.min(100, (100 * time) / (plan.total || 1))}%`;
        this.find(".plan").style.width = share(plan.starts[page + 1]);
        this.find(".spent").style.left = share(elapsed);
    },

    /** Makes the notes larger or smaller, and remembers it. */
    scale(factor) {
        if (!this.element) return;
        const size = Math.min(3, Math.max(0.6, Number(kept("notes-size") ?? 1) * factor));
        keep("notes-size", size);
        this.element.style.setProperty("--notes", size);
    },
};

/** Puts a page and what is said of it into a figure. */
function fill(figure, page, place, title) {
    figure.querySelector(".page").replaceChildren(...(page === null ? [] : [deck.copy(page)]));
    figure.classList.toggle("end", page === null);
    const [strong, span] = [document.createElement("strong"), document.createElement("span")];
    [strong.textContent, span.textContent] = [place, title];
    figure.querySelector("figcaption").replaceChildren(strong, span);
}

function keep(name, value) {
    try {
        localStorage.setItem(`llmslides ${name}`, value);
    } catch {
        // Then it holds until the window is closed.
    }
}

function kept(name) {
    try {
        return localStorage.getItem(`llmslides ${name}`);
    } catch {
        return null;
    }
}
