// A state that tests come back to: what led to it is done again, which is faster than a new server. And what a state looks like.
import { ask } from "./ask.mjs";

const REPOSITORY = "/repos/acme/churn";
const TOLD = ["/__state", "/__pull", "/__open", "/__world", "/__pushed"];

export class Scene {
  constructor() {
    this.forget([]);
  }

  /** `main`: names of git's, before the first step. */
  forget(main) {
    Object.assign(this, { main, steps: [], saved: [] });
  }

  /** A request that may have changed something. */
  note(request, body) {
    const { method, url, headers } = request;
    if (method === "GET" || url === "/graphql") return undefined;
    const step = { method, url, authorization: headers.authorization, body: body.toString(), names: [] };
    this.steps.push(step);
    return step;
  }

  /** An order from the tests. */
  told(path, data) {
    if (TOLD.includes(path)) this.steps.push({ method: "POST", url: path, body: JSON.stringify(data) });
  }

  save() {
    this.saved = [...this.steps];
  }

  /** Objects get new names each time, and what was told of the old ones is told of those. */
  async restore(address, main) {
    const renamed = new Map(this.main.map((name, index) => [name, main[index]]));
    for (const { method, url, authorization = "", body, names = [] } of this.saved) {
      const told = body?.replace(/[0-9a-f]{40}/g, (name) => renamed.get(name) ?? name);
      const headers = { authorization, "x-again": "1", "content-type": "application/json" };
      const now = namesIn((await ask(address + url, { method, headers, body: told || undefined })).text);
      names.forEach((name, index) => renamed.set(name, now[index] ?? name));
    }
    this.steps = [...this.saved];
  }
}

/** Of an answer: what git calls the object that was made, a commit's tree too. */
export function namesIn(text) {
  const found = text?.startsWith("{") ? JSON.parse(text) : {};
  return [found.sha, found.tree?.sha, found.commit?.sha, found.commit?.tree?.sha].map((name) => name ?? "");
}

/** All that people can see, without times and the names that git gives. `ask(path, request)`: what a person is answered. */
export async function shape(state, ask) {
  const person = { headers: { authorization: "token token-ana-ruiz" } };
  const get = (path) => ask(`${REPOSITORY}/${path}`, person);
  const [issues, pulls, labels, branches] = await Promise.all([
    get("issues?state=all&per_page=100"), get("pulls?state=all&per_page=100"), get("labels?per_page=100"), get("branches?per_page=100"),
  ]);
  const comments = async ({ number }) => (await get(`issues/${number}/comments?per_page=100`)).map((each) => ({ by: each.user.login, body: each.body }));
  const whole = async (row) => ({
    number: row.number, title: row.title, body: row.body, state: row.state, reason: row.state_reason ?? null,
    labels: (row.labels ?? []).map((label) => label.name).sort(), people: (row.assignees ?? []).map((each) => each.login).sort(),
    branch: row.head?.ref ?? null, comments: await comments(row),
  });
  const ledger = branches.some(({ name }) => name === "readiness-ledger") ? await get("contents/ledger.jsonl?ref=readiness-ledger") : null;
  const lines = ledger?.content ? Buffer.from(ledger.content, "base64").toString().split("\n").filter(Boolean) : [];
  return {
    issues: (await Promise.all(issues.map(whole))).sort((one, other) => one.number - other.number),
    pulls: (await Promise.all(pulls.map(whole))).sort((one, other) => one.number - other.number),
    labels: labels.map(({ name }) => name).sort(),
    branches: branches.map(({ name }) => name).sort(),
    ledger: lines.map((line) => ({ ...JSON.parse(line), time: null })),
    reactions: state.reactions.map(({ comment, content, user }) => `${comment} ${content} ${user.login}`).sort(),
    parents: state.parents,
    statuses: state.statuses.map(({ sha, shown }) => `${sha} ${shown.context} ${shown.state} ${shown.description}`),
  };
}
