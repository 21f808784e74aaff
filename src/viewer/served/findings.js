// What was found in the deck, beside the slides; where what stands on a page was written; the way in for
// a phone.

const findings = {
    now: { list: [], said: [], stale: false },
    element: null,

    take(now) {
        const wasStale = this.now.stale;
        this.now = now;
        const errors = now.list.filter((found) => found.level === "error").length + (now.stale && !now.list.length ? 1 : 0);
        const chip = this.chip();
        chip.hidden = !now.said.length;
        chip.textContent = deck.talk ? word("found", now.said.length) : now.said.length;
        chip.classList.toggle("error", errors > 0);
        chip.classList.toggle("stale", now.stale);
        if (this.element?.open) this.fill();
        if (now.stale) this.open();
        else if (wasStale) this.element?.close();
    },

    chip() {
        let chip = document.getElementById("found");
        if (!chip) {
            chip = Object.assign(document.createElement("button"), { id: "found" });
            chip.addEventListener("click", () => (this.element?.open ? this.element.close() : this.open()));
            document.body.append(chip);
        }
        return chip;
    },

    open() {
        if (!this.element) {
            this.element = Object.assign(document.createElement("dialog"), { id: "findings" });
            document.body.append(this.element);
        }
        this.fill();
        if (!this.element.open) this.element.show();
    },

    /** Those of the slide that is shown first. */
    fill() {
        const { list, said, stale } = this.now;
        const own = deck.talk ? deck.slides[state.now.page] + 1 : 0;
        const order = said.map((text, index) => ({ text, found: list[index] ?? {} }));
        order.sort((a, b) => Number(b.found.slide === own) - Number(a.found.slide === own));
        const items = order.map(({ text, found }) => {
            const item = document.createElement("pre");
            item.textContent = text.trim();
            item.className = found.level ?? "error";
            if (found.page) {
                item.tabIndex = 0;
                item.addEventListener("click", () => moves.go(found.page - 1));
            }
            return item;
        });
        this.element.classList.toggle("stale", stale);
        if (stale && deck.talk) items.unshift(Object.assign(document.createElement("p"), { textContent: word("stale") }));
        this.element.replaceChildren(...items);
    },
};

/** The line that the thing under the pointer comes from, with Alt: it is shown, copied, and opened. */
document.addEventListener("click", (event) => {
    const page = event.altKey && event.target.closest("section");
    if (!page) return;
    event.preventDefault();
    event.stopPropagation();
    const box = page.querySelector("svg").getBoundingClientRect();
    const scale = page.querySelector("svg").viewBox.baseVal.width / box.width;
    const [x, y] = [(event.clientX - box.x) * scale, (event.clientY - box.y) * scale];
    const index = deck.pages.findIndex((own) => own.dataset.name === page.dataset.name);
    const inside = ([left, top, width, height]) => x >= left && x <= left + width && y >= top && y <= top + height;
    // The smallest of those that lie above each other.
    const hit = served.places[index]?.filter(inside).sort((a, b) => a[2] * a[3] - b[2] * b[3])[0];
    if (!hit) return;
    const line = `${hit[4]}:${hit[5]}`;
    navigator.clipboard?.writeText(line).catch(() => {});
    notice(line);
    if (served.opens) open(hit[4], hit[5]);
}, true);

/** Has the server open a line. */
async function open(file, line) {
    const answer = await link.send({ kind: "open", file, line });
    if (!answer?.ok) notice(`${file}:${line} · ${(await answer?.text()) ?? word("lost")}`);
}

const phone = {
    remote: null,

    take(remote) {
        this.remote = remote;
        document.body.classList.toggle("remote", Boolean(remote));
    },

    show() {
        if (!this.remote) return;
        const element = Object.assign(document.createElement("dialog"), { id: "phone" });
        // The picture is the server's own.
        element.innerHTML = this.remote.code;
        const address = document.createElement("p");
        address.textContent = this.remote.address;
        element.append(address);
        element.addEventListener("click", () => element.remove());
        document.body.append(element);
        element.showModal();
    },
};

moves.phone = () => phone.show();
