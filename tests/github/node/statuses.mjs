// Commit statuses, which emulate does not have (https://docs.github.com/en/rest/commits/statuses).
import { repositoryOf } from "./git.mjs";
import { page } from "./paging.mjs";

const STATES = ["error", "failure", "pending", "success"];
const SHA = /^[0-9a-f]{40}$/;
const LIMITS = { context: 255, description: 140 };
const MOST = 1000; // of one commit and context

export const noStatuses = () => ({ statuses: [] });

export const isStatus = (path) => /^\/repos\/[^/]+\/[^/]+\/statuses\/[^/]+$/.test(path);

/** `{status, body, headers}` for a status's routes; undefined for any other. */
export async function statusRoute(call) {
  const { method, path, state } = call;
  const [, name, kind, commit, what] = path.match(/^\/repos\/([^/]+\/[^/]+)\/(statuses|commits)\/(.+?)(?:\/(status|statuses))?$/) ?? [];
  if (kind === "statuses" && method === "POST") return write(call, name, commit);
  if (!what || kind !== "commits" || method !== "GET") return undefined;
  const sha = await found(state, name, decodeURIComponent(commit));
  if (!sha) return invalid(`No commit found for SHA: ${decodeURIComponent(commit)}`);
  const all = state.statuses.filter((one) => one.repository === name && one.sha === sha);
  return what === "statuses" ? page(all.map(({ shown }) => shown), call) : combined(all, name, sha, call);
}

async function write(call, name, commit) {
  const { data, login, state, forbidden } = call;
  if (login.endsWith("[bot]") && forbidden.includes("statuses")) return { status: 403, body: { message: "Resource not accessible by integration" } };
  const given = { context: "default", description: null, target_url: null, ...data };
  const wrong = fault(given);
  if (wrong) return invalid(`Validation Failed: ${wrong}`);
  if (!SHA.test(commit) || !(await found(state, name, commit))) return invalid(`No commit found for SHA: ${commit}`);
  const same = (one) => one.repository === name && one.sha === commit && key(one) === given.context.toLowerCase();
  if (state.statuses.filter(same).length >= MOST) return invalid("Validation Failed: This SHA and context has reached the maximum number of statuses.");
  const shown = made(given, call, name, commit);
  state.statuses.unshift({ repository: name, sha: commit, shown });
  return { status: 201, body: shown };
}

/** What GitHub would refuse; empty where it would not. */
function fault(given) {
  if (!STATES.includes(given.state)) return "state is not included in the list";
  for (const [field, most] of Object.entries(LIMITS)) {
    const text = given[field] ?? "";
    if (typeof text !== "string") return `${field} is no text`;
    if ([...text].length > most) return `${field} is too long (maximum is ${most} characters)`;
  }
  if (!given.context) return "context is missing";
  return given.target_url === null || /^https?:\/\//.test(given.target_url) ? "" : "target_url must use http(s) scheme";
}

function made({ state, description, target_url, context }, { login, now, address, state: { statuses } }, name, commit) {
  const id = statuses.length + 1;
  const at = `${now.slice(0, 19)}Z`;
  return {
    id, node_id: `SC_${id}`, url: `${address}/repos/${name}/statuses/${commit}`, avatar_url: `${address}/avatars/${encodeURIComponent(login)}`,
    state, description, target_url, context, created_at: at, updated_at: at, creator: { login, type: login.endsWith("[bot]") ? "Bot" : "User" },
  };
}

/** A context is the same in capitals: https://docs.github.com/en/rest/commits/statuses#create-a-commit-status. */
const key = ({ shown }) => shown.context.toLowerCase();

function combined(all, name, sha, call) {
  const newest = all.filter((one, index) => all.findIndex((other) => key(other) === key(one)) === index);
  const states = newest.map(({ shown }) => shown.state);
  const bad = states.some((state) => ["error", "failure"].includes(state));
  const state = bad ? "failure" : states.length && states.every((one) => one === "success") ? "success" : "pending";
  const repository = { full_name: name, name: name.split("/")[1], owner: { login: name.split("/")[0] } };
  const url = `${call.address}/repos/${name}/commits/${sha}`;
  const shown = newest.map(({ shown: { creator, ...rest } }) => rest);
  return page(shown, call, (statuses) => ({ state, statuses, sha, total_count: newest.length, repository, commit_url: url, url: `${url}/status` }));
}

/** The commit's full name: of the repository on disk where there is one, else whatever is a name. */
async function found(state, name, commit) {
  const repository = repositoryOf(state, name);
  if (!repository) return SHA.test(commit) ? commit : undefined;
  return (await repository.resolve(`${commit}^{commit}`))?.oid;
}

function invalid(message) {
  return { status: 422, body: { message } };
}
