"""`watch` and `present` as scripts start and end them, and the memory that they take."""

import json, pathlib, re, subprocess, threading, time


class Server:
    """A server; `addresses`: what it says that it is reached by, `said`: what it says after that."""

    all = []

    def __init__(self, program, folder, *arguments):
        self.process = subprocess.Popen([program, *arguments], cwd=folder, stderr=subprocess.PIPE, text=True)
        self.addresses, self.said = [], []
        Server.all.append(self)
        wanted = 1 if arguments[0] == "watch" else 3 if "--remote" in arguments else 2
        for line in self.process.stderr:
            self.addresses += re.findall(r"http://[^ \n]+", line)
            if len(self.addresses) >= wanted or "no network" in line:
                break
        self.hearing = threading.Thread(target=lambda: self.said.extend(self.process.stderr), daemon=True)
        self.hearing.start()

    def memory(self):
        """MiB of it and of its compiler that are in memory."""
        own = self.process.pid
        children = pathlib.Path(f"/proc/{own}/task/{own}/children").read_text().split()
        status = [pathlib.Path(f"/proc/{each}/status").read_text() for each in [own, *children]]
        return sum(int(re.search(r"VmRSS:\s+(\d+)", text)[1]) for text in status) / 1024

    def interrupt(self):
        """Ends it as Ctrl-C does; the answer is what it said."""
        import signal
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)
        self.hearing.join(5)
        return "".join(self.said)

    def end(self):
        self.process.kill()
        self.process.wait()


def save_to_drawn(browser, page, deck, text, shown):
    """Milliseconds from saving a text as a deck to the first frame that is drawn with what it `shown`s."""
    page.run("window.drawn = 0; new MutationObserver((_, own) => requestAnimationFrame(() => "
        "{ window.drawn = Date.now(); own.disconnect() })).observe(document.getElementById('slides'), {childList: true})")
    before = time.time() * 1000
    deck.write_text(text, encoding="utf-8")
    browser.wait(lambda: page.run(f"document.querySelector('#slides > section:not([hidden])').textContent.includes({json.dumps(shown)})"), 60)
    return browser.wait(lambda: page.run("window.drawn")) - before
