// Pull requests over a real git repository: opening, reviews, dismissals, the three merges, and who pushed what.
// The emulator lets reviews forget their commit, merges take the head's tree, and knows neither activity nor runs.
import { forgetAnswers, Git } from "./evidence_git.mjs";
import { gitWrites } from "./evidence_writes.mjs";
import { gitFolder } from "./transport.mjs";

const VERDICTS = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" };
const NULL = "0".repeat(40);

export class Pulls {
  /** `state.git`: "owner/name" → the folder of its repository, bare or not. Pull requests are the emulator's until a test says `on`. */
  constructor(state) {
    this.state = state;
    this.reset();
  }

  get git() {
    const folder = this.on && this.state.git["acme/churn"];
    return folder ? new Git(gitFolder(folder)) : null;
  }

  reset() {
    forgetAnswers();
    Object.assign(this, { pulls: new Map(), pushes: [], runs: {}, teams: {}, rules: [], forbidden: [], clock: null, created: {}, comments: [], alias: {}, defaultBranch: "main", on: false });
    this.next = 101;
  }

  now() {
    return this.clock ?? new Date().toISOString();
  }

  /** Orders from the tests, by no person. True: done. */
  control(path, data) {
    if (path === "/__pushed") this.push(data.login, data.branch, data.before ?? NULL, data.after, data.kind);
    else if (path === "/__world") Object.assign(this, data);
    else return false;
    return true;
  }

  push(login, branch, before, after, kind = "push") {
    this.pushes.unshift({ actor: login, ref: `refs/heads/${branch}`, before: before ?? NULL, after, timestamp: this.now(), activity_type: kind });
  }

  /** What was written, by the clock of the test: the emulator reads its own twice, so that a new comment may look edited. */
  wrote(method, path, body) {
    const now = this.now();
    if (method === "POST" && /\/issues$/.test(path)) this.created[body.number] = now;
    if (method === "POST" && /\/issues\/\d+\/comments$/.test(path)) this.comments.unshift({ ...body, created_at: now, updated_at: now });
    const old = method === "PATCH" && this.comments.find((comment) => path.endsWith(`/issues/comments/${comment.id}`));
    if (old) Object.assign(old, { body: body.body, updated_at: new Date(Date.parse(now) + 1000).toISOString() });
  }

  /** An answer `{status, body}`, or undefined where this is the emulator's. */
  answer({ method, path, data, login, query }) {
    const [, owner, name, rest] = path.match(/^\/repos\/([^/]+)\/([^/]+)\/(.*)$/) ?? [];
    if (path.startsWith("/orgs/")) return this.team(path);
    if (!rest) return undefined;
    if (rest === "issues/comments") return this.said(query);
    const one = method === "GET" && this.comments.find((comment) => rest === `issues/comments/${comment.id}`);
    if (one) return ok(one);
    if (rest === "activity") return this.activity(query, `${owner}/${name}`);
    const run = rest.match(/^actions\/runs\/(\d+)$/);
    if (run) return this.forbidden.includes("actions") ? forbidden() : found(this.runs[run[1]]);
    if (rest.startsWith("rules/branches/")) return ok(this.rules.map((type) => ({ type })));
    if (!this.git) return undefined;
    const written = gitWrites({ method, rest, data, login }, this);
    if (written) return written;
    const compared = rest.match(/^compare\/(.+)\.\.\.(.+)$/);
    if (compared) return this.compare(decodeURIComponent(compared[1]), decodeURIComponent(compared[2]));
    if (rest === "pulls" && method === "POST") return this.open(data, login);
    const [, number, what, review] = rest.match(/^pulls\/(\d+)(?:\/(reviews|merge))?(?:\/(\d+)\/dismissals)?$/) ?? [];
    const pull = this.pulls.get(Number(number));
    if (!pull) return undefined;
    if (method === "PATCH") return ok(Object.assign(pull, data, data.base ? { turned: this.now() } : {}));
    if (what === "merge") return this.merge(pull, data?.merge_method ?? "merge", login);
    if (review) return this.dismiss(pull, Number(review));
    if (what === "reviews" && method === "POST") return this.review(pull, data, login);
    return undefined;
  }

  open({ head, base, title, body, head_repo: repository }, login) {
    const pull = { number: this.next++, title, body: body ?? "", author: login, base, branch: head, repository, created: this.now(), reviews: [] };
    this.pulls.set(pull.number, { ...pull, merged: null, mergeCommit: null, brought: [], editor: null });
    return { status: 201, body: { number: pull.number } };
  }

  head(pull) {
    return pull.merged ? pull.headAtMerge : this.git.tip(pull.branch);
  }

  commits(pull) {
    return this.git.between(pull.merged ? pull.baseAtMerge : this.git.tip(pull.base), this.head(pull));
  }

  review(pull, { event, commit_id: commit }, login) {
    if (event !== "COMMENT" && pull.author === login) return { status: 422, body: { message: "Can not approve your own pull request" } };
    const review = { id: pull.reviews.length + 1, state: VERDICTS[event], author: this.alias[login] ?? login, commit: commit ?? this.head(pull), at: this.now() };
    pull.reviews.push(review);
    return { status: 200, body: { id: review.id, state: review.state } };
  }

  dismiss(pull, id) {
    pull.reviews.find((review) => review.id === id).state = "DISMISSED";
    return ok({});
  }

  merge(pull, method, login) {
    const head = this.git.tip(pull.branch);
    const { tip, before, brought } = this.git.merge(pull.base, head, method, method === "squash" ? pull.author : login, `${pull.title} (#${pull.number})`, this.now());
    Object.assign(pull, { merged: this.now(), mergeCommit: tip, brought, headAtMerge: head, baseAtMerge: before });
    this.push(login, pull.base, before, tip, "pr_merge");
    return ok({ merged: true, sha: tip });
  }

  /** As GitHub links them: what a merge brought, and the commits of its branch, merged or open. */
  linked(commit) {
    return [...this.pulls.values()].filter((pull) => pull.brought.includes(commit) || this.commits(pull).includes(commit));
  }

  /** Every comment of the repository, newest first; the emulator has no such list. */
  said(query) {
    if (this.forbidden.includes("issues")) return forbidden();
    const since = new URLSearchParams(query).get("since");
    return ok(this.comments.filter((comment) => !since || comment.updated_at >= since));
  }

  activity(query, repository) {
    if (this.forbidden.includes("activity")) return forbidden();
    if (repository !== "acme/churn") return { status: 404, body: { message: "Not Found" } };
    const asked = new URLSearchParams(query);
    const [wanted, actor, page] = [asked.get("ref"), asked.get("actor"), Number(asked.get("per_page") ?? 30)];
    const rows = this.pushes.filter(
      (push) => (!wanted || push.ref === wanted || push.ref === `refs/heads/${wanted}`) && (!actor || push.actor?.toLowerCase() === actor.toLowerCase()),
    );
    return this.paged(rows, asked, page, (push, index) => ({ ...push, id: index + 1, node_id: "x", actor: push.actor ? { login: push.actor, type: "User" } : null }));
  }

  /** GitHub pages activity by cursors (`after`); here a cursor is the number of rows before it. */
  paged(rows, asked, page, shown) {
    const from = Number(asked.get("after") ?? 0);
    const next = from + page < rows.length ? new URLSearchParams({ ...Object.fromEntries(asked), after: from + page }) : null;
    const headers = next ? { link: `<{address}/repos/acme/churn/activity?${next}>; rel="next"` } : {};
    return { status: 200, body: rows.slice(from, from + page).map(shown), headers };
  }

  compare(base, head) {
    const [one, other] = [base, head].map((name) => this.git.tip(name) ?? this.git.full(name));
    if (!one || !other) return found(undefined);
    const met = this.git.ask("merge-base", one, other) ?? "";
    const status = one === other ? "identical" : met === other ? "behind" : met === one ? "ahead" : "diverged";
    return ok({ status, ahead_by: 0, behind_by: 0, commits: [], merge_base_commit: { sha: met } });
  }

  team(path) {
    const [, team, login] = path.match(/^\/orgs\/([^/]+\/teams\/[^/]+)(?:\/memberships\/([^/]+))?$/) ?? [];
    if (!team) return undefined;
    if (this.forbidden.includes("members")) return forbidden();
    const members = this.teams[team.replace("/teams/", "/")];
    if (!members || (login && !members[login])) return { status: 404, body: { message: "Not Found" } };
    return ok(login ? { state: members[login], role: "member" } : { slug: team.split("/")[2] });
  }
}

function ok(body) {
  return { status: 200, body };
}

function found(body) {
  return body ? ok(body) : { status: 404, body: { message: "Not Found" } };
}

function forbidden() {
  return { status: 403, body: { message: "Resource not accessible by integration" } };
}
