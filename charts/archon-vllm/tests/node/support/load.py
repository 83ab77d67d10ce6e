# Two clients that ask a Service by its name, each time by a new connection, until the file /tmp/stop is there.
import json, os, sys, threading, time, urllib.request

server, model = sys.argv[1:]
counts, failures = {"answered": 0}, []


def ask():
    body = json.dumps({"model": model, "prompt": "Once", "max_tokens": 8, "ignore_eos": True}).encode()
    request = urllib.request.Request(server + "/v1/completions", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        tokens = json.load(response)["usage"]["completion_tokens"]
    if tokens != 8:
        raise RuntimeError(str(tokens) + " tokens")


def client():
    deadline = time.monotonic() + 900
    while not os.path.exists("/tmp/stop") and time.monotonic() < deadline:
        try:
            ask()
            counts["answered"] += 1
        except Exception as error:
            failures.append(time.strftime("%H:%M:%S ") + repr(error))
            time.sleep(0.1)
        # The machine is also to start the next pod.
        time.sleep(0.25)


threads = [threading.Thread(target=client) for _ in range(2)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(json.dumps({"answered": counts["answered"], "failures": failures[:20]}))
