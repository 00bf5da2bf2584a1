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

function typed(git, args, input, more = {}) {
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", ...more };
  return execFileSync("git", ["--git-dir", git.path, ...args], { input, env, stdio: ["pipe", "pipe", "inherit"] }).toString().trim();
}
