// The list of slides, with search in titles, texts and notes; and the list of keys.

const list = {
    element: null,

    open() {
        this.element ??= this.make();
        this.fill("");
        this.element.showModal();
        this.element.querySelector("input").value = "";
        this.element.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
    },

    make() {
        const element = made("list");
        document.body.append(element);
        const input = element.querySelector("input");
        input.addEventListener("input", () => this.fill(input.value));
        element.addEventListener("keydown", (event) => this.pressed(event));
        element.addEventListener("click", ({ target }) => {
            const item = target.closest("button");
            if (item) this.choose(Number(item.value));
            else if (target === element) element.close();
        });
        return element;
    },

    /** Shows the slides that have a text. */
    fill(text) {
        const wanted = comparable(text);
        const items = [];
        let section = -1;
        deck.talk.slides.forEach((slide, index) => {
            if (wanted && !deck.text(index).includes(wanted)) return;
            const own = deck.section(index);
            const title = deck.talk.sections[own]?.title;
            if (own !== section && title) items.push(heading(title));
            section = own;
            items.push(item(slide, index));
        });
        this.element.querySelector("ol").replaceChildren(...items);
        this.element.querySelector(".none").hidden = items.length > 0;
    },

    pressed(event) {
        const buttons = [...this.element.querySelectorAll("ol button")];
        const at = buttons.indexOf(document.activeElement);
        const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
        if (to !== undefined) {
            event.preventDefault();
            (buttons[to] ?? this.element.querySelector("input")).focus();
        } else if (event.key === "Enter" && at < 0 && buttons[0]) {
            event.preventDefault();
            this.choose(Number(buttons[0].value));
        }
    },

    choose(slide) {
        this.element.close();
        moves.go(deck.talk.slides[slide].first);
    },
};

function heading(title) {
    const element = document.createElement("li");
    element.className = "section";
    element.textContent = title;
    return element;
}

function item(slide, index) {
    const [element, button] = [document.createElement("li"), document.createElement("button")];
    button.value = index;
    button.textContent = slide.title || word("untitled");
    button.dataset.number = slide.number;
    if (deck.slides[state.now.page] === index) button.setAttribute("aria-current", "true");
    element.append(button);
    return element;
}

const help = {
    element: null,

    open() {
        this.element ??= this.make();
        this.element.showModal();
    },

    make() {
        const element = made("help");
        const signs = { ArrowRight: "→", ArrowDown: "↓", ArrowLeft: "←", ArrowUp: "↑", " ": "␣", Escape: "Esc" };
        const rows = KEYS.map(([, name, own]) => [word(name), own]);
        rows.splice(4, 0, [word("jump"), ["12", "Enter"]]);
        for (const [text, own] of rows) {
            const [row, term, meaning] = ["div", "dt", "dd"].map((name) => document.createElement(name));
            for (const key of own) {
                const kbd = document.createElement("kbd");
                kbd.textContent = signs[key] ?? key;
                term.append(kbd, " ");
            }
            meaning.textContent = text;
            row.append(term, meaning);
            element.querySelector("dl").append(row);
        }
        element.addEventListener("click", () => element.close());
        document.body.append(element);
        return element;
    },
};
