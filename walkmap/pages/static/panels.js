/* What else a planner decides on, one panel at a time: what is left out, what has changed, what to
   note, where the time goes, files, QR codes. */

walkmap.panels = () => {
  const { data, el, text, byId } = walkmap;
  const list = (key) => [data[key].length
    ? el("ul", { class: `plain ${key}` }, data[key].map((words) => el("li", { text: words })))
    : el("p", { class: "good", text: text(`no_${key}`) })];
  const panels = [
    ["unvisited", data.unvisited.reduce((sum, item) => sum + item.count, 0), walkmap.unvisited()],
    ["changes", data.changes.length, list("changes")],
    ["warnings", data.warnings.length, list("warnings")],
    ["times", 0, walkmap.times()],
    ["files", 0, walkmap.files()],
    ["codes", 0, walkmap.codes()],
  ].filter((panel) => panel[2].length);
  byId("tabs").setAttribute("aria-label", text("about_month"));
  walkmap.put("tabs", panels.map(([key, count]) => walkmap.tab(key, count)));
  walkmap.put("panels", panels.map(([key, , content]) => el("section", {
    id: key, role: "tabpanel", "aria-labelledby": `tab-${key}`, tabindex: "0",
  }, [el("h2", { text: text(key) })].concat(content))));
  const first = panels.find((panel) => panel[1]) || panels.find((panel) => panel[0] === "times") || panels[0];
  walkmap.openPanel(first[0]);
};

walkmap.tab = (key, count) => {
  const { el, text } = walkmap;
  const tab = el("button", { type: "button", role: "tab", id: `tab-${key}`, "aria-controls": key }, [
    el("span", { text: text(key) }), count ? el("b", { text: count }) : null,
  ]);
  tab.addEventListener("click", () => {
    walkmap.openPanel(key);
    walkmap.byId(key).scrollIntoView({ block: "nearest" });
  });
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: "previousElementSibling", ArrowRight: "nextElementSibling" }[event.key];
    const next = step && tab[step];
    if (!next) return;
    next.focus();
    next.click();
  });
  return tab;
};

walkmap.openPanel = (key) => {
  const { byId } = walkmap;
  Array.from(byId("tabs").children).forEach((tab) => {
    const open = tab.id === `tab-${key}`;
    tab.setAttribute("aria-selected", String(open));
    tab.tabIndex = open ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = !open;
  });
};

walkmap.unvisited = () => {
  const { data, el, text } = walkmap;
  if (!data.unvisited.length) return data.month.walk ? [el("p", { class: "good", text: text("all_visited") })] : [];
  return [el("ul", { class: "plain unvisited" }, data.unvisited.map((item) => el("li", {}, [
    el("strong", { text: [item.names, item.day].filter(Boolean).join(" · ") }), el("span", { text: item.reason }),
  ])))];
};

walkmap.times = () => {
  const { data, el, text } = walkmap;
  if (!data.times.length) return [];
  const head = ["what", "often", "time", "share"].map((key) => el("th", { scope: "col", text: text(key) }));
  const rows = data.times.map((row) => el("tr", {}, [
    el("th", { scope: "row", text: row.what }), el("td", { text: row.often }), el("td", { text: row.time }),
    el("td", { class: "share" }, [el("i", { style: `width:${row.share}%` }), el("span", { text: `${row.share}%` })]),
  ]));
  const total = el("tr", {}, [
    el("th", { scope: "row", text: text("together") }), el("td"), el("td", { text: data.month.time }), el("td"),
  ]);
  return [el("table", {}, [el("thead", {}, [el("tr", {}, head)]), el("tbody", {}, rows), el("tfoot", {}, [total])])];
};

walkmap.files = () => {
  const { data, el, text } = walkmap;
  if (!data.linked) return [];
  const row = (href, name, what, use, extra) => el("li", {}, [
    el("a", Object.assign({ class: "button", href }, extra), [
      el("strong", { text: what || name }), el("span", { text: use }), el("small", { text: name }),
    ]),
  ]);
  return [el("ul", { class: "files" }, ["heat", "overview"].map((page) =>
    row(`./${page}.html`, `${page}.html`, text(page), text(`${page}_use`))).concat(
    data.files.map((file) => row(file.href, file.name, file.what, file.use, { download: "" })))),
  el("p", { text: text("files_paper") })];
};

/* A sheet of QR codes to print: what else is on the page stays off the paper. */
walkmap.codes = () => {
  const { data, el, text } = walkmap;
  const labels = data.cells.reduce((all, row, t) => all.concat(row.map((round, d) => round && round.code && el("li", {}, [
    walkmap.code(round), el("strong", { text: data.teams[t].name }), el("span", { text: data.days[d].name }),
  ]))), []);
  if (!labels.some(Boolean)) return [];
  const print = el("button", { type: "button", text: text("print_codes") });
  print.addEventListener("click", () => {
    document.body.classList.add("codes-only");
    window.print();
    document.body.classList.remove("codes-only");
  });
  return [
    el("p", { text: text("codes_how") + (data.rounds_locked ? text("codes_locked") : "") }), print,
    el("ul", { class: "codes" }, labels),
  ];
};

walkmap.code = (round) => walkmap.el("img", { src: round.code, alt: walkmap.text("code_of") + round.name });
