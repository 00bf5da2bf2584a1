// Pull requests over a real git repository: opening, reviews, dismissals, the three merges, and who pushed what.
// The emulator lets reviews forget their commit, merges take the head's tree, and knows neither activity nor runs.
import { forgetAnswers, Git } from "./evidence_git.mjs";
import { gitFiles, gitWrites } from "./evidence_writes.mjs";
import { named, user } from "./pulls.mjs";
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
    const [, number, what, review] = rest.match(/^pulls\/(\d+)(?:\/(reviews|merge))?(?:\/(\d+)\/dismissals)?$/) ?? [];
    const pull = this.pulls.get(Number(number));
    if (pull?.told && (method === "PATCH" || what === "reviews")) return this.toldOf(pull, { method, data, login, what, review });
    if (!this.git) return undefined;
    const written = gitWrites({ method, rest, data, login }, this) ?? gitFiles({ method, rest, data, login, query }, this);
    if (written) return written;
    const compared = rest.match(/^compare\/(.+)\.\.\.(.+)$/);
    if (compared) return this.compare(decodeURIComponent(compared[1]), decodeURIComponent(compared[2]));
    if (rest === "pulls" && method === "POST") return this.open(data, login);
    if (!pull) return undefined;
    if (method === "PATCH") return ok(Object.assign(pull, data, data.base ? { turned: this.now() } : {}));
    if (what === "merge") return this.merge(pull, data?.merge_method ?? "merge", login);
    if (review) return this.dismiss(pull, Number(review));
    if (what === "reviews" && method === "POST") return this.review(pull, data, login);
    return undefined;
  }

  /** What stands in `tell` of pulls.mjs, kept for the records' queries; from now on they are asked of the repository on disk. */
  tell(number, told) {
    const born = { number, created: this.now(), reviews: [], merged: null, mergeCommit: null, brought: [], editor: null, told: true };
    const pull = this.pulls.get(number) ?? born;
    const names = {
      head_sha: "headSha", head_ref: "branch", head_repo: "repository", base_ref: "base", base_sha: "baseSha", merge: "mergeSha", author: "author",
      draft: "draft", title: "title", body: "body",
    };
    for (const [name, kept] of Object.entries(names)) if (Object.hasOwn(told, name)) pull[kept] = told[name];
    this.pulls.set(number, pull);
    if (this.state.git["acme/churn"]) this.on = true;
    return pull;
  }

  /** Undefined: the emulator keeps the rest of it. */
  toldOf(pull, { method, data, login, what, review }) {
    const said = this.state.pulls[pull.number];
    if (method !== "GET") said.updated_at = this.now();
    if (method === "PATCH" && data.base) {
      Object.assign(pull, { base: data.base, turned: this.now(), baseSha: undefined, mergeSha: null });
      Object.assign(said, { base: {}, merge_commit_sha: null });
    }
    if (method === "PATCH") return undefined;
    if (review) return this.dismiss(pull, Number(review));
    if (method === "POST") return this.review(pull, data, login);
    return ok(pull.reviews.map((each) => ({ id: each.id, state: each.state, user: user(each.author), commit_id: each.commit, submitted_at: each.at })));
  }

  /** Those that the emulator does not have, as it would show them; where `tell` made one, it has it. */
  allShown({ address }) {
    return this.git ? [...this.pulls.values()].filter((pull) => !pull.told).map((pull) => this.row(pull, address)) : [];
  }

  shown(number, { address }) {
    const pull = this.git && this.pulls.get(number);
    return pull && !pull.told ? ok(this.row(pull, address)) : undefined;
  }

  row(pull, address) {
    const [repository, here] = [named(pull.repository ?? "acme/churn"), named("acme/churn")];
    const owner = repository.owner.login;
    const branch = pull.branch.split(":").at(-1);
    return {
      number: pull.number, title: pull.title, body: pull.body, state: pull.merged ? "closed" : (pull.state ?? "open"), draft: false, user: user(pull.author),
      head: { ref: branch, sha: this.head(pull), label: `${owner}:${branch}`, repo: repository, user: repository.owner },
      base: { ref: pull.base, sha: this.git.tip(pull.base), label: `acme:${pull.base}`, repo: here, user: here.owner },
      html_url: `${address}/acme/churn/pull/${pull.number}`, url: `${address}/repos/acme/churn/pulls/${pull.number}`,
      merge_commit_sha: pull.mergeCommit, merged_at: pull.merged, created_at: pull.created, updated_at: pull.merged ?? pull.created,
    };
  }

  open({ head, base, title, body, head_repo: repository }, login) {
    const pull = { number: this.next++, title, body: body ?? "", author: login, base, branch: head, repository, created: this.now(), reviews: [] };
    this.pulls.set(pull.number, { ...pull, merged: null, mergeCommit: null, brought: [], editor: null });
    return { status: 201, body: { number: pull.number } };
  }

  head(pull) {
    return pull.merged ? pull.headAtMerge : (pull.headSha ?? this.git.tip(pull.branch));
  }

  commits(pull) {
    const base = pull.merged ? pull.baseAtMerge : (this.git.tip(pull.base) ?? pull.baseSha);
    return this.git.full(this.head(pull)) && this.git.full(base) ? this.git.between(base, this.head(pull)) : [];
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
    const head = this.head(pull);
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
    const met = this.git.met(one, other) ?? "";
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
