// The windows of a talk that was opened from a file: a channel between all windows of this file and,
// where a browser has none for files, messages between a window and the one that it opened.

const link = {
    channel: null,
    /** Windows that this one opened, or that opened it. */
    near: new Set(),
    /** The others by what they call themselves, with their views. */
    others: new Map(),

    open(receive) {
        const heard = (message) => {
            if (!message || message.from === state.own || typeof message.kind !== "string") return;
            this.others.set(message.from, message.shows);
            if (message.kind === "bye") this.others.delete(message.from);
            receive(message);
        };
        if (window.opener) this.near.add(window.opener);
        try {
            this.channel = new BroadcastChannel(`llmslides ${location.pathname}`);
            this.channel.onmessage = (event) => heard(event.data);
        } catch {
            // Messages to the windows nearby have to do.
        }
        // The origin of a file is "null", whichever file it is: only the window itself can be known.
        addEventListener("message", (event) => {
            if (this.near.has(event.source)) heard(event.data);
        });
        addEventListener("pagehide", () => this.send({ kind: "bye" }));
        this.send({ kind: "hello" });
    },

    send(message) {
        const whole = { ...message, from: state.own, shows: view.name };
        this.channel?.postMessage(whole);
        for (const other of this.near) {
            if (other.closed) this.near.delete(other);
            else other.postMessage(whole, "*");
        }
    },

    /** Another window that shows this view. */
    showing(name) {
        return [...this.others].find(([, view]) => view === name)?.[0];
    },
};
