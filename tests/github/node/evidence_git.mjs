// A bare repository on disk, asked with git itself: what a commit holds, and merges as GitHub makes them.
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const QUIET = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };

export class Git {
  constructor(path) {
    this.path = path;
  }

  run(args, more = {}) {
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
    return this.ask("rev-parse", "--verify", "--quiet", `refs/heads/${branch}`);
  }

  full(name) {
    return this.ask("rev-parse", "--verify", "--quiet", `${name}^{commit}`);
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
