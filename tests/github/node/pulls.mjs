// What the emulator gets wrong about pull requests: heads that moved, heads in forks, and lists.
// `state.pulls` maps a number to what GitHub would say of it: `{head: {sha, ref, repo}, base: {sha}, merge_commit_sha, …}`.
import { page } from "./paging.mjs";

const PULLS = /^\/repos\/([^/]+\/[^/]+)\/pulls(?:\/(\d+))?$/;
const MOST = 100;

/** The answer to a list: all of them are asked for, corrected, and only then filtered, sorted and paged. Undefined for any other request. */
export async function pullsRoute(call, ask, pulls) {
  const { method, path, query, state } = call;
  const [, name, number] = path.match(PULLS) ?? [];
  if (method !== "GET" || !name) return undefined;
  if (number) return pulls.shown(Number(number), call);
  const rows = await whole(`/repos/${name}/pulls`, ask);
  if (!rows) return undefined;
  const all = [...(await Promise.all(rows.map((row) => pull(row, state, ask)))), ...pulls.allShown(call)];
  const [wanted, head, base] = [query.get("state") ?? "open", query.get("head"), query.get("base")];
  const meant = (row) => (wanted === "all" || row.state === wanted) && (!base || row.base.ref === base) && (!head?.includes(":") || row.head.label === head);
  return page(sorted(all.filter(meant), query), call);
}

/** Newest first, unless another order than that of creation is asked for: https://docs.github.com/en/rest/pulls/pulls#list-pull-requests. */
function sorted(rows, query) {
  const key = query.get("sort") === "updated" ? "updated_at" : "created_at";
  const sign = (query.get("direction") ?? (key === "created_at" ? "desc" : "asc")) === "asc" ? 1 : -1;
  const compared = (one, other) => one[key].localeCompare(other[key]) || one.number - other.number;
  return rows.toSorted((one, other) => sign * compared(one, other));
}

async function whole(path, ask) {
  const rows = [];
  for (let number = 1; ; number += 1) {
    const some = await ask(`${path}?state=all&per_page=${MOST}&page=${number}`);
    if (!Array.isArray(some)) return undefined;
    rows.push(...some);
    if (some.length < MOST) return rows;
  }
}

/** The emulator's answer for one, as GitHub gives it. `ask(path)`: another answer of the emulator. */
export async function corrected({ method, path, state }, text, ask) {
  if (method !== "GET" || !PULLS.test(path)) return text;
  const found = JSON.parse(text);
  return found.number ? JSON.stringify(await pull(found, state, ask)) : text;
}

async function pull(row, state, ask) {
  const said = state.pulls[row.number] ?? {};
  const head = { ...row.head, ...(said.head?.sha ? {} : ((await present(row, ask)) ?? {})), ...said.head };
  if (said.head && !said.head.label) head.label = `${head.repo?.owner.login ?? "unknown"}:${head.ref}`;
  if (head.repo?.full_name === row.base.repo?.full_name) head.repo = row.base.repo;
  return { ...row, ...said, head, base: { ...row.base, ...said.base } };
}

/** The branch's present commit, which the emulator forgets after a push. */
async function present(row, ask) {
  const branch = row.head.repo && (await ask(`/repos/${row.head.repo.full_name}/git/ref/heads/${row.head.ref}`));
  return branch?.object && { sha: branch.object.sha };
}

/**
 * Opens a pull request and tells what GitHub says of it; with a `number`, tells more of one that is open. Its number.
 * `told`: head_sha, head_ref, head_repo (null: the fork is gone), base_ref, base_sha, merge, author, draft, title, body; those that are there.
 * `send(method, path, body)`: a request to the emulator, by a person.
 */
export async function tell({ number: known, ...told }, { state, pulls, send }) {
  const number = known ?? (await open(told, state, send));
  if (!Number.isInteger(number)) throw new Error(`the emulator opened no pull request: ${JSON.stringify(told)}`);
  const entry = pulls.tell(number, told);
  const repository = entry.repository && { ...named(entry.repository), fork: entry.repository !== "acme/churn" };
  const owner = (entry.repository ?? `${entry.author}/`).split("/")[0];
  const head = { sha: entry.headSha, ref: entry.branch, label: `${owner}:${entry.branch}`, repo: repository, user: user(owner) };
  const base = { ref: entry.base, label: `acme:${entry.base}`, ...(entry.baseSha ? { sha: entry.baseSha } : {}) };
  const times = { created_at: entry.created, updated_at: pulls.now() };
  state.pulls[number] = { head, base, merge_commit_sha: entry.mergeSha, user: user(entry.author), draft: entry.draft, ...times };
  return number;
}

async function open({ head_ref: ref, head_repo: repository, base_ref: base, draft, title, body }, state, send) {
  const here = repository === "acme/churn" && ref !== base; // a fork's branch may have the name of one here
  const head = here ? ref : `opened-${Object.keys(state.pulls).length + 1}`;
  return (await send("POST", "/repos/acme/churn/pulls", { title: title ?? ref, body: body ?? "", head, base, draft })).number;
}

export function named(repository) {
  const [owner, name] = repository.split("/");
  return { name, full_name: repository, owner: user(owner) };
}

export function user(login) {
  return { login, type: login.endsWith("[bot]") ? "Bot" : "User" };
}
