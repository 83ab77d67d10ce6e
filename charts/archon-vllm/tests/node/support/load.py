# Clients that ask a Service, each time by a new connection, until the file /tmp/stop is there.
import json, os, random, socket, sys, threading, time, urllib.request

load = json.loads(sys.argv[1])
# Once: a busy machine takes seconds to answer DNS, during which a client is not in the server's queue.
server = "http://%s:%d" % (socket.gethostbyname(load["service"]), load["port"])
counts, failures = {"answered": 0}, []


def ask():
    prompt = "Once upon a time " * random.randint(*load["promptRepeats"])
    wanted = random.randint(*load["tokens"])
    body = json.dumps({"model": load["model"], "prompt": prompt, "max_tokens": wanted, "ignore_eos": True}).encode()
    request = urllib.request.Request(server + "/v1/completions", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=load["timeoutSeconds"]) as response:
        tokens = json.load(response)["usage"]["completion_tokens"]
    if tokens != wanted:
        raise RuntimeError("%d tokens, not %d" % (tokens, wanted))


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


threads = [threading.Thread(target=client) for _ in range(load["clients"])]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(json.dumps({"answered": counts["answered"], "failures": failures[:20]}))
