// What goes wrong between us and GitHub, on request: `{method, path, kind, times}`; `path` is a regular expression.
const STATUS = { 500: "Server Error", 502: "Bad Gateway", 503: "Unavailable" };

export class Faults {
  constructor() {
    this.waiting = [];
  }

  add({ method, path, kind, times = 1 }) {
    this.waiting.push({ method, path: new RegExp(path), kind: String(kind), times });
  }

  take({ method, path }) {
    const found = this.waiting.find((fault) => fault.times > 0 && fault.method === method && fault.path.test(path));
    if (!found) return undefined;
    found.times -= 1;
    return new Fault(found.kind);
  }
}

class Fault {
  constructor(kind) {
    this.kind = kind;
  }

  /** Before GitHub sees the request. True: it has been answered (or dropped). */
  before(request, response, answer) {
    if (STATUS[this.kind]) return answer(response, Number(this.kind), { message: STATUS[this.kind] }) ?? true;
    if (this.kind === "ruleset") return answer(response, 422, { message: "Repository rule violations found\n\nChanges must be made through a pull request.\n" }) ?? true;
    if (this.kind === "not-ready") return answer(response, 422, { message: "Reference update failed" }) ?? true;
    if (this.kind === "secondary-limit")
      return answer(response, 403, { message: "You have exceeded a secondary rate limit" }, { "retry-after": "1" }) ?? true;
    if (this.kind === "drop-before") return request.socket.destroy() && true;
    return false;
  }

  /** After GitHub did it. True: the answer is lost. */
  after(request) {
    return this.kind === "forward-then-drop" && Boolean(request.socket.destroy());
  }
}
