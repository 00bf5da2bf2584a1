/* The table of every model: found, filtered and sorted here, from the data in the page. All text is put in as text. */
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const at = Object.fromEntries(data.fields.map((name, number) => [name, number]));
  const numbers = new Map();
  const money = (amount, currency) => {
    if (!numbers.has(currency)) numbers.set(currency, new Intl.NumberFormat("en", {maximumFractionDigits: 0}));
    return amount === null ? "" : `${currency} ${numbers.get(currency).format(amount)}`;
  };
  const rows = data.rows.map((row, id) => {
    const made = {id};
    data.fields.forEach((name) => { made[name] = row[at[name]]; });
    const items = made.items.map((number) => data.items[number]);
    made.first = items.length ? items[0].title : "";
    made.role = items.length ? items[0].role : "";
    made.open = items.length;
    if (made.days === null && made.late) made.days = 0; /* overdue, without a date to count from */
    made.ids = items.map((item) => item.id);
    made.roles = items.map((item) => item.role);
    made.titles = items.map((item) => item.title).join(", ");
    made.found = [made.place, made.owner, made.who, made.why, made.titles, made.roles.join(" ")].join("\n").toLowerCase();
    return made;
  });

  /* What a cell shows. An address is a link only if it is a page on the web, or one beside this page. */
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const TONES = {"stalled": "stalled", "not ready": "held", "ready": "ready"};
  const name = (row) => {
    const address = /^models\/[A-Za-z0-9_.-]+\.html$/.test(row.page) ? row.page : /^https:\/\//.test(row.url) ? row.url : "";
    const made = element(address ? "a" : "strong", row.place);
    if (address) { made.href = address; made.rel = "noreferrer"; }
    made.title = row.place;
    return made;
  };
  const state = (row) => {
    const made = element("span");
    made.append(element("span", "", `tone ${TONES[data.states[row.state]] || "none"}`), data.states[row.state]);
    return made;
  };
  const waits = (row) => {
    const made = element("span");
    made.append(row.first || row.why);
    if (!row.first) made.className = "quiet";
    if (row.open > 1) made.append(element("span", ` +${row.open - 1}`, "quiet"));
    made.title = row.titles || row.why;
    return made;
  };
  const who = (row) => (row.who && row.role ? `${row.who} (${row.role})` : row.who || row.role);
  const late = (row) => (row.days === null ? "" : row.days ? row.days.toLocaleString("en") : "overdue");
  const card = (row) => {
    const made = element("div", "", "card");
    const line = (left, right) => {
      const one = element("div", "", "line");
      one.append(left, right || "");
      return one;
    };
    const days = row.days ? `${late(row)} ${row.days === 1 ? "day" : "days"} late` : late(row);
    made.append(
      line(name(row), element("span", data.stages[row.stage] || "", "quiet")),
      line(state(row), money(row.amount, row.currency)),
      line(waits(row), element("span", days, "quiet")),
      element("div", row.first ? who(row) : "", "quiet"),
    );
    return made;
  };

  /* Orders. What is not known comes last, whichever way. Amounts of two currencies are never compared. */
  const last = (compare) => (a, b, rowA, rowB, column, way) => {
    const none = (value) => value === null || value === "" || value === -1;
    if (none(a) || none(b)) return none(a) && none(b) ? 0 : (none(a) ? 1 : -1) * (way === "desc" ? -1 : 1);
    return compare(a, b, rowA.getData(), rowB.getData(), way);
  };
  const text = last((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const number = last((a, b) => a - b);
  const amount = last((a, b, rowA, rowB, way) => (
    rowA.currency === rowB.currency ? a - b : (rowA.currency < rowB.currency ? -1 : 1) * (way === "desc" ? -1 : 1)
  ));
  const shown = (make) => (cell) => make(cell.getRow().getData());
  const right = {hozAlign: "right", headerHozAlign: "right", cssClass: "right", headerSortStartingDir: "desc"};
  const COLUMNS = [
    {title: "Model", field: "place", sorter: text, formatter: shown(name), minWidth: 190, widthGrow: 3},
    {title: "Stage", field: "stage", sorter: number, formatter: shown((row) => element("span", data.stages[row.stage])), width: 116},
    {title: "State", field: "state", sorter: number, formatter: shown(state), width: 128},
    {title: "Waits for", field: "first", sorter: text, formatter: shown(waits), minWidth: 170, widthGrow: 3},
    {title: "Who", field: "who", sorter: text, formatter: shown((row) => element("span", row.first ? who(row) : "")), minWidth: 150, widthGrow: 2},
    {title: "Open", field: "open", sorter: number, ...right, width: 76},
    {title: "Days late", field: "days", sorter: number, formatter: shown((row) => element("span", late(row))), ...right, width: 102},
    {title: "A week", field: "amount", sorter: amount, formatter: shown((row) => element("span", money(row.amount, row.currency))), ...right, width: 124},
  ];
  const CARDS = [{title: "Model", field: "place", formatter: shown(card), headerSort: false}];
  const ORDERS = [
    ["days late", "days", "desc"], ["a week", "amount", "desc"], ["state", "state", "asc"],
    ["open items", "open", "desc"], ["name", "place", "asc"], ["stage", "stage", "asc"],
  ];

  /* Filters. */
  const boxes = ["find", "state", "stage", "role", "item", "order"].reduce((all, id) => ({...all, [id]: byId(id)}), {});
  const options = (box, all) => all.forEach(([value, label]) => {
    const made = element("option", label);
    made.value = value;
    box.append(made);
  });
  const there = (of) => new Set(rows.flatMap(of));
  const count = (set, value) => set.has(value);
  const states = there((row) => [row.state]), stages = there((row) => [row.stage]), roles = [...there((row) => row.roles)].sort();
  options(boxes.state, data.states.map((label, n) => [n, label]).filter(([n]) => count(states, n)));
  options(boxes.stage, data.stages.map((label, n) => [n, label]).filter(([n]) => count(stages, n)));
  options(boxes.role, roles.map((role) => [role, role]));
  options(boxes.item, data.items.map((item) => [item.id, item.title]).sort((a, b) => (a[1] < b[1] ? -1 : 1)));
  options(boxes.order, ORDERS.map(([label], n) => [n, label]));

  const chosen = () => {
    const words = boxes.find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [state_, stage, role, item] = [boxes.state.value, boxes.stage.value, boxes.role.value, boxes.item.value];
    return (row) => (
      (state_ === "" || row.state === Number(state_)) && (stage === "" || row.stage === Number(stage))
      && (role === "" || row.roles.includes(role)) && (item === "" || row.ids.includes(item))
      && words.every((word) => row.found.includes(word))
    );
  };

  const narrow = window.matchMedia("(max-width: 44rem)");
  const MOST = 640, HEAD = 40;
  let table = null, built = false;
  const height = (number_) => {
    const each = narrow.matches ? 104 : 40;
    return `${Math.min(MOST, Math.max(1, number_) * each + (narrow.matches ? 0 : HEAD) + 2)}px`;
  };
  const build = () => {
    if (table) table.destroy();
    built = false;
    const cards = narrow.matches;
    const [, field, dir] = ORDERS[Number(boxes.order.value)];
    table = new Tabulator("#grid", {
      data: rows, index: "id", layout: "fitColumns", height: height(rows.length), rowHeight: cards ? 104 : 40,
      columns: cards ? [...CARDS, ...ORDERS.map(([, name_]) => COLUMNS.find((each) => each.field === name_))
        .filter((each) => each.field !== "place").map((each) => ({...each, visible: false}))] : COLUMNS,
      columnDefaults: {resizable: false, headerWordWrap: false}, headerVisible: !cards, renderVerticalBuffer: 400,
      initialSort: [{column: field, dir}], placeholder: "No model is like that.",
      autoResize: true, selectableRows: false,
    });
    table.on("tableBuilt", () => {
      built = true;
      table.getColumns().forEach((column) => {
        const head = column.getElement();
        if (!column.getDefinition().field || cards) return;
        head.tabIndex = 0;
        head.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          head.querySelector(".tabulator-col-content").click();
        });
      });
      const holder = byId("grid").querySelector(".tabulator-tableholder");
      holder.setAttribute("aria-label", "Rows; scroll with the arrow keys");
      holder.setAttribute("role", "rowgroup");
      holder.querySelector(".tabulator-table").setAttribute("role", "presentation");
      byId("grid").removeAttribute("aria-owns");
      filter();
      document.documentElement.dataset.ready = String(Math.round(performance.now()));
    });
  };
  const filter = () => {
    if (!built) return;
    const test = chosen();
    const left = rows.reduce((sum, row) => sum + (test(row) ? 1 : 0), 0);
    table.setHeight(height(left));
    if (left === rows.length) table.clearFilter(); else table.setFilter(test);
    byId("shown").textContent = left === rows.length
      ? `${rows.length.toLocaleString("en")} rows` : `${left.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows`;
    byId("clear").hidden = left === rows.length;
    byId("grid").setAttribute("aria-rowcount", String(left + 1));
  };
  const sort = () => {
    const [, field, dir] = ORDERS[Number(boxes.order.value)];
    if (built) table.setSort(field, dir);
  };
  let waiting = 0;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); };
  boxes.find.addEventListener("input", soon);
  ["state", "stage", "role", "item"].forEach((id) => boxes[id].addEventListener("change", filter));
  boxes.order.addEventListener("change", sort);
  const clear = () => ["find", "state", "stage", "role", "item"].forEach((id) => { boxes[id].value = ""; });
  byId("clear").addEventListener("click", () => { clear(); filter(); boxes.find.focus(); });
  document.querySelectorAll("[data-filter]").forEach((button) => button.addEventListener("click", () => {
    clear();
    const {filter: kind, value} = button.dataset;
    boxes[kind].value = kind === "stage" ? String(data.stages.indexOf(value)) : value;
    filter();
    byId("models").scrollIntoView();
    boxes[kind].focus({preventScroll: true});
  }));
  narrow.addEventListener("change", build);
  document.querySelector(".filters").hidden = false;
  byId("off").remove();
  build();
})();
