/* The stop that is shown, above the map: the way there first, and behind one tap all there is to know there. */

walkmap.card = (order) => {
  const { data, walked, el, text, say } = walkmap;
  const stop = data.stops[order - 1];
  const [place, ...kind] = stop.name.split(" · ");
  const next = walked.next();
  const back = el("button", { type: "button", class: "back", text: text("back_to_next") });
  back.addEventListener("click", () => walkmap.choose(0));
  const when = el("span", { class: "when" }, [el("span", { text: text("planned") }), el("time", { text: stop.time })]);
  return [
    el("div", { class: "name" }, [
      el("h2", { id: "card-name" }, [
        el("span", { class: "disc", "aria-hidden": "true", text: String(order) }),
        el("span", { class: "unseen", text: order === next ? text("next") : say("stop_of", { order }) }),
        el("span", {}, [el("span", { text: place }), kind.length ? el("small", {}, [el("span", { text: kind.join(" · ") }), when]) : null]),
      ]),
      kind.length ? null : when,
    ]),
    walked.visit(order) ? el("p", { class: "outcome", text: `✓ ${walkmap.outcome(order)}` }) : null,
    walkmap.step("walk", stop.walk),
    el("p", { class: "stay" }, [
      el("span", { text: stop.wait ? `${stop.stay} · ${stop.wait}` : stop.stay }), el("span", { class: "late", id: "late" }),
    ]),
    stop.note ? el("p", { class: "remind" }, [el("b", { text: text("reminder") }), el("span", { text: stop.note })]) : null,
    walkmap.atStop(order),
    order !== next && next ? back : null,
  ];
};

/* One of the six steps, with its name in front. */
walkmap.step = (name, words) => walkmap.el("p", { class: "step" }, [
  walkmap.el("b", { text: walkmap.text(name) }), walkmap.el("span", { text: words }),
]);

walkmap.foundLine = (found) => walkmap.el("p", { class: "found" }, [
  walkmap.el("b", { text: walkmap.text("found") }), walkmap.el("small", { text: found.what }), walkmap.el("span", { text: found.text }),
]);

/* What was found last time; look, listen, ask; why. Closed, it shows what fits into one line of it. */
walkmap.atStop = (order) => {
  const { data, el, text } = walkmap;
  const stop = data.stops[order - 1];
  const asks = data.prompts[stop.asks];
  const [found] = stop.found;
  const glance = found ? `${text("found")} · ${found.text || found.what}` : stop.why;
  const whole = el("details", { class: "at" }, [
    el("summary", {}, [el("span", {}, [el("strong", { text: text("here") }), el("span", { class: "glance", text: glance })])]),
    ...stop.found.map(walkmap.foundLine),
    walkmap.step("look", stop.look || asks.look),
    walkmap.step("listen", asks.listen),
    walkmap.step("ask", asks.ask),
    el("p", { class: "why" }, [el("b", { text: text("why") }), el("span", { text: stop.why })]),
  ]);
  whole.open = walkmap.reading === order; // drawn anew, it stays as it was
  whole.addEventListener("toggle", () => { walkmap.reading = whole.open ? order : 0; });
  return whole;
};

/* Below the map: the same stop in other maps. */
walkmap.elsewhere = (order) => {
  const { data, el, text } = walkmap;
  const stop = data.stops[order - 1];
  const links = walkmap.links(stop, stop.name).map((link) => el("a", {
    class: "button", href: link.href, text: link.name, target: "_blank", rel: "noopener noreferrer",
  }));
  return [el("details", {}, [el("summary", { text: text("other_maps") }), el("div", { class: "links" }, links)])];
};

/* After the last stop: the counts, the results, the way back. */
walkmap.finished = () => {
  const { data, walked, el, text, say } = walkmap;
  const at = walked.exported();
  return [
    el("h2", { id: "card-name", text: text("finished") }),
    el("p", { class: "stay", text: walkmap.counts() }),
    walkmap.step("walk", data.end),
    el("p", { class: at ? "outcome" : "remind", text: at ? `✓ ${say("was_exported", { time: walkmap.clockOf(at) })}` : text("export_now") }),
  ];
};

/* What became of a stop. */
walkmap.outcome = (order) => {
  const { walked, text, say, clockOf } = walkmap;
  const { result, at, reason, note } = walked.visit(order);
  const time = clockOf(at);
  if (result === "done") return say("is_done", { time });
  return say("is_skipped", { time, reason: [text(reason), note].filter(Boolean).join(" · ") });
};

walkmap.stopRow = (stop, order) => {
  const { el } = walkmap;
  const row = el("button", { type: "button", "aria-pressed": "false" }, [
    el("span", { class: "disc", text: String(order) }),
    el("span", { class: "words" }, [
      el("strong", { text: stop.name }),
      el("span", { class: "result" }),
      el("span", { class: "walk", text: stop.walk }),
      stop.wait ? el("span", { class: "wait", text: stop.wait }) : null,
      el("span", { class: "stay", text: stop.stay }),
    ]),
    el("time", { text: stop.time }),
  ]);
  row.addEventListener("click", () => walkmap.choose(order, "list"));
  return el("li", { id: `stop-${order}` }, [row]);
};

walkmap.issueLine = (issue) => {
  const { data, text, walked } = walkmap;
  const photo = walked.photo(issue.id) ? text("photo") : "";
  const handler = issue.handled ? text("handled") : data.handlers[issue.level][issue.category];
  return [data.levels[issue.level], data.categories[issue.category], handler, photo].filter(Boolean).join(" · ");
};

/* What was recorded: first at the stop that is shown, then elsewhere. A tap changes it; a small issue may be
   ticked as solved right here. */
walkmap.recorded = (order) => {
  const { data, walked, el, text, say } = walkmap;
  const row = (issue) => {
    const stop = data.stops.find((one) => one.id === issue.stop);
    const edit = el("button", { type: "button", class: "issue", "aria-label": say("edit", { text: issue.text }) }, [
      el("strong", { text: issue.text }), el("span", { text: `${stop.name} · ${walkmap.issueLine(issue)}` }),
    ]);
    edit.addEventListener("click", () => walkmap.recordIssue(issue.order, issue));
    const solve = el("button", { type: "button", text: text("handled") });
    solve.addEventListener("click", () => walkmap.kept(
      walked.keepIssue(Object.assign({}, issue, { handled: true, handled_at: walkmap.moment() })), text("said_recorded"),
    ));
    return el("li", {}, [edit, issue.level === "small" && !issue.handled ? solve : null]);
  };
  const all = walked.issues();
  const mine = all.filter((issue) => issue.order === order);
  const others = all.filter((issue) => issue.order !== order);
  const list = (title, issues) => (issues.length ? [el("h2", { text: title }), el("ul", { class: "issues" }, issues.map(row))] : []);
  return [...list(text("recorded_here"), mine), ...list(text("recorded"), others)];
};
