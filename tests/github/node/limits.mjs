// GitHub's rules that the emulator does not keep, and the routes that it does not have.
import { isStatus } from "./statuses.mjs";

const LIMITS = { title: 256, body: 65536, name: 50, description: 100 };

/** Why GitHub would refuse this; undefined where it would not. */
export async function refusal({ method, path, data, login, state, world }, isPull) {
  const write = !["GET", "HEAD"].includes(method) && path !== "/graphql";
  if (write && state.readOnly.includes(login)) return { status: 403, message: "Resource not accessible by integration" };
  if (await off(path, method, state, isPull)) return { status: 410, message: "Issues are disabled for this repo" };
  if (!write || !data || isStatus(path)) return undefined; // a status has rules of its own
  for (const [key, most] of Object.entries(LIMITS))
    if (typeof data[key] === "string" && [...data[key]].length > most)
      return { status: 422, message: `Validation Failed: ${key} is too long (maximum is ${most} characters)` };
  if (method === "POST" && /\/issues$/.test(path) && !data.title) return { status: 422, message: "Validation Failed: title" };
  if (/\/comments$/.test(path) && method === "POST" && !data.body) return { status: 422, message: "Validation Failed: body" };
  if (data.state && !["open", "closed"].includes(data.state)) return { status: 422, message: "Validation Failed: state" };
  return people(data.assignees, world);
}

/** `disabled`: `true`, or `"writes"` where a list answers all the same. Pull requests keep their comments. */
async function off(path, method, { disabled }, isPull) {
  const [, number] = path.match(/\/issues(?:\/(\d+).*)?$/) ?? [null, null];
  if (!disabled || number === null || (disabled === "writes" && method === "GET")) return false;
  return !number || !(await isPull(number));
}

function people(assignees, world) {
  if (!assignees) return undefined;
  if (assignees.length > 10) return { status: 422, message: "Validation Failed: 10 assignees at most" };
  const unknown = assignees.find((login) => !world.assignable.includes(login));
  return unknown ? { status: 422, message: `Validation Failed: ${unknown} cannot be assigned` } : undefined;
}

/** Answers that the emulator does not give. */
export function missingRoute({ method, path, world }) {
  const assignee = path.match(/^\/repos\/[^/]+\/[^/]+\/assignees\/([^/]+)$/);
  if (assignee && method === "GET")
    return world.assignable.includes(decodeURIComponent(assignee[1])) ? { status: 204, body: null } : { status: 404, body: { message: "Not Found" } };
  return undefined;
}
