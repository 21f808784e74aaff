// The deck of this page: what the exporter says of it, and where its pages are.

const deck = {
    talk: null,
    /** The element of each page. */
    pages: [],
    /** For each page the number of its slide, from 0. */
    slides: [],

    /** Takes what the exporter says of the pages that stand here. */
    read(talk) {
        this.talk = talk;
        this.pages = [...document.querySelectorAll("#slides > section")];
        this.slides = [];
        this.talk.slides.forEach((slide, index) => {
            for (let page = 0; page < slide.pages; page++) this.slides[slide.first + page] = index;
        });
        this.texts = null;
    },

    slide(page) {
        return this.talk.slides[this.slides[page]];
    },

    /** Which of the pages of its slide a page is, from 0. */
    step(page) {
        return page - this.slide(page).first;
    },

    /** `12`, `12.2`: as the addresses of the pages. */
    address(page) {
        return this.pages[page].id;
    },

    /** `12 / 40`: where in the talk a page is; in the appendix the number of its slide alone. */
    place(page) {
        const { number } = this.slide(page);
        return number.startsWith("A") ? number : `${number} / ${this.talk.total}`;
    },

    /** The page with an address, or the last one of its slide; nothing if there is no such slide. */
    at(address) {
        const [, number, part] = /^#?(A?\d+)(?:\.(\d+))?$/.exec(address) ?? [];
        const slide = this.talk.slides.find((slide) => slide.number === number);
        if (!slide) return undefined;
        return slide.first + Math.min(Math.max((part ?? 1) - 1, 0), slide.pages - 1);
    },

    /** The section of a slide: its number, from 0. */
    section(slide) {
        return this.talk.sections.findLastIndex((section) => section.first <= slide);
    },

    /** A copy of a page, to be shown elsewhere. */
    copy(page) {
        const copy = this.pages[page].cloneNode(true);
        copy.removeAttribute("id");
        copy.removeAttribute("hidden");
        copy.querySelectorAll("a").forEach((link) => link.setAttribute("tabindex", "-1"));
        return copy;
    },

    /** What stands on a slide and in its notes, as it is compared with what is looked for. */
    text(slide) {
        this.texts ??= this.talk.slides.map(({ first, pages, notes = [] }) => {
            const own = this.pages.slice(first, first + pages);
            const said = document.createElement("div");
            const parts = own.map((page) => page.textContent);
            // Markup of our own making: it loads nothing.
            for (const part of notes) {
                said.innerHTML = part.html;
                parts.push(said.textContent);
            }
            return comparable(parts.join(" "));
        });
        return this.texts[slide];
    },
};

/** A text without what does not count when it is looked for. */
function comparable(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

/** What the viewer says, with what stands for its `{}`. */
function word(name, value = "") {
    return (deck.talk?.words[name] ?? name).replace("{}", value);
}

/** What a template comes to, with the words that it asks for. */
function made(name) {
    const text = document.getElementById(`${name}-template`).innerHTML;
    const template = document.createElement("template");
    // Words of our own: they are no markup.
    template.innerHTML = text.replace(/\{\{word:([\w-]+)\}\}/g, (_, own) => word(own));
    return template.content.firstElementChild;
}
