// Many repositories, which a roll-out goes to: their git is real, and their pull requests and comments are the emulator's.
// `state.fleet`: "acme/churn" → `{archived, fork, workflows: false (the token may not write those), writes: false (nor anything else)}`; the folder of
// its repository stands in `state.git`, as for a fetch. What is not there is not shown to anybody.
import { readFileSync } from "node:fs";
import { buildSchema, graphql, GraphQLError } from "graphql";
import { Git } from "./evidence_git.mjs";
import { gitWrites, typed } from "./evidence_writes.mjs";
import { gitFolder } from "./transport.mjs";

const SCHEMA = new URL("node_modules/@octokit/graphql-schema/schema.graphql", import.meta.url);
const NOT_FOUND = { status: 404, body: { message: "Not Found" } };
const OFF = { status: 403, body: { message: "Resource not accessible by integration" } };
let schema;

export const noFleet = () => ({ fleet: {} });

/** The git data API; undefined for what the emulator answers. `send(method, path, body)`: a request to it, by a person. */
export async function fleetRoute({ method, path, data, login, state }, { ask, send, now }) {
  const [, name, rest] = path.match(/^\/repos\/([^/]+\/[^/]+)\/(.+)$/) ?? [];
  if (!name || !Object.hasOwn(state.fleet, name)) return undefined;
  const { writes = true, workflows = true } = state.fleet[name];
  if (method !== "GET" && login.endsWith("[bot]") && !writes) return OFF;
  const git = new Git(gitFolder(state.git[name]));
  const commit = rest.match(/^commits\/([0-9a-f]{40})$/);
  if (commit && method === "GET") return commitOf(git, commit[1]);
  if (rest === "git/trees" && method === "POST") {
    if (!workflows && data.tree.some((entry) => entry.path.startsWith(".github/workflows/"))) return NOT_FOUND;
    return { status: 201, body: { sha: treeOf(git, data) } };
  }
  const made = gitWrites({ method, rest, data, login }, { git, now, push: () => {} });
  if (made?.status === 201 && rest === "git/refs") await seen(name, data.ref, ask, send);
  return made;
}

/** The emulator opens pull requests from branches that it knows: it gets one of the same name. */
async function seen(name, ref, ask, send) {
  const { object } = await ask(`/repos/${name}/git/ref/heads/main`);
  await send("POST", `/repos/${name}/git/refs`, { ref, sha: object.sha });
}

function commitOf(git, sha) {
  const [author, tree, ...message] = git.run(["log", "-1", "--format=%an%n%T%n%B", sha]).split("\n");
  return { status: 200, body: { sha, author: { login: author }, commit: { message: message.join("\n"), tree: { sha: tree } } } };
}

/** `content` or `sha` of each entry; a sha that is null takes the file away: https://docs.github.com/rest/git/trees#create-a-tree. */
function treeOf(git, { base_tree: base, tree }) {
  const env = { GIT_INDEX_FILE: `${git.path}/index-${process.hrtime.bigint()}` };
  const blob = ({ content, sha }) => (content === undefined ? sha : typed(git, ["hash-object", "-w", "--stdin"], content));
  const lines = tree.map((entry) => (entry.sha === null ? `0 ${"0".repeat(40)}\t${entry.path}\n` : `${entry.mode} ${blob(entry)}\t${entry.path}\n`));
  typed(git, ["read-tree", base], "", env);
  typed(git, ["update-index", "--add", "--index-info"], lines.join(""), env);
  return typed(git, ["write-tree"], "", env);
}

export const asksForFleet = (query) => typeof query === "string" && /^query (Rollout|Heart)\b/.test(query);

/** The answer's body: GitHub's own schema judges the query. */
export async function answerFleet({ query, variables }, { login, state, rest }) {
  schema ??= buildSchema(readFileSync(SCHEMA, "utf8"), { assumeValidSDL: true });
  const rootValue = { viewer: { login }, repository: (args) => repository(args, state, rest) };
  const { data, errors } = await graphql({ schema, source: query, rootValue, variableValues: variables });
  return errors ? { data: data ?? null, errors: errors.map((error) => ({ type: error.extensions.type, path: error.path, message: error.message })) } : { data };
}

function repository({ owner, name }, state, rest) {
  const full = `${owner}/${name}`;
  const told = state.fleet[full];
  if (!told) throw new GraphQLError(`Could not resolve to a Repository with the name '${full}'.`, { extensions: { type: "NOT_FOUND" } });
  const git = new Git(gitFolder(state.git[full]));
  const tip = git.tip("main");
  const objects = tip ? objectsOf(git, tip) : undefined;
  return {
    nameWithOwner: told.renamed ?? full,
    isArchived: told.archived ?? false,
    isFork: told.fork ?? false,
    defaultBranchRef: tip ? { name: "main", target: { __typename: "Commit", oid: tip, tree: { oid: objects.tree } } } : null,
    object: ({ expression }) => objects && file(git, expression.replace(/^HEAD:/, ""), objects),
    ref: ({ qualifiedName }) => {
      const at = git.ask("log", "-1", "--format=%cI", qualifiedName);
      return at && { target: { __typename: "Commit", committedDate: at } };
    },
    pullRequests: async ({ headRefName, first }) => ({ nodes: await pulls(full, headRefName, first, rest) }),
  };
}

const known = new Map();

/** A commit's tree and its files, by one process, and once. */
function objectsOf(git, tip) {
  const key = `${git.path} ${tip}`;
  if (!known.has(key)) {
    const tree = git.run(["log", "-1", "--format=%T", tip]);
    const lines = git.run(["ls-tree", "-r", tip]).split("\n").filter(Boolean);
    known.set(key, { tree, blobs: new Map(lines.map((line) => line.split("\t").reverse()).map(([path, meta]) => [path, meta.split(" ")[2]])), texts: new Map() });
  }
  return known.get(key);
}

function file(git, path, { blobs, texts }) {
  const sha = blobs.get(path);
  if (!sha) return null;
  if (!texts.has(sha)) texts.set(sha, typed(git, ["cat-file", "blob", sha], "", {}, (out) => out.toString()));
  return { __typename: "Blob", text: texts.get(sha), isTruncated: false };
}

async function pulls(name, branch, first, rest) {
  const rows = await rest(`/repos/${name}/pulls?state=all&per_page=100`);
  const own = rows.filter((row) => row.head.ref === branch).sort((one, other) => other.number - one.number);
  return own.slice(0, first).map((row) => ({
    number: row.number, url: row.html_url, body: row.body, headRefName: row.head.ref, isCrossRepository: false, author: who(row.user.login),
    state: row.merged_at ? "MERGED" : row.state.toUpperCase(), closedAt: row.closed_at,
    comments: async ({ last }) => ({ nodes: (await rest(`/repos/${name}/issues/${row.number}/comments?per_page=100`)).slice(-last).map(comment) }),
  }));
}

const comment = ({ body, created_at, user }) => ({ body, createdAt: created_at, author: who(user.login) });

/** GraphQL's logins of Apps have no `[bot]`. */
function who(login) {
  return login.endsWith("[bot]") ? { __typename: "Bot", login: login.replace("[bot]", "") } : { __typename: "User", login };
}
