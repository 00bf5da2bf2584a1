// What the emulator gets wrong about pull requests: heads that moved, heads in forks, and the list by head.
// `state.pulls` maps a number to what GitHub would say of it: `{head: {sha, ref, repo}, base: {sha}, merge_commit_sha}`.
const PULLS = /^\/repos\/[^/]+\/[^/]+\/pulls(\/\d+)?$/;

/** The address to ask the emulator: a list by head is taken whole, and filtered in `corrected`. */
export function withoutHead({ method, path, url }) {
  if (method !== "GET" || !PULLS.test(path)) return url;
  const [, query = ""] = url.split("?");
  const rest = new URLSearchParams(query);
  rest.delete("head");
  return `${path}?${rest}`;
}

/** The emulator's answer as GitHub gives it. `ask(path)`: another answer of the emulator. */
export async function corrected({ method, path, query, state }, text, ask) {
  if (method !== "GET" || !PULLS.test(path)) return text;
  const found = JSON.parse(text);
  if (!Array.isArray(found)) return JSON.stringify(found.number ? await pull(found, state, ask) : found);
  const all = await Promise.all(found.map((row) => pull(row, state, ask)));
  const head = query.get("head");
  return JSON.stringify(head?.includes(":") ? all.filter((row) => row.head.label === head) : all);
}

async function pull(row, state, ask) {
  const said = state.pulls[row.number] ?? {};
  const head = { ...row.head, ...((await present(row, ask)) ?? {}), ...said.head };
  if (said.head) head.label = `${head.repo?.owner.login ?? "unknown"}:${head.ref}`;
  return { ...row, ...said, head, base: { ...row.base, ...said.base } };
}

/** The branch's present commit, which the emulator forgets after a push. */
async function present(row, ask) {
  const branch = row.head.repo && (await ask(`/repos/${row.head.repo.full_name}/git/ref/heads/${row.head.ref}`));
  return branch?.object && { sha: branch.object.sha };
}
