// The deck comes from the server, and comes again when it has changed: only the pages that are new.

const served = {
    generation: null,
    /** For each page: boxes, and where what stands in them was written. */
    places: [],
    /** Whether lines can be opened in an editor. */
    opens: false,

    take(message) {
        const known = new Map(deck.pages.map((page) => [page.dataset.name, page]));
        const missing = message.pages.some(([name, html]) => html === null && !known.has(name));
        if (missing || (message.previous !== null && message.previous !== this.generation)) {
            return location.reload();
        }
        const first = this.generation === null;
        this.generation = message.generation;
        this.places = message.places;
        findings.take(message.findings);
        if (!message.pages.length) return;
        share(message.shared);
        document.getElementById("slides").replaceChildren(
            ...message.pages.map(([name, html]) => (html === null ? known.get(name) : section(name, html))));
        sized(message);
        deck.read(message.talk);
        if (first) {
            begin();
            link.send({ kind: "hello" });
        } else {
            this.renew(message.edited);
        }
    },

    /** Shows what has changed, and goes there. */
    renew(edited) {
        plan.read();
        stage.shown = null;
        presenter.page = null;
        if (edited !== null) state.now.page = edited;
        state.tell();
    },
};

/** Takes what pages share. What is there stays: it is named by what it is. */
function share(drawings) {
    const template = document.createElement("template");
    template.innerHTML = `<svg>${drawings}</svg>`;
    const isNew = (drawing) => !document.getElementById(drawing.id);
    document.querySelector("#shared defs").append(...[...template.content.firstElementChild.children].filter(isNew));
}

function section(name, html) {
    const template = document.createElement("template");
    // The server escapes what a deck says, as in a file.
    template.innerHTML = html;
    const element = template.content.firstElementChild;
    element.dataset.name = name;
    return element;
}

function sized({ size: [width, height], language, title }) {
    const style = `@page { size: ${width}pt ${height}pt; margin: 0 } :root { --wide: ${width}; --high: ${height} }`;
    document.getElementById("size").textContent = style;
    document.documentElement.lang = language;
    document.title = title;
}

link.takes = {
    welcome({ now, remote, opens }) {
        state.behind = now - Date.now();
        served.opens = opens;
        phone.take(remote);
    },
    deck: (message) => served.take(message),
};
link.open(heard);
