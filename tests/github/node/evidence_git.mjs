// A bare repository on disk, asked with git itself: what a commit holds, and merges as GitHub makes them.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const QUIET = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };

const OBJECT = /^\^?[0-9a-f]{40}(:.*)?$/;
const READS = ["rev-list", "log", "show", "rev-parse", "merge-base"];
const answers = new Map();
const commits = new Map();

/** Between two tests: nothing that a repository said is worth its memory any more. */
export function forgetAnswers() {
  answers.clear();
  commits.clear();
}

export class Git {
  constructor(path) {
    this.path = path;
  }

  /** What is asked of objects by their full names stays true, and a process costs more than the answer. */
  run(args, more = {}) {
    const [verb, ...words] = args;
    const lasting = READS.includes(verb) && words.every((word) => word.startsWith("-") || OBJECT.test(word));
    if (!lasting) return this.start(args, more);
    const key = `${this.path} ${args.join(" ")}`;
    if (!answers.has(key)) answers.set(key, this.start(args, more));
    return answers.get(key);
  }

  start(args, more) {
    const options = { env: { PATH: process.env.PATH, ...QUIET, ...more }, stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 26 };
    return execFileSync("git", ["-C", this.path, ...args], options).toString().replace(/\n$/, "");
  }

  ask(...args) {
    try {
      return this.run(args);
    } catch {
      return null;
    }
  }

  /** A loose reference is a file; git is asked for the rest. */
  tip(branch) {
    try {
      return readFileSync(join(this.path, "refs", "heads", branch), "utf8").trim();
    } catch {
      return this.ask("rev-parse", "--verify", "--quiet", `refs/heads/${branch}`);
    }
  }

  full(name) {
    if (!/^[0-9a-f]{40}$/.test(name)) return this.ask("rev-parse", "--verify", "--quiet", `${name}^{commit}`);
    if (!commits.get(this.path)?.has(name)) commits.set(this.path, this.allCommits());
    return commits.get(this.path).has(name) ? name : null;
  }

  allCommits() {
    const objects = this.run(["cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectname)"]).split("\n");
    return new Set(objects.filter((line) => line.startsWith("commit ")).map((line) => line.slice("commit ".length)));
  }

  contains(branch, commit) {
    return this.ask("merge-base", "--is-ancestor", commit, `refs/heads/${branch}`) !== null;
  }

  parents(commit) {
    return this.run(["rev-list", "--parents", "--max-count=1", commit]).split(" ").slice(1);
  }

  /** What GitHub lists as a pull request's commits: reachable from its head and not from its base, oldest first. */
  between(base, head) {
    return this.run(["rev-list", "--reverse", "--topo-order", head, `^${base}`]).split("\n").filter(Boolean);
  }

  emails(commit) {
    return this.run(["log", "-1", "--format=%ae%n%ce", commit]).split("\n");
  }

  /** Merge as the button does; the new tip of `base`, and the commits that it brought. */
  merge(base, head, method, login, message, when) {
    const identity = { GIT_AUTHOR_NAME: login, GIT_AUTHOR_EMAIL: `${login}@users.noreply.github.com`, GIT_AUTHOR_DATE: when };
    const web = { GIT_COMMITTER_NAME: "GitHub", GIT_COMMITTER_EMAIL: "noreply@github.com", GIT_COMMITTER_DATE: when };
    const env = { ...identity, ...web };
    const before = this.tip(base);
    const tree = (one, other) => this.run(["merge-tree", "--write-tree", one, other]).split("\n")[0];
    const brought = [];
    let tip = before;
    if (method === "rebase") {
      const folder = mkdtempSync(join(tmpdir(), "rebase-"));
      this.run(["worktree", "add", "--quiet", "--detach", "--force", folder, before]);
      const there = new Git(folder);
      for (const commit of this.between(before, head)) {
        there.run(["cherry-pick", "--allow-empty", commit], web);
        brought.push((tip = there.run(["rev-parse", "HEAD"])));
      }
      this.run(["worktree", "remove", "--force", folder]);
    } else {
      const parents = method === "squash" ? ["-p", before] : ["-p", before, "-p", head];
      tip = this.run(["commit-tree", tree(before, head), ...parents, "-m", message], env);
      brought.push(tip);
    }
    this.run(["update-ref", `refs/heads/${base}`, tip, before]);
    return { tip, before, brought };
  }
}
