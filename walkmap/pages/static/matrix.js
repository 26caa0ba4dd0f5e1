/* The month as a table: Mondays across, teams down. A cell is a round, a head a whole Monday; what is
   picked is shown on the map. One of the buttons is in the tab order, arrow keys go to the others. */

walkmap.matrix = () => {
  const { data, el, text } = walkmap;
  const head = data.days.map((day, d) => el("th", { scope: "col" }, [walkmap.cell(-1, d, "", [day.name])]));
  const rows = data.teams.map((team, t) => el("tr", {}, [
    el("th", { scope: "row" }, [el("span", { class: "team" }, [walkmap.teamSample(t), el("span", { text: team.name })])]),
  ].concat(
    data.cells[t].map((round, d) => el("td", {}, [round
      ? walkmap.cell(t, d, round.name, [round.time, [round.walk, round.stops].map((part) => part.replace(/ /g, "\u00a0")).join(" ")])
      : el("span", { class: "none", text: text("no_round") })])),
    walkmap.sum("td", team),
  )));
  const feet = data.days.concat(data.month).map((sums) => walkmap.sum("td", sums));
  const table = el("table", {}, [
    el("caption", {}, [
      el("span", { class: "unseen", text: text("matrix") }), el("span", { class: "wide", text: text("pick") }),
      el("span", { class: "narrow", text: text("pick_phone") }),
    ]),
    el("thead", {}, [el("tr", {}, [el("th", { scope: "col", text: text("team") })].concat(head, el("th", { scope: "col", text: text("month") })))]),
    el("tbody", {}, rows),
    el("tfoot", {}, [el("tr", {}, [el("th", { scope: "row", text: text("together") })].concat(feet))]),
  ]);
  table.addEventListener("keydown", walkmap.moveInMatrix);
  return el("div", { class: "matrix" }, [table]);
};

/* A button for a round, or, with the team -1, for all rounds of a Monday; who can't see the table is told where
   in it they are. */
walkmap.cell = (team, day, name, lines) => {
  const { el } = walkmap;
  const button = el("button", { type: "button", "data-team": team, "data-day": day },
    [el("span", { class: "unseen", text: name })].concat(lines.map((line) => el("span", { text: line }))));
  button.addEventListener("click", () => walkmap.pick(team, day));
  return button;
};

walkmap.sum = (tag, sums) => {
  const { el } = walkmap;
  return el(tag, { class: "sum" }, [el("span", { text: sums.walk || "–" }), el("span", { text: sums.time })]);
};

walkmap.teamSample = (team) =>
  walkmap.sample(30, 14, (ctx) => walkmap.drawWay(ctx, [2, 7, 28, 7], team, 6));

/* Goes to the next cell that holds a round, and picks it. */
walkmap.moveInMatrix = (event) => {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const { team, day } = event.target.dataset;
  for (let t = +team + step[0], d = +day + step[1]; t >= -1 && d >= 0 && t < walkmap.data.teams.length
    && d < walkmap.data.days.length; t += step[0], d += step[1]) {
    const found = walkmap.cellAt(t, d);
    if (found) {
      walkmap.pick(t, d);
      found.focus();
      return;
    }
  }
};

walkmap.cellAt = (team, day) => document.querySelector(`.matrix [data-team="${team}"][data-day="${day}"]`);
