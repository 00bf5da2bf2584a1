// A GitHub for the tests: emulate keeps the state, and a proxy in front of it keeps GitHub's limits.
// Prints one line of JSON with its address, and ends when its standard input closes.
import http from "node:http";
import { createEmulator } from "emulate";
import { ask } from "./ask.mjs";
import { Faults } from "./faults.mjs";
import { answerFleet, asksForFleet, fleetRoute, noFleet } from "./fleet.mjs";
import { answerGraphql, asksForEvidence } from "./evidence_graphql.mjs";
import { Pulls } from "./evidence_pulls.mjs";
import { gitRoute } from "./git.mjs";
import { graphql } from "./graphql.mjs";
import { missingRoute, refusal } from "./limits.mjs";
import { nested, nestingRoute, noNesting } from "./nesting.mjs";
import { noPeople, peopleRefusal, peopleRoute, withHead } from "./people.mjs";
import { corrected, pullsRoute, tell } from "./pulls.mjs";
import { noRights, rightsRefusal } from "./rights.mjs";
import { namesIn, Scene, shape } from "./scene.mjs";
import { described, noSetup, setupRoute } from "./setup.mjs";
import { noStatuses, statusRoute } from "./statuses.mjs";
import { basicToken, noTransport, transport, transportOf } from "./transport.mjs";

const world = JSON.parse(process.argv[2]);
// The emulator allows each token 5,000 requests an hour, so that each login has many there, and takes them by turns.
const TOKENS = 100;
const tokens = Object.fromEntries(
  Object.entries(world.tokens).flatMap(([token, login]) => Array.from({ length: TOKENS }, (_, turn) => [`${token}~${turn}`, { login, scopes: ["repo"] }])),
);
let asks = 0;
const pass = (authorization = "") => `token ${authorization.replace(/^(token|bearer) /i, "")}~${(asks += 1) % TOKENS}`;
const fresh = () => ({
  log: [], applied: [], disabled: false, readOnly: [], faults: new Faults(), graphql: true, git: {}, pulls: {}, treeLimit: 100_000,
  ...noPeople(), ...noNesting(), ...noStatuses(), ...noTransport(), ...noRights(), ...noSetup(), ...noFleet(),
});
const state = fresh();
const pulls = new Pulls(state);
const scene = new Scene();

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => handle(request, response, Buffer.concat(chunks)).catch((error) => answer(response, 500, { message: String(error) })));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${server.address().port}`;
// The emulator writes the proxy's address into its answers, as GitHub writes its own; so it needs a port that we know.
const port = await freePort();
const emulator = await createEmulator({ service: "github", port, baseUrl: address, seed: { tokens, github: world.github } });
console.log(JSON.stringify({ address }));
process.stdin.resume().on("end", () => process.exit(0));

async function freePort() {
  const probe = http.createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port: free } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

function answer(response, status, body, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body === null ? undefined : JSON.stringify(body));
}

async function handle(request, response, body) {
  const path = request.url.split("?")[0];
  const data = parse(body);
  if (path.startsWith("/__")) return control(path, data, response);
  const fetched = transportOf(request);
  if (fetched) return fetchedBy(fetched, request, response, body);
  const step = request.headers["x-again"] ? undefined : scene.note(request, body);
  const token = (request.headers.authorization ?? "").replace(/^(token|bearer) /i, "");
  const login = world.tokens[token];
  state.log.push({ method: request.method, path: request.url, login: login ?? null, body: data ?? null });
  if (!login) return answer(response, 401, { message: "Bad credentials" });
  const query = new URL(request.url, address).searchParams;
  const call = { method: request.method, path, url: request.url, query, data, login, world, state, address, now: pulls.now(), forbidden: pulls.forbidden, defaultBranch: pulls.defaultBranch };
  const fault = login.endsWith("[bot]") ? state.faults.take(call) : undefined; // people's requests set the scene
  if (fault && (await fault.before(request, response, answer))) return undefined;
  const { status, text, headers } = await answered(call, request, body);
  if (status < 300 && !["GET", "HEAD"].includes(request.method)) state.applied.push({ method: request.method, path, login, body: data ?? null });
  if (step) step.names = namesIn(text);
  if (fault && (await fault.after(request, response, status, text))) return undefined;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  return response.end(status === 204 ? undefined : text);
}

/** A fetch: in a log of its own, so that requests to the API stay counted; what fails by request fails here too. */
async function fetchedBy(fetched, request, response, body) {
  const login = world.tokens[basicToken(request.headers.authorization)];
  state.fetches.push({ path: request.url, login: login ?? null });
  if (!login) return answer(response, 401, { message: "Bad credentials" }, { "www-authenticate": 'Basic realm="GitHub"' });
  const call = { method: request.method, path: request.url.split("?")[0], git: true };
  const fault = login.endsWith("[bot]") ? state.faults.take(call) : undefined;
  if (fault && (await fault.before(request, response, answer))) return undefined;
  return transport(fetched, { request, response, body, state });
}

/** What GitHub says, `{status, text, headers}`. */
async function answered(call, request, body) {
  const { path } = call;
  const said = ({ status, body: found, headers = {} }) => ({ status, text: found === null ? undefined : JSON.stringify(found), headers: linked(headers) });
  if (path === "/graphql") return said(state.graphql ? { status: 200, body: await asked(call.data ?? {}, request, call.login) } : { status: 404, body: { message: "Not Found" } });
  const refused = (await refusal(call, (number) => isPull(number, request))) ?? peopleRefusal(call) ?? rightsRefusal(call);
  if (refused) return said({ status: refused.status, body: { message: refused.message, documentation_url: "https://docs.github.com/rest" } });
  const elsewhere = await fleetRoute(call, { ask: (other) => emulated(other, request), send, now: () => pulls.now() });
  if (elsewhere) return said(elsewhere);
  const found = missingRoute(call) ?? nestingRoute(call) ?? peopleRoute(call) ?? (await gitRoute(call)) ?? (await statusRoute(call)) ?? setupRoute(call);
  if (found) return said(found);
  const ours = pulls.answer({ ...call, query: request.url.split("?")[1] });
  if (ours) return said(ours);
  const listed = await pullsRoute(call, (other) => emulated(other, request), pulls);
  if (listed) return said(listed);
  const forwarded = await ask(`http://127.0.0.1:${port}${request.url}`, {
    method: request.method,
    headers: { authorization: pass(request.headers.authorization), "content-type": "application/json", accept: "application/vnd.github+json" },
    body: ["GET", "HEAD"].includes(request.method) ? undefined : body,
  });
  const text = await corrected(call, forwarded.text, (other) => emulated(other, request));
  if (forwarded.ok && text) pulls.wrote(request.method, path, JSON.parse(text));
  const link = forwarded.headers.link?.replaceAll(`http://127.0.0.1:${port}`, address);
  return { status: forwarded.status, text: described(call, withHead(call, nested(call, text))), headers: link ? { link } : {} };
}

/** The names that git gives to the default branch's commit and its tree, which differ after each reset. */
async function main() {
  const person = { headers: { authorization: "token token-ana-ruiz" } };
  const { object } = await emulated("/repos/acme/churn/git/ref/heads/main", person);
  const commit = await emulated(`/repos/acme/churn/git/commits/${object.sha}`, person);
  return [object.sha, commit.tree?.sha];
}

async function isPull(number, request) {
  return Boolean((await emulated(`/repos/acme/churn/pulls/${number}`, request)).number);
}

function linked(headers) {
  return headers.link ? { link: headers.link.replaceAll("{address}", address) } : {};
}

/** Another answer of the emulator, for the same person. */
async function emulated(path, request) {
  return JSON.parse((await ask(`http://127.0.0.1:${port}${path}`, { headers: { authorization: pass(request.headers.authorization) } })).text);
}

/** What a person is answered, in no log. */
async function seen(url, { headers }) {
  const [path, request] = [url.split("?")[0], { method: "GET", url, headers }];
  const query = new URL(url, address).searchParams;
  const call = { method: "GET", path, url, query, login: "ana-ruiz", world, state, address, now: pulls.now(), forbidden: [], defaultBranch: pulls.defaultBranch };
  return JSON.parse((await answered(call, request)).text);
}

/** A request to the emulator, by a person. */
async function send(method, path, body) {
  const headers = { authorization: pass("token token-ana-ruiz"), "content-type": "application/json" };
  return JSON.parse((await ask(`http://127.0.0.1:${port}${path}`, { method, headers, body: JSON.stringify(body) })).text);
}

/** A query for records is answered from the pull requests, one about many repositories from theirs, another from git alone. */
function asked(data, request, login) {
  if (asksForFleet(data.query)) return answerFleet(data, { login, state, rest: (other) => emulated(other, request) });
  if (!asksForEvidence(data.query)) return graphql(data, state);
  return answerGraphql(data.query, data.variables, { pulls, world, rest: (other) => emulated(other, request) });
}

async function control(path, data, response) {
  if (path === "/__shape") return answer(response, 200, await shape(state, seen));
  if (path === "/__applied") return answer(response, 200, state.applied);
  if (path === "/__held") return answer(response, 200, Boolean(state.faults.held));
  if (path === "/__release") state.faults.release();
  if (path === "/__save") scene.save();
  if (path === "/__restore") {
    clear();
    await scene.restore(address, await main());
    Object.assign(state, { log: [], applied: [] });
    return answer(response, 200, {});
  }
  scene.told(path, data);
  if (path === "/__reactions") return answer(response, 200, state.reactions);
  if (path === "/__log") return answer(response, 200, state.log);
  if (path === "/__git") return answer(response, 200, state.fetches);
  if (path === "/__statuses") return answer(response, 200, state.statuses);
  if (pulls.control(path, data)) return answer(response, 200, {});
  if (path === "/__open") return answer(response, 200, { number: await tell(data, { state, pulls, send }) });
  if (path === "/__fault") state.faults.add(data);
  if (path === "/__state") Object.assign(state, data);
  if (path === "/__pull") state.pulls[data.number] = data.said;
  if (path === "/__forget") Object.assign(state, { log: [], applied: [], fetches: [] });
  if (path === "/__heal") state.faults = new Faults();
  if (path === "/__reset") {
    clear();
    scene.forget(await main());
  }
  return answer(response, 200, {});
}

function clear() {
  Object.assign(state, fresh());
  emulator.reset();
  pulls.reset();
}

function parse(body) {
  try {
    return body.length ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}
