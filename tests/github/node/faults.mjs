// What goes wrong between us and GitHub, on request: `{method, path, kind, times}`, where `path` is a regular expression, or
// `{at, kind}`: the bot's request with that number from now on, of git's own where `git` is true. `pid`: whom `kill-…` ends.
const STATUS = { 500: "Server Error", 502: "Bad Gateway", 503: "Unavailable" };
const SLOW = 1500;
/** Milliseconds: longer than the tests wait. */

export class Faults {
  constructor() {
    this.waiting = [];
    this.seen = 0;
    this.fetched = 0;
    this.held = undefined;
  }

  add({ method, path, at, git = false, kind, pid, times = 1 }) {
    this.waiting.push({ method, path: path && new RegExp(path), at: at && at + (git ? this.fetched : this.seen), git, kind: String(kind), pid, times });
  }

  /** `git`: whether it is one of git's own, which have numbers of their own. */
  take({ method, path, git = false }) {
    if (git) this.fetched += 1;
    else this.seen += 1;
    const meant = (fault) => (fault.at ? fault.git === git && fault.at === (git ? this.fetched : this.seen) : fault.method === method && fault.path.test(path));
    const found = this.waiting.find((fault) => fault.times > 0 && meant(fault));
    if (!found) return undefined;
    found.times -= 1;
    return new Fault(found, this);
  }

  /** Resolves when a test says so; `held` tells that somebody waits. */
  hold() {
    return new Promise((resolve) => (this.held = resolve));
  }

  release() {
    this.held?.();
    this.held = undefined;
  }
}

class Fault {
  constructor({ kind, pid }, faults) {
    Object.assign(this, { kind, pid, faults });
  }

  /** Before GitHub sees the request. True: it has been answered (or dropped). */
  async before(request, response, answer) {
    const said = (status, message, headers = {}) => answer(response, status, { message }, headers) ?? true;
    if (STATUS[this.kind]) return said(Number(this.kind), STATUS[this.kind]);
    if (this.kind === "ruleset") return said(422, "Repository rule violations found\n\nChanges must be made through a pull request.\n");
    if (this.kind === "not-ready") return said(422, "Reference update failed");
    if (this.kind === "secondary-limit") return said(403, "You have exceeded a secondary rate limit", { "retry-after": "1" });
    if (this.kind === "secondary-limit-silent") return said(403, "You have exceeded a secondary rate limit");
    if (this.kind === "429") return said(429, "Too many requests");
    if (this.kind === "429-retry-after") return said(429, "Too many requests", { "retry-after": "1" });
    if (["drop", "drop-before"].includes(this.kind)) return request.socket.destroy() && true;
    if (this.kind === "kill-before") return this.kill(request);
    if (this.kind === "hold-before") await this.faults.hold();
    return false;
  }

  /** After GitHub did it. True: what it said does not arrive as it was. `status`, `text`: the answer. */
  async after(request, response, status, text) {
    if (this.kind === "hold-after") await this.faults.hold();
    if (this.kind === "kill-after") return this.kill(request);
    if (this.kind === "forward-then-drop") return Boolean(request.socket.destroy());
    if (this.kind === "slow") await new Promise((resolve) => request.socket.once("close", resolve).setTimeout(SLOW, resolve));
    if (this.kind === "slow") return Boolean(request.socket.destroy());
    const half = (text ?? "").slice(0, Math.floor((text ?? "").length / 2));
    if (this.kind === "applied-then-502") return send(response, 502, '{"message": "Bad Gateway"}');
    if (this.kind === "cut") return send(response, status, half);
    if (this.kind === "empty") return send(response, status, "");
    if (this.kind === "page") return send(response, status, "<html>Unicorn!</html>");
    if (this.kind === "nonsense") return send(response, status, '{"ok": true}');
    if (this.kind !== "truncated" || status === 204) return false;
    response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text ?? "") + 10 });
    response.write(half || "{");
    return Boolean(setTimeout(() => request.socket.destroy(), 5));
  }

  kill(request) {
    process.kill(this.pid, "SIGKILL");
    return Boolean(request.socket.destroy());
  }
}

function send(response, status, text) {
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  return Boolean(response.end(text));
}
