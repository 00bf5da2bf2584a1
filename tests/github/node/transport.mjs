// Git over HTTP, for whoever brings a token: a fetch from the repository that `state.git` maps, by git's own `git http-backend`.
// Nothing is pushed. GitHub gives any object to those who name it (https://git-scm.com/docs/git-config, uploadpack.*).
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const ROUTE = /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-(?:upload|receive)-pack)$/;
const SETTINGS = { "http.getanyfile": "true", "http.receivepack": "false", "uploadpack.allowFilter": "true", "uploadpack.allowAnySHA1InWant": "true" };

export const noTransport = () => ({ fetches: [] });

/** The repository and the service that are asked for; undefined where this is no matter of git's. */
export function transportOf({ method, url }) {
  const [path, query = ""] = url.split("?");
  const [, name, what] = path.match(ROUTE) ?? [];
  if (!name || (what === "info/refs") !== (method === "GET")) return undefined;
  return { name, what, service: what === "info/refs" ? new URLSearchParams(query).get("service") : what };
}

/** The token of `basic base64(x-access-token:TOKEN)`. */
export function basicToken(authorization = "") {
  const [, packed] = authorization.match(/^basic (.+)$/i) ?? [];
  return packed && Buffer.from(packed, "base64").toString().split(":").slice(1).join(":");
}

/** A repository's own folder, where it has a work tree too. */
export function gitFolder(folder) {
  return existsSync(join(folder, ".git")) ? join(folder, ".git") : folder;
}

/** Answers a fetch, by a person or a job that GitHub knows. */
export async function transport({ name, what, service }, { request, response, body, state }) {
  const plain = (status, text) => response.writeHead(status, { "content-type": "text/plain" }).end(`${text}\n`);
  if (service === "git-receive-pack") return plain(403, "Write access to repository not granted.");
  if (service !== "git-upload-pack") return plain(403, "Please upgrade your git client.");
  if (!Object.hasOwn(state.git, name)) return plain(404, "Repository not found.");
  const { status, headers, content } = await backend(gitFolder(state.git[name]), what, request, body);
  return response.writeHead(status, headers).end(content);
}

/** CGI, as https://git-scm.com/docs/git-http-backend has it. */
async function backend(folder, what, request, body) {
  const settings = Object.entries(SETTINGS).flatMap(([key, value], index) => [[`GIT_CONFIG_KEY_${index}`, key], [`GIT_CONFIG_VALUE_${index}`, value]]);
  const env = {
    PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C", GIT_HTTP_EXPORT_ALL: "1",
    GIT_CONFIG_COUNT: String(settings.length / 2), ...Object.fromEntries(settings),
    PATH_TRANSLATED: join(folder, what), REQUEST_METHOD: request.method, QUERY_STRING: request.url.split("?")[1] ?? "",
    CONTENT_TYPE: request.headers["content-type"] ?? "", CONTENT_LENGTH: String(body.length),
    HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "", GIT_PROTOCOL: request.headers["git-protocol"] ?? "",
  };
  const told = await run(env, body);
  const end = told.indexOf("\r\n\r\n");
  const lines = told.subarray(0, end).toString().split("\r\n").map((line) => line.split(/: (.*)/).slice(0, 2));
  const { Status: status = "200", ...headers } = Object.fromEntries(lines);
  return { status: Number.parseInt(status), headers, content: told.subarray(end + 4) };
}

function run(env, body) {
  return new Promise((resolve, reject) => {
    const program = spawn("git", ["http-backend"], { env, stdio: ["pipe", "pipe", "inherit"] });
    const told = [];
    program.stdout.on("data", (chunk) => told.push(chunk));
    program.on("error", reject);
    program.on("close", () => resolve(Buffer.concat(told)));
    program.stdin.on("error", () => {}); // it may have ended
    program.stdin.end(body);
  });
}
