// A bare repository on disk, asked with git itself: what a commit holds, and merges as GitHub makes them.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ancestors, commitOf, forgetCommits, tipOf } from "./evidence_commits.mjs";

const QUIET = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };

const OBJECT = /^\^?[0-9a-f]{40}(:.*)?$/;
const READS = ["rev-list", "log", "show", "rev-parse", "merge-base"];
const answers = new Map();

/** Between two tests: nothing that a repository said is worth its memory any more. */
export function forgetAnswers() {
  answers.clear();
  forgetCommits();
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

  tip(branch) {
    return tipOf(this.path, branch);
  }

  full(name) {
    if (!/^[0-9a-f]{40}$/.test(name)) return this.ask("rev-parse", "--verify", "--quiet", `${name}^{commit}`);
    return commitOf(this.path, name) && name;
  }

  contains(branch, commit) {
    const tip = this.tip(branch);
    return tip !== null && ancestors(this.path, tip).has(commit);
  }

  /** Where two lines of history part; null where they have nothing in common. */
  met(one, other) {
    if (ancestors(this.path, one).has(other)) return other;
    return ancestors(this.path, other).has(one) ? one : this.ask("merge-base", one, other);
  }

  parents(commit) {
    return commitOf(this.path, commit).parents;
  }

  /** What GitHub lists as a pull request's commits: reachable from its head and not from its base, oldest first. */
  between(base, head) {
    const before = ancestors(this.path, this.full(base));
    const found = [];
    for (let at = this.full(head); at && !before.has(at); [at] = this.parents(at)) {
      if (this.parents(at).length > 1) return this.run(["rev-list", "--reverse", "--topo-order", head, `^${base}`]).split("\n").filter(Boolean);
      found.unshift(at);
    }
    return found;
  }

  emails(commit) {
    return commitOf(this.path, commit).emails;
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
    const reference = join(this.path, "refs", "heads", base);
    mkdirSync(dirname(reference), { recursive: true });
    writeFileSync(reference, `${tip}\n`);
    return { tip, before, brought };
  }
}
