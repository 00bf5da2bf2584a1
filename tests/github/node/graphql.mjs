// GraphQL as GitHub publishes it: its own schema judges each query, and a real git repository answers. Reading alone.
import { readFileSync } from "node:fs";
import { buildSchema, execute, GraphQLError, parse, validate } from "graphql";
import { repositoryOf } from "./git.mjs";

const SCHEMA = new URL("node_modules/@octokit/graphql-schema/schema.graphql", import.meta.url);
const MOST_TEXT = 512 * 1024; // GitHub cuts a blob's text there
let schema;

/** `{data, errors}` for `{query, variables}`. */
export async function graphql({ query, variables }, state) {
  schema ??= buildSchema(readFileSync(SCHEMA, "utf8"), { assumeValidSDL: true });
  let document;
  try {
    document = parse(query);
  } catch (error) {
    return { errors: [{ message: error.message }] };
  }
  const faults = validate(schema, document);
  if (faults.length) return { errors: faults.map(({ message }) => ({ message })) };
  const rootValue = { repository: ({ owner, name }) => repository(`${owner}/${name}`, state) };
  const { data, errors } = await execute({ schema, document, rootValue, variableValues: variables });
  return errors ? { data, errors: errors.map((error) => ({ message: error.message, path: error.path, ...error.extensions })) } : { data };
}

function repository(name, state) {
  const git = repositoryOf(state, name);
  if (!git) throw new GraphQLError(`Could not resolve to a Repository with the name '${name}'.`, { extensions: { type: "NOT_FOUND" } });
  return {
    nameWithOwner: name,
    object: async ({ expression, oid }) => {
      const found = await git.resolve(expression ?? oid);
      return found && KINDS[found.type]?.(git, found.oid);
    },
  };
}

const KINDS = {
  commit: (git, oid) => ({ __typename: "Commit", oid }),
  tree: (git, oid) => ({
    __typename: "Tree",
    oid,
    entries: async () => (await git.entries(oid)).map((e) => ({ name: e.path, mode: parseInt(e.mode, 8), type: e.type, oid: e.sha, size: e.size ?? 0 })),
  }),
  blob: async (git, oid) => {
    const content = await git.blob(oid);
    const isBinary = content.includes(0);
    const shown = content.subarray(0, MOST_TEXT);
    const text = isBinary ? null : decoded(shown);
    return { __typename: "Blob", oid, byteSize: content.length, isBinary, isTruncated: content.length > MOST_TEXT, text };
  },
};

/** What is no UTF-8 becomes it: GitHub guesses the encoding, and the bytes are lost. */
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}
