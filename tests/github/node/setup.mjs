// How a repository is set up: its rules, its workflows, and what Actions may do there. emulate has some of it, and no bot's view of any.
// `repository`: what is other than emulate says. `rules`: branch → its rules. `rulesets`. `actions`: settings. `workflows`: file → `{state, name}`.
// `apps`: slug → id. `workflowRuns`: file → runs. `protection`: branch → classic protection. `protectedBranches`: names.
import { page } from "./paging.mjs";

const OFF = { status: 403, body: { message: "Resource not accessible by integration" } };
const NOT_FOUND = { status: 404, body: { message: "Not Found" } };

export const noSetup = () => ({
  apps: { "github-actions": 15368 }, repository: {}, rules: {}, rulesets: [], workflows: {}, workflowRuns: {}, protection: {}, protectedBranches: [],
  actions: { enabled: true, allowed_actions: "all", sha_pinning_required: false, default_workflow_permissions: "read", can_approve_pull_request_reviews: false },
});

/** `{status, body, headers}`; undefined for what is another's to answer. */
export function setupRoute(call) {
  const [, slug] = call.path.match(/^\/apps\/([^/]+)$/) ?? [];
  if (call.method === "GET" && slug) return found(call.state.apps[slug] && { id: call.state.apps[slug], slug, name: slug });
  const [, name, rest] = call.path.match(/^\/repos\/([^/]+\/[^/]+)\/(.+)$/) ?? [];
  if (call.method !== "GET" || !rest) return undefined;
  for (const [route, answer] of ROUTES) {
    const found = rest.match(route);
    if (found) return answer(call, decodeURIComponent(found[1] ?? ""), name);
  }
  return undefined;
}

const ROUTES = [
  [/^rules\/branches\/(.+)$/, (call, branch) => (Object.hasOwn(call.state.rules, branch) ? page(call.state.rules[branch], call) : undefined)],
  [/^rulesets$/, (call) => page(call.state.rulesets, call)],
  [/^rulesets\/(\d+)$/, ({ state }, id) => found(state.rulesets.find((one) => one.id === Number(id)))],
  [/^branches\/(.+)\/protection$/, ({ state, login }, branch) => (bot(login) ? OFF : branch in state.protection ? found(state.protection[branch]) : undefined)],
  [/^actions\/permissions$/, ({ state, login }) => (bot(login) ? OFF : found(permissions(state)))],
  [/^actions\/permissions\/workflow$/, ({ state, login }) => (bot(login) ? OFF : found(tokens(state)))],
  [/^actions\/workflows\/([^/]+)$/, (call, file, name) => (reads(call) ? found(workflow(call, file, name)) : OFF)],
  [/^actions\/workflows\/([^/]+)\/runs$/, (call, file, name) => (reads(call) ? runs(call, file, name) : OFF)],
];

const bot = (login) => login.endsWith("[bot]");
const reads = ({ login, forbidden }) => !bot(login) || !forbidden.includes("actions");

function found(body) {
  return body ? { status: 200, body } : NOT_FOUND;
}

function permissions({ actions: { enabled, allowed_actions, sha_pinning_required } }) {
  return { enabled, allowed_actions, sha_pinning_required };
}

function tokens({ actions: { default_workflow_permissions, can_approve_pull_request_reviews } }) {
  return { default_workflow_permissions, can_approve_pull_request_reviews };
}

function workflow({ state, address }, file, name) {
  if (!Object.hasOwn(state.workflows, file)) return undefined;
  const id = Object.keys(state.workflows).indexOf(file) + 1;
  const url = `${address}/repos/${name}/actions/workflows/${id}`;
  return { id, node_id: `W_${id}`, name: file, path: `.github/workflows/${file}`, state: "active", url, ...state.workflows[file] };
}

function runs(call, file, name) {
  const { query, state, address } = call;
  const of = workflow(call, file, name);
  if (!of) return NOT_FOUND;
  const [event, branch, status] = ["event", "branch", "status"].map((key) => query.get(key));
  const meant = (run) => (!event || run.event === event) && (!branch || run.head_branch === branch) && (!status || [run.status, run.conclusion].includes(status));
  const rows = (state.workflowRuns[file] ?? []).map((run, index) => ({
    id: index + 1, name: of.name, path: of.path, workflow_id: of.id, status: "completed", conclusion: "success", head_branch: "main", pull_requests: [],
    html_url: `${address}/${name}/actions/runs/${index + 1}`, updated_at: run.created_at, run_started_at: run.created_at, ...run,
  }));
  const newest = rows.filter(meant).toSorted((one, other) => other.created_at.localeCompare(one.created_at));
  return page(newest, call, (workflow_runs) => ({ total_count: newest.length, workflow_runs }));
}

/** What the emulator says of a repository or a branch, with what is told otherwise. */
export function described({ method, path, state, defaultBranch }, text) {
  const [, branch] = path.match(/^\/repos\/[^/]+\/[^/]+\/branches\/([^?]+)$/) ?? [];
  const repository = /^\/repos\/[^/]+\/[^/]+$/.test(path);
  if (method !== "GET" || (!branch && !repository)) return text;
  const row = JSON.parse(text);
  if (branch && row.name) {
    const { required_status_checks } = state.protection[row.name] ?? {};
    const protection = required_status_checks ? { protection: { enabled: true, required_status_checks } } : {};
    return JSON.stringify({ ...row, ...protection, protected: row.protected || state.protectedBranches.includes(row.name) });
  }
  if (!repository || !row.full_name) return text;
  return JSON.stringify({ ...row, default_branch: defaultBranch, has_issues: row.has_issues && !state.disabled, ...state.repository });
}
