"""A Chromium without a window, driven over its DevTools protocol through two pipes: no port, no package."""

import itertools, json, os, socket, subprocess, tempfile, time

# Nothing is reached but what is on this machine.
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--remote-debugging-pipe",
    "--disable-background-networking", "--disable-component-update", "--disable-popup-blocking", "about:blank"]
KEYS = {" ": (" ", 32), "ArrowRight": ("", 39), "ArrowLeft": ("", 37), "Enter": ("\r", 13), "Escape": ("", 27),
    "PageDown": ("", 34), "PageUp": ("", 33), "Home": ("", 36), "End": ("", 35), "F5": ("", 116)}


def own_address():
    """The address of this machine in its network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))
            return asked.getsockname()[0]
        except OSError:
            return "127.0.0.1"


class Browser:
    """The browser; its windows are `Page`s."""

    def __init__(self, program):
        rules = ", ".join(["MAP * ~NOTFOUND", *(f"EXCLUDE {address}" for address in ["127.0.0.1", own_address()])])
        to_read, self.write_to = os.pipe()
        self.read_from, to_write = os.pipe()
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)

        def pipes():
            # The browser reads from 3 and writes to 4. Both may be in the way of each other.
            reading, writing = os.dup(to_read), os.dup(to_write)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        os.set_inheritable(to_read, True)
        self.process = subprocess.Popen([program, f"--user-data-dir={self.folder.name}", f"--host-resolver-rules={rules}", *FLAGS],
            preexec_fn=pipes, close_fds=False, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.numbers, self.answers, self.pages, self.rest = itertools.count(1), {}, {}, b""
        self.send("Target.setDiscoverTargets", {"discover": True})

    def send(self, method, params=None, session=None):
        """Calls a method and waits for its answer."""
        number = self.post(method, params, session)
        end = time.time() + 30
        while number not in self.answers:
            self.hear(end - time.time())
        answer = self.answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def post(self, method, params=None, session=None):
        """Calls a method; the answer is its number."""
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": params or {}}
        os.write(self.write_to, json.dumps(message | ({"sessionId": session} if session else {})).encode() + b"\0")
        return number

    def hear(self, seconds):
        """Takes what the browser says within a time."""
        import select
        if seconds <= 0 or not select.select([self.read_from], [], [], seconds)[0]:
            if seconds <= 0:
                raise TimeoutError("the browser does not answer")
            return
        self.rest += os.read(self.read_from, 1 << 20)
        *messages, self.rest = self.rest.split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self.answers[message["id"]] = message
            else:
                self.event(message)

    def event(self, message):
        method, params = message["method"], message["params"]
        if method == "Target.targetCreated" and params["targetInfo"]["type"] == "page":
            # Not at once: while a window opens another one, it answers nobody.
            self.post("Target.attachToTarget", {"targetId": params["targetInfo"]["targetId"], "flatten": True})
        elif method == "Target.attachedToTarget":
            Page(self, params["sessionId"], params["targetInfo"]["targetId"])
        elif method == "Target.detachedFromTarget":
            self.pages.pop(params["sessionId"], None)
        elif page := self.pages.get(message.get("sessionId")):
            page.event(method, params)

    def open(self, address, width=1280, height=720):
        """A new window with an address, once it is loaded."""
        target = self.send("Target.createTarget", {"url": "about:blank", "newWindow": True})["targetId"]
        page = self.wait(lambda: next((page for page in self.pages.values() if page.target == target), None))
        page.size(width, height)
        page.go(address)
        return page

    def wait(self, condition, seconds=10):
        """What a condition comes to, as soon as it comes to something."""
        end = time.time() + seconds
        while True:
            found = condition()
            if found:
                return found
            if time.time() > end:
                raise TimeoutError("what was waited for did not happen")
            self.pause(0.03)

    def pause(self, seconds):
        end = time.time() + seconds
        while (left := end - time.time()) > 0:
            self.hear(left)

    def computed(self):
        """Seconds that pages have taken of the processor."""
        processes = self.send("SystemInfo.getProcessInfo")["processInfo"]
        return sum(process["cpuTime"] for process in processes if process["type"] == "renderer")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()


class Page:
    """A window."""

    def __init__(self, browser, session, target):
        self.browser, self.session, self.target = browser, session, target
        self.errors, self.requests, self.loaded, self.ready = [], [], 0, False
        browser.pages[session] = self

    def send(self, method, params=None):
        if not self.ready:
            self.ready = True
            for domain in ["Page", "Runtime", "Network", "Log"]:
                self.browser.send(f"{domain}.enable", {}, self.session)
        return self.browser.send(method, params, self.session)

    def event(self, method, params):
        if method == "Page.loadEventFired":
            self.loaded += 1
        elif method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
            self.errors.append(" ".join(str(part.get("value")) for part in params["args"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(params["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])

    def size(self, width, height, mobile=False):
        self.send("Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile})

    def go(self, address):
        before = self.loaded
        self.send("Page.navigate", {"url": address})
        self.browser.wait(lambda: self.loaded > before)

    def run(self, script):
        """The value of an expression."""
        answer = self.send("Runtime.evaluate", {"expression": script, "returnByValue": True, "awaitPromise": True,
            "userGesture": True})
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def key(self, *keys):
        for key in keys:
            text, code = KEYS.get(key, (key, ord(key[0].upper())))
            own = {"key": key, "windowsVirtualKeyCode": code} | ({"text": text} if text else {})
            self.send("Input.dispatchKeyEvent", own | {"type": "keyDown"})
            self.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key})
        self.browser.pause(0.12)

    def memory(self):
        """MiB of its objects, and how many nodes it has, after what is not needed is gone."""
        for _ in range(2):
            self.send("HeapProfiler.collectGarbage")
        self.send("Performance.enable")
        found = {metric["name"]: metric["value"] for metric in self.send("Performance.getMetrics")["metrics"]}
        return found["JSHeapUsedSize"] / 2**20, found["Nodes"]

    def text(self, selector):
        return self.run(f"document.querySelector({json.dumps(selector)})?.textContent")

    def picture(self, path):
        import base64
        data = self.send("Page.captureScreenshot", {"format": "png"})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
