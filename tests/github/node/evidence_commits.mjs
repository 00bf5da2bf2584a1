// The commits of a repository on disk, read as git stores them: a process for each question would cost more than all else that a test does.
// https://git-scm.com/book/en/v2/Git-Internals-Git-Objects. What is in a pack, git itself lists, once: packs of one name hold the same.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";

const loose = new Map();
const packs = new Map();

/** `{parents, emails}`, the author's address and the committer's; null where there is no such commit. */
export function commitOf(folder, oid) {
  const path = join(folder, "objects", oid.slice(0, 2), oid.slice(2));
  if (!loose.has(path)) {
    const text = read(path);
    if (text === null) return packed(folder, oid);
    loose.set(path, text.startsWith("commit ") ? parsed(text.slice(text.indexOf("\0") + 1)) : null);
  }
  return loose.get(path);
}

/** Between two tests: other repositories come. */
export function forgetCommits() {
  loose.clear();
}

/** A commit and all before it. */
export function ancestors(folder, oid) {
  const found = new Set();
  for (const left = [oid]; left.length; ) {
    const one = left.pop();
    if (found.has(one)) continue;
    found.add(one);
    left.push(...(commitOf(folder, one)?.parents ?? []));
  }
  return found;
}

/** What a branch names; null where there is none. */
export function tipOf(folder, branch) {
  try {
    return readFileSync(join(folder, "refs", "heads", branch), "utf8").trim();
  } catch {
    return rows(folder).find(([, name]) => name === `refs/heads/${branch}`)?.[0] ?? null;
  }
}

function rows(folder) {
  try {
    return readFileSync(join(folder, "packed-refs"), "utf8").split("\n").map((line) => line.split(" "));
  } catch {
    return [];
  }
}

function read(path) {
  try {
    return inflateSync(readFileSync(path)).toString();
  } catch {
    return null;
  }
}

function packed(folder, oid) {
  const at = join(folder, "objects", "pack");
  for (const name of readdirSync(at).filter((each) => each.endsWith(".idx"))) {
    if (!packs.has(name)) packs.set(name, listed(folder, join(at, name)));
    if (packs.get(name).has(oid)) return packs.get(name).get(oid);
  }
  return null;
}

function listed(folder, index) {
  const git = (args, input) => execFileSync("git", ["--git-dir", folder, ...args], { input, stdio: ["pipe", "pipe", "ignore"], maxBuffer: 1 << 28 }).toString();
  const lines = git(["verify-pack", "--verbose", index]).split("\n");
  const names = lines.map((line) => line.split(" ")).filter(([, type]) => type === "commit").map(([name]) => name);
  if (!names.length) return new Map();
  const texts = git(["cat-file", "--batch=%(objectname)%00"], `${names.join("\n")}\n`);
  return new Map(names.map((name) => [name, parsed(texts.slice(texts.indexOf(`${name}\0\n`) + name.length + 2))]));
}

function parsed(text) {
  const head = text.slice(0, text.indexOf("\n\n")).split("\n");
  const values = (key) => head.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  const email = (key) => values(key)[0]?.match(/<([^>]*)>/)?.[1] ?? "";
  return { parents: values("parent"), emails: [email("author"), email("committer")] };
}
