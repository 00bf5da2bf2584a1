// GitHub's git data, answered from a real repository on disk: real object names, real `rev-parse`, links and submodules.
// `state.git` maps "owner/name" to its folder; other repositories are left to the emulator, which invents its objects.
import { execFile } from "node:child_process";

const OBJECT = /^[0-9a-f]{40}$/;
const contents = new Map();
const MOST = 64 * 1024 * 1024;

export class GitRepository {
  /** `known`: answers of a repository that does not change. */
  constructor(folder, known) {
    this.folder = folder;
    this.known = known;
  }

  /** What an object holds is the same in every repository that has it. */
  run(...words) {
    const lasting = OBJECT.test(words.at(-1));
    const name = JSON.stringify(lasting ? words : [this.folder, words]);
    const answers = lasting ? contents : this.known;
    if (!answers) return this.ask(words);
    if (!answers.has(name)) answers.set(name, this.ask(words));
    return answers.get(name);
  }

  ask(words, input = "") {
    return new Promise((resolve) => {
      const done = (error, out) => resolve(error ? null : out);
      const { stdin } = execFile("git", ["-C", this.folder, ...words], { encoding: "buffer", maxBuffer: MOST }, done);
      stdin.on("error", () => {}); // most commands read nothing, and may have ended
      stdin.end(input);
    });
  }

  /** An expression of `git rev-parse` → `{oid, type}`; null where there is no such object. */
  async resolve(expression) {
    const name = JSON.stringify([this.folder, expression]);
    const asked = () => this.ask(["cat-file", "--batch-check=%(objectname) %(objecttype)"], `${expression}\n`);
    if (this.known && !this.known.has(name)) this.known.set(name, asked());
    const [oid, type] = ((await (this.known ? this.known.get(name) : asked()))?.toString() ?? "").trim().split(" ");
    return ["commit", "tree", "blob", "tag"].includes(type) && OBJECT.test(oid) ? { oid, type } : null;
  }

  async entries(oid, ...options) {
    const listed = (await this.run("ls-tree", "-z", "-l", ...options, oid)).toString();
    return listed.split("\0").filter(Boolean).map((line) => {
      const [meta, path] = [line.slice(0, line.indexOf("\t")), line.slice(line.indexOf("\t") + 1)];
      const [mode, type, sha, size] = meta.split(/ +/);
      return { mode, type, sha, path, size: size === "-" ? undefined : Number(size) };
    });
  }

  blob(oid) {
    return this.run("cat-file", "blob", oid);
  }

  async parents(oid) {
    return (await this.run("rev-list", "--parents", "-n1", oid)).toString().trim().split(" ").slice(1);
  }
}

const known = new Map();

/** The repository behind a name; `state.still`: none of them changes. undefined where the emulator has it alone. */
export function repositoryOf(state, name) {
  return Object.hasOwn(state.git, name) ? new GitRepository(state.git[name], state.still ? known : undefined) : undefined;
}

/** REST's git routes; undefined for every other. */
export async function gitRoute({ method, path, query, state }) {
  const match = path.match(/^\/repos\/([^/]+\/[^/]+)\/(git\/trees|git\/blobs|git\/commits|commits)\/([^/]+)$/);
  const repository = match && method === "GET" ? repositoryOf(state, match[1]) : undefined;
  return repository ? ROUTES[match[2]](repository, decodeURIComponent(match[3]), query, state) : undefined;
}

const NOT_FOUND = { status: 404, body: { message: "Not Found" } };
const ROUTES = {
  "git/trees": async (repository, name, query, state) => {
    const found = await repository.resolve(`${name}^{tree}`);
    if (!found) return NOT_FOUND;
    const all = await repository.entries(found.oid, ...(query.has("recursive") ? ["-r", "-t"] : []));
    const truncated = query.has("recursive") && all.length > state.treeLimit;
    return { status: 200, body: { sha: found.oid, tree: truncated ? all.slice(0, state.treeLimit) : all, truncated } };
  },
  "git/blobs": async (repository, name) => {
    const found = await repository.resolve(name);
    if (found?.type !== "blob") return NOT_FOUND;
    const content = await repository.blob(found.oid);
    const lines = content.toString("base64").replace(/.{60}/g, "$&\n");
    return { status: 200, body: { sha: found.oid, size: content.length, encoding: "base64", content: `${lines}\n` } };
  },
  "git/commits": async (repository, name) => {
    const found = await repository.resolve(name);
    if (found?.type !== "commit") return NOT_FOUND;
    const parents = (await repository.parents(found.oid)).map((sha) => ({ sha }));
    const tree = await repository.resolve(`${found.oid}^{tree}`);
    return { status: 200, body: { sha: found.oid, tree: { sha: tree.oid }, parents } };
  },
  commits: async (repository, name) => {
    const found = await repository.resolve(`${name}^{commit}`);
    if (!found) return { status: 422, body: { message: `No commit found for SHA: ${name}` } };
    return { status: 200, body: { sha: found.oid } };
  },
};
