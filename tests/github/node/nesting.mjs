// Sub-issues and locked issues, which the emulator does not have. `state.nesting`: the server has sub-issues; `state.locked`: numbers.
export const noNesting = () => ({ nesting: false, parents: {}, locked: [] });

/** The answer to a request that only this module knows; undefined for any other. */
export function nestingRoute({ method, path, data, state }) {
  const [, number, what] = path.match(/\/issues\/(\d+)\/(sub_issues|comments)$/) ?? [];
  if (method !== "POST" || !number) return undefined;
  if (what === "comments")
    return state.locked.includes(Number(number))
      ? { status: 403, body: { message: "Unable to create comment because issue is locked." } }
      : undefined;
  if (!state.nesting) return { status: 404, body: { message: "Not Found" } };
  if (!Number.isInteger(data?.sub_issue_id)) return { status: 422, body: { message: "Validation Failed: sub_issue_id" } };
  if (state.parents[data.sub_issue_id]) return { status: 422, body: { message: "Issue may only have one parent" } };
  state.parents[data.sub_issue_id] = Number(number);
  return { status: 201, body: { id: data.sub_issue_id } };
}

/** A list of issues with what GitHub adds to each where it has sub-issues. */
export function nested({ method, path, state }, text) {
  if (!state.nesting || method !== "GET" || !/\/issues$/.test(path)) return text;
  return JSON.stringify(
    JSON.parse(text).map((issue) => ({
      ...issue,
      sub_issues_summary: { total: Object.values(state.parents).filter((parent) => parent === issue.number).length },
      parent_issue_url: state.parents[issue.id] ? issue.url.replace(/\d+$/, state.parents[issue.id]) : null,
    })),
  );
}
