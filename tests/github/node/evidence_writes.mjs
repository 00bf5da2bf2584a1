// The git data API's writes on the real repository: objects by their real names, and branches that move forward only.
import { execFileSync } from "node:child_process";

const NOT_FOUND = { status: 404, body: { message: "Not Found" } };
const invalid = (message) => ({ status: 422, body: { message } });
const made = (sha, more = {}) => ({ status: 201, body: { sha, ...more } });
const reference = (branch, sha, status = 200) => ({ status, body: { ref: `refs/heads/${branch}`, object: { type: "commit", sha } } });

/** `rest`: the path below the repository. Undefined: this is another's to answer. */
export function gitWrites({ method, rest, data, login }, pulls) {
  const read = rest.match(/^git\/ref\/heads\/(.+)$/);
  if (read && method === "GET") return pulls.git.tip(read[1]) ? reference(read[1], pulls.git.tip(read[1])) : NOT_FOUND;
  const moved = rest.match(/^git\/refs\/heads\/(.+)$/);
  if (moved && method === "PATCH") return move(moved[1], data, login, pulls);
  return method === "POST" && Object.hasOwn(WRITES, rest) ? WRITES[rest](data, login, pulls) : undefined;
}

const WRITES = {
  "git/blobs": ({ content }, _login, { git }) => made(typed(git, ["hash-object", "-w", "--stdin"], Buffer.from(content, "base64"))),
  "git/trees": ({ base_tree: base, tree }, _login, { git }) => made(treeOf(git, base, tree)),
  "git/commits": ({ message, tree, parents }, login, pulls) => {
    const who = { NAME: login, EMAIL: `${login}@users.noreply.github.com`, DATE: pulls.now() };
    const env = Object.fromEntries(Object.entries(who).flatMap(([key, value]) => ["AUTHOR", "COMMITTER"].map((role) => [`GIT_${role}_${key}`, value])));
    return made(pulls.git.run(["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-m", message], env));
  },
  "git/refs": ({ ref, sha }, login, pulls) => {
    const branch = ref.replace("refs/heads/", "");
    if (pulls.git.tip(branch)) return invalid("Reference already exists");
    pulls.git.run(["update-ref", ref, sha]);
    pulls.push(login, branch, undefined, sha, "branch_creation");
    return reference(branch, sha, 201);
  },
};

function move(branch, { sha, force }, login, pulls) {
  const before = pulls.git.tip(branch);
  if (!before) return invalid("Reference does not exist");
  if (!force && pulls.git.ask("merge-base", "--is-ancestor", before, sha) === null) return invalid("Update is not a fast forward");
  pulls.git.run(["update-ref", `refs/heads/${branch}`, sha, before]);
  pulls.push(login, branch, before, sha);
  return reference(branch, sha);
}

/** The files of `base`, with these on top. */
function treeOf(git, base, entries) {
  const files = new Map((base ? git.run(["ls-tree", "-r", base]) : "").split("\n").filter(Boolean).map((line) => line.split("\t").reverse()));
  for (const { path, mode, type, sha } of entries) files.set(path, `${mode} ${type} ${sha}`);
  const index = `${git.path}/index-${process.hrtime.bigint()}`;
  const lines = [...files].map(([path, meta]) => `${meta}\t${path}\n`).join("");
  typed(git, ["update-index", "--add", "--index-info"], lines, { GIT_INDEX_FILE: index });
  return typed(git, ["write-tree"], "", { GIT_INDEX_FILE: index });
}

export function typed(git, args, input, more = {}, shown = (out) => out.toString().trim()) {
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", ...more };
  return shown(execFileSync("git", ["--git-dir", git.path, ...args], { input, env, stdio: ["pipe", "pipe", "inherit"], maxBuffer: 1 << 26 }));
}

/** Branches and files of the real repository, by the routes that have them: `branches`, `branches/NAME`, `contents/PATH`. */
export function gitFiles({ method, rest, data, login, query }, pulls) {
  const branch = rest.match(/^branches\/([^?]+)$/);
  if (branch && method === "GET" && !branch[1].endsWith("/protection")) return branchOf(decodeURIComponent(branch[1]), pulls);
  if (rest === "branches" && method === "GET") return branches(pulls);
  const file = rest.match(/^contents\/(.+)$/);
  if (!file) return undefined;
  const path = decodeURIComponent(file[1]);
  if (method === "GET") return contents(path, new URLSearchParams(query).get("ref") ?? pulls.defaultBranch, pulls);
  return method === "PUT" ? put(path, data, login, pulls) : undefined;
}

function branchOf(name, { git, state }) {
  const sha = git.tip(name);
  return sha ? { status: 200, body: { name, commit: { sha }, protected: state.protectedBranches.includes(name) } } : NOT_FOUND;
}

/** All on one page. */
function branches(pulls) {
  const names = pulls.git.run(["for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads"]).split("\n").filter(Boolean);
  return { status: 200, body: names.map((name) => branchOf(name, pulls).body) };
}

function contents(path, ref, { git }) {
  const sha = git.ask("rev-parse", "--verify", "--quiet", `${git.tip(ref) ?? ref}:${path}`);
  if (!sha || git.ask("cat-file", "-t", sha) !== "blob") return NOT_FOUND;
  const content = typed(git, ["cat-file", "blob", sha], "", {}, (out) => out.toString("base64"));
  return { status: 200, body: { type: "file", path, name: path.split("/").at(-1), sha, encoding: "base64", content } };
}

function put(path, { message, content, branch }, login, pulls) {
  const name = branch ?? pulls.defaultBranch;
  const before = pulls.git.tip(name);
  if (!before) return NOT_FOUND;
  const sha = WRITES["git/blobs"]({ content }, login, pulls).body.sha;
  const tree = treeOf(pulls.git, before, [{ path, mode: "100644", type: "blob", sha }]);
  const commit = WRITES["git/commits"]({ message, tree, parents: [before] }, login, pulls).body.sha;
  move(name, { sha: commit }, login, pulls);
  return { status: 201, body: { content: { path, sha }, commit: { sha: commit, tree: { sha: tree } } } };
}
