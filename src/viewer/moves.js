// What can be done, by name. Keys, buttons, clicks and a phone do nothing else.

const moves = {
    next() {
        moves.go(state.now.page + 1);
    },
    back() {
        moves.go(state.now.page - 1);
    },
    first() {
        moves.go(0);
    },
    last() {
        moves.go(deck.pages.length - 1);
    },
    /** Goes to a page. The clock starts when the talk does. */
    go(page) {
        if (page < 0 || page >= deck.pages.length || page === state.now.page) return;
        const starts = state.now.since === null && state.now.spent === 0 && state.now.page === 0;
        state.change({ page, entered: state.elapsed(), ...(starts ? { since: state.time() } : {}) });
    },
    black() {
        state.change({ blank: state.now.blank === "black" ? "" : "black" });
    },
    white() {
        state.change({ blank: state.now.blank === "white" ? "" : "white" });
    },
    /** Only who speaks in another window can go on while the audience's stands still. */
    freeze() {
        if (state.now.frozen !== null) state.change({ frozen: null });
        else if (view.name === "presenter" || link.showing("presenter")) {
            state.change({ frozen: state.now.page });
        }
    },
    pause() {
        const { since } = state.now;
        state.change(since === null ? { since: state.time() } : { spent: state.elapsed(), since: null });
    },
    reset() {
        state.change({ spent: 0, entered: 0, since: state.now.since === null ? null : state.time() });
    },
    overview() {
        if (view.name === "presenter") list.open();
        else overview.toggle();
    },
    list() {
        list.open();
    },
    /** The presenter view in a second window; if there is one, the two change places. */
    speaker() {
        const [own, wanted] = [view.name, view.name === "presenter" ? "audience" : "presenter"];
        const other = link.showing(wanted);
        if (!other) return view.open(wanted);
        link.send({ kind: "swap", to: other, view: own });
        view.show(wanted);
    },
    /** The notes below the slide, in one window. */
    notes() {
        if (view.name !== "presenter") view.show("presenter", "below");
        else if (view.layout === "below" && !link.others.size) view.show("audience");
        else view.show("presenter", view.layout === "below" ? "beside" : "below");
    },
    larger() {
        presenter.scale(1.12);
    },
    smaller() {
        presenter.scale(1 / 1.12);
    },
    screen() {
        if (document.fullscreenElement) document.exitFullscreen();
        else document.documentElement.requestFullscreen?.().catch(() => {});
    },
    help() {
        help.open();
    },
    /** Leaves one state after the other. */
    leave() {
        if (overview.on) overview.toggle();
        else if (state.now.blank) state.change({ blank: "" });
        else if (state.now.frozen !== null) state.change({ frozen: null });
    },
};
