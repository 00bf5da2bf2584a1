// A list by pages, as GitHub gives it: `per_page` (30, 100 at most), `page`, and a Link header to the next one and the last.
const MOST = 100;

/** `{status, body, headers}`. `shape(rows)`: the body, where it is more than the list. */
export function page(rows, { path, query, address }, shape = (some) => some) {
  const size = Math.min(MOST, whole(query.get("per_page"), 30));
  const number = whole(query.get("page"), 1);
  const last = Math.max(1, Math.ceil(rows.length / size));
  const at = (other) => `<${address}${path}?${new URLSearchParams({ ...Object.fromEntries(query), page: other })}>`;
  const links = [
    ...(number > 1 ? [`${at(number - 1)}; rel="prev"`] : []), ...(number < last ? [`${at(number + 1)}; rel="next"`, `${at(last)}; rel="last"`] : []),
  ];
  return { status: 200, body: shape(rows.slice((number - 1) * size, number * size)), headers: links.length ? { link: links.join(", ") } : {} };
}

function whole(text, otherwise) {
  const number = Number(text ?? otherwise);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
