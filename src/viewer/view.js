// Which view this window shows.

const view = {
    /** "audience" or "presenter". */
    name: "audience",
    /** Where the presenter view has its notes: "beside" or "below" the slide. */
    layout: "beside",

    show(name, layout = "beside") {
        [this.name, this.layout] = [name, layout];
        document.body.dataset.view = name;
        document.body.dataset.layout = layout;
        if (name === "audience") document.title = deck.talk.title;
        else presenter.page = null;
        const address = new URL(location.href);
        address.search = name === "presenter" ? (layout === "below" ? "?presenter=below" : "?presenter") : "";
        history.replaceState(null, "", address);
        state.tell();
        link.send({ kind: "view" });
    },

    /** Opens a second window. */
    open(name) {
        const address = new URL(location.href);
        address.search = name === "presenter" ? "?presenter" : "";
        const size = `popup,width=${Math.min(screen.availWidth, 1280)},height=${Math.min(screen.availHeight, 800)}`;
        const other = window.open(address, "_blank", size);
        if (other) link.near.add(other);
        else notice(word("blocked"));
    },
};

/** Says something for a moment, or as long as it `stays` so. */
function notice(text, stays = false) {
    const said = document.getElementById("said");
    said.textContent = text;
    said.classList.toggle("seen", text !== "");
    clearTimeout(notice.ends);
    if (!stays) notice.ends = setTimeout(() => said.classList.remove("seen"), 6000);
}

function heard(message) {
    if (message.kind === "hello") link.send({ kind: "state", state: state.now });
    if (message.kind === "state") state.receive(message.state);
    // It may come twice: by the channel, and from the window itself.
    if (message.kind === "swap" && message.to === state.own) view.show(message.view);
}

/** Begins, once there is a deck. */
function begin() {
    plan.read();
    document.body.classList.add("live");
    stage.open();
    overview.open();
    keys.open();
    state.listeners.push((now) => (view.name === "presenter" ? presenter.show(now) : stage.show(now)));
    addEventListener("hashchange", () => jump(location.hash));
    const asked = new URLSearchParams(location.search).get("presenter");
    const place = deck.at(location.hash);
    Object.assign(state.now, remembered(), place === undefined ? {} : { page: place });
    view.show(asked === null ? "audience" : "presenter", asked || "beside");
}
