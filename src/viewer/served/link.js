// The windows of a talk that a server shows: what one says goes to the server, and from there to all;
// what happens comes as a line of JSON each, over one answer that does not end.

const link = {
    token: "",
    /** The others by what they call themselves, with their views. */
    others: new Map(),
    /** What is to be done with messages of the server, by their kinds. */
    takes: {},
    /** Ends the connection. */
    stop: null,
    lost: false,

    open(receive) {
        this.receive = receive;
        this.token = token();
        // A browser has six connections for all of its windows: one that nobody sees gives its own back.
        document.addEventListener("visibilitychange", () => {
            if (document.hidden) this.stop?.abort();
            else if (this.stop?.signal.aborted) this.connect();
        });
        addEventListener("pagehide", () => this.send({ kind: "bye" }));
        return this.connect();
    },

    async connect() {
        this.stop = new AbortController();
        const { signal } = this.stop;
        while (!signal.aborted) {
            try {
                await this.listen(signal);
            } catch {
                // It is tried again below.
            }
            if (signal.aborted) return;
            if (!this.lost) notice(word("lost"), true);
            this.lost = true;
            await new Promise((wake) => setTimeout(wake, 700));
        }
    },

    /** Takes what happens until the connection ends. */
    async listen(signal) {
        const answer = await fetch("/events", { headers: { Authorization: `Bearer ${this.token}` }, signal });
        if (!answer.ok) throw new Error(String(answer.status));
        if (this.lost) notice("");
        this.lost = false;
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = "";
        for (;;) {
            const { value, done } = await reader.read();
            if (done) return;
            const lines = (rest + value).split("\n");
            rest = lines.pop();
            for (const line of lines) if (line) this.heard(JSON.parse(line));
        }
    },

    heard(message) {
        if (this.takes[message.kind]) return this.takes[message.kind](message);
        if (message.kind === "state" && !message.from) return state.receive(message.state);
        if (message.from === state.own) return;
        this.others.set(message.from, message.shows);
        if (message.kind === "bye") this.others.delete(message.from);
        this.receive(message);
    },

    /** Says something; the answer is the server's, if it gives one. */
    send(message) {
        const body = JSON.stringify({ ...message, from: state.own, shows: view.name });
        const headers = { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" };
        // In order: a later state must not come first.
        this.last = (this.last ?? Promise.resolve()).then(() =>
            fetch("/say", { method: "POST", headers, body, keepalive: true }).catch(() => {}));
        return this.last;
    },

    /** Another window that shows this view. */
    showing(name) {
        return [...this.others].find(([, view]) => view === name)?.[0];
    },
};

/** What lets this window in: the page has it, or it came in the address, which does not keep it. */
function token() {
    const address = new URL(location.href);
    const given = address.searchParams.get("token");
    if (given) {
        address.searchParams.delete("token");
        history.replaceState(null, "", address);
        keepHere("token", given);
    }
    return document.querySelector("meta[name=token]").content || given || sessionStorage.getItem("token") || "";
}

function keepHere(name, value) {
    try {
        sessionStorage.setItem(name, value);
    } catch {
        // Then the address is needed once more after a reload.
    }
}
