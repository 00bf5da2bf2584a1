// What a job's token may do: `state.rights` maps a permission to `read` or `write`, as `permissions:` of a workflow does; null: everything.
// `state.appRights`: the same for the token of the team's own App, as the step that makes it asks for them.
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

export const noRights = () => ({ rights: null, appRights: null });

/** The workflow's own token and the App's alone are limited. */
export function rightsRefusal({ method, path, login, state }) {
  const [, rest] = path.match(/^\/repos\/[^/]+\/[^/]+\/(.+)$/) ?? [];
  const rights = { "github-actions[bot]": state.rights, "acme-readiness[bot]": state.appRights }[login];
  if (!rights || !rest) return undefined;
  const [, permissions] = NEEDS.find(([route]) => route.test(rest)) ?? [];
  const enough = method === "GET" ? ["read", "write"] : ["write"];
  if (!permissions || permissions.some((one) => enough.includes(rights[one]))) return undefined;
  return { status: 403, message: "Resource not accessible by integration" };
}
