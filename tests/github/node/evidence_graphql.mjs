// GitHub's GraphQL, with its own published schema, over the pull requests of pulls.mjs and the emulator's issues.
import { readFileSync } from "node:fs";
import { buildSchema, graphql, GraphQLError } from "graphql";

const SCHEMA = new URL("node_modules/@octokit/graphql-schema/schema.graphql", import.meta.url);
let schema;

function published() {
  schema ??= buildSchema(readFileSync(SCHEMA, "utf8"), { assumeValidSDL: true });
  return schema;
}

/** Whether a query is for records (of reviews, issues, people): these alone ask for the default branch. */
export function asksForEvidence(query) {
  return typeof query === "string" && query.includes("defaultBranchRef");
}

/** The answer's body. `rest(path)`: the emulator's answer to a GET. */
export async function answerGraphql(query, variables, { pulls, world, rest }) {
  const result = await graphql({ schema: published(), source: query, rootValue: { repository: (args) => repository(args, pulls, world, rest) }, variableValues: variables });
  if (!result.errors) return result;
  const errors = result.errors.map((error) => ({ type: error.extensions.type, path: error.path, message: error.message }));
  return { data: result.data ?? null, errors };
}

function refuse(type, message) {
  throw new GraphQLError(message, { extensions: { type } });
}

const FORBIDDEN = "Resource not accessible by integration";

function repository({ owner, name }, pulls, world, rest) {
  const { git } = pulls;
  if (`${owner}/${name}` !== "acme/churn") refuse("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
  return {
    defaultBranchRef: { name: pulls.defaultBranch },
    object: ({ oid, expression }) => (git ? thing(oid ?? expression, pulls) : null),
    pullRequest: ({ number }) => (pulls.pulls.has(number) ? pullRequest(pulls.pulls.get(number), pulls) : refuse("NOT_FOUND", "no such pull request")),
    assignableUsers: () => ({ nodes: world.assignable.map((login) => ({ __typename: "User", login })), pageInfo: { hasNextPage: false } }),
    issue: ({ number }) => (pulls.forbidden.includes("issues") ? refuse("FORBIDDEN", FORBIDDEN) : issue(number, pulls, rest)),
  };
}

function thing(name, pulls) {
  const { git } = pulls;
  const [commit, path] = name.split(":");
  if (path) {
    const text = git.ask("show", `${commit}:${path}`);
    return text === null ? null : { __typename: "Blob", oid: git.ask("rev-parse", `${commit}:${path}`), text: text + "\n", isTruncated: false };
  }
  const id = git.full(commit);
  if (!id) return null;
  const linked = ({ first }) => {
    const all = pulls.linked(id).map((pull) => pullRequest(pull, pulls));
    return { totalCount: all.length, nodes: all.slice(0, first) };
  };
  const parents = ({ first }) => ({ nodes: git.parents(id).slice(0, first).map((oid) => ({ oid })) });
  return { __typename: "Commit", oid: id, associatedPullRequests: linked, parents };
}

function who(login) {
  if (!login) return null;
  return login.endsWith("[bot]") ? { __typename: "Bot", login: login.replace("[bot]", "") } : { __typename: "User", login };
}

/** The account that GitHub takes for an address: whatever git was told to write. */
function account(email) {
  const match = email.match(/^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/);
  return { user: match && !match[1].endsWith("[bot]") ? { __typename: "User", login: match[1] } : null };
}

function pullRequest(pull, pulls) {
  const { git } = pulls;
  const commit = (id) => {
    const [author, committer] = git.emails(id).map(account);
    return { commit: { oid: id, author, committer } };
  };
  const reviews = pull.reviews.map((r) => ({ state: r.state, submittedAt: r.at, author: who(r.author), commit: r.commit ? { oid: r.commit } : null }));
  return {
    __typename: "PullRequest",
    number: pull.number,
    body: pull.body,
    author: who(pull.author),
    editor: who(pull.editor),
    baseRefName: pull.base,
    headRefName: pull.branch,
    headRepository: pull.repository === null ? null : { nameWithOwner: pull.repository ?? "acme/churn" },
    createdAt: pull.created,
    mergedAt: pull.merged,
    mergeCommit: pull.mergeCommit ? { oid: pull.mergeCommit } : null,
    commits: ({ first }) => {
      const all = pulls.commits(pull);
      return { totalCount: all.length, nodes: all.slice(0, first).map(commit) };
    },
    timelineItems: () => ({ nodes: pull.turned ? [{ __typename: "BaseRefChangedEvent", createdAt: pull.turned }] : [] }),
    reviews: ({ last, states }) => {
      const asked = reviews.filter((review) => !states || states.includes(review.state));
      return { totalCount: asked.length, nodes: asked.slice(-last) };
    },
  };
}

async function issue(number, pulls, rest) {
  const found = await rest(`/repos/acme/churn/issues/${number}`);
  if (!found?.number) refuse("NOT_FOUND", `Could not resolve to an Issue with the number of ${number}.`);
  const comments = await rest(`/repos/acme/churn/issues/${number}/comments?per_page=100`);
  return {
    number,
    body: found.body ?? "",
    author: who(found.user.login),
    createdAt: pulls.created[number] ?? found.created_at,
    comments: { nodes: comments.map((comment) => ({ author: who(comment.user.login) })), pageInfo: { hasNextPage: false } },
  };
}
