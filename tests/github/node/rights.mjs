// What a job's token may do: `state.rights` maps a permission to `read` or `write`, as `permissions:` of a workflow does; null: everything.
// The repository is taken for a private one, of which nothing may be read without a right.
// https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
const NEEDS = [
  [/^(statuses\/|commits\/.+\/status(es)?$)/, ["statuses"]],
  [/^issues$/, ["issues"]],
  [/^(issues|labels|assignees)/, ["issues", "pull-requests"]], // issues: of a pull request too
  [/^pulls/, ["pull-requests"]],
  [/^actions\//, ["actions"]],
  [/^(git|contents|commits|branches|compare|activity)(\/|$)/, ["contents"]],
];

export const noRights = () => ({ rights: null });

/** The workflow's own token alone is limited. */
export function rightsRefusal({ method, path, login, state }) {
  const [, rest] = path.match(/^\/repos\/[^/]+\/[^/]+\/(.+)$/) ?? [];
  if (!state.rights || login !== "github-actions[bot]" || !rest) return undefined;
  const [, permissions] = NEEDS.find(([route]) => route.test(rest)) ?? [];
  const enough = method === "GET" ? ["read", "write"] : ["write"];
  if (!permissions || permissions.some((one) => enough.includes(state.rights[one]))) return undefined;
  return { status: 403, message: "Resource not accessible by integration" };
}
