// What emulate lacks about people: roles, reactions to comments, and what a workflow's token may not do.
const BASE = { admin: "admin", maintain: "write", write: "write", triage: "read", read: "read", none: "none" };
const CONTENTS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"];

export const noPeople = () => ({ roles: {}, reactions: [], pullsOff: false, contentsReadOnly: [], pullHeads: {} });

/** `roles`: login → role; `pullsOff`: Actions may not open pull requests; `contentsReadOnly`: tokens without `contents: write`. */
export function peopleRefusal({ method, path, login, state }) {
  if (method === "GET") return undefined;
  if (state.contentsReadOnly.includes(login) && /\/(git|contents)\//.test(path)) return { status: 403, message: "Resource not accessible by integration" };
  if (state.pullsOff && login.endsWith("[bot]") && /\/pulls$/.test(path))
    return { status: 403, message: "GitHub Actions is not permitted to create or approve pull requests." };
  return undefined;
}

export function peopleRoute(call) {
  const permission = call.path.match(/\/collaborators\/([^/]+)\/permission$/);
  if (permission && call.method === "GET") return roleOf(decodeURIComponent(permission[1]), call);
  const reactions = call.path.match(/\/issues\/comments\/(\d+)\/reactions$/);
  return reactions ? reactionsTo(Number(reactions[1]), call) : undefined;
}

function roleOf(login, { state, world }) {
  if (!Object.values(world.tokens).includes(login)) return { status: 404, body: { message: "Not Found" } };
  const role = state.roles[login] ?? "write";
  return { status: 200, body: { permission: BASE[role] ?? "read", role_name: role, user: { login } } };
}

/** GitHub answers 201 for a new one, and 200 with the old one for the same again. */
function reactionsTo(comment, { method, data, login, state, query }) {
  const wanted = query.get("content");
  if (method === "GET") return { status: 200, body: state.reactions.filter((one) => one.comment === comment && (!wanted || one.content === wanted)) };
  if (!CONTENTS.includes(data?.content)) return { status: 422, body: { message: "Validation Failed: content" } };
  const old = state.reactions.find((one) => one.comment === comment && one.content === data.content && one.user.login === login);
  if (old) return { status: 200, body: old };
  const added = { id: state.reactions.length + 1, comment, content: data.content, user: { login } };
  state.reactions.push(added);
  return { status: 201, body: added };
}

/** `pullHeads`: pull request → its newest commit, one that only the run's checkout has. */
export function withHead({ method, path, state }, text) {
  const head = method === "GET" && state.pullHeads[path.match(/\/pulls\/(\d+)$/)?.[1]];
  if (!head) return text;
  const pull = JSON.parse(text);
  return JSON.stringify({ ...pull, head: { ...pull.head, sha: head } });
}
