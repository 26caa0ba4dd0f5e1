/* Where the issues are: by place in bands of fixed breaks, or by building. */

walkmap.painters.heat = () => {
  const { data, decode, ink, trace } = walkmap;
  const bands = data.heat ? data.heat.bands.map((band) => ({ colour: band.colour, rings: band.rings.map(decode) })) : [];
  return {
    paint(ctx, view) {
      if (walkmap.heatView !== "by_place") return;
      bands.forEach((band) => {
        ctx.beginPath();
        band.rings.forEach((ring) => trace(ctx, view.points(ring), true));
        ctx.fillStyle = band.colour;
        ctx.fill("evenodd");
      });
    },
  };
};

walkmap.pages.heat = () => {
  const { data, el, byId, put, text } = walkmap;
  if (!data.heat) {
    byId("choice").hidden = true;
    put("most", [el("h2", { text: text("empty") }), el("p", { class: "empty", text: text("empty_next") })]);
    return;
  }
  put("facts", data.facts.map((fact) => el("li", { text: fact })));
  byId("choice").setAttribute("aria-label", text("view"));
  put("choice", ["by_place", "by_building"].map((key) => {
    const button = el("button", { type: "button", text: text(key), "data-view": key });
    button.addEventListener("click", () => walkmap.showHeat(key));
    return button;
  }));
  if (data.heat.most.length) put("most", [walkmap.mostTable()]);
  walkmap.showHeat("by_place");
};

walkmap.showHeat = (key) => {
  const { data, el, byId, put, text } = walkmap;
  const place = key === "by_place";
  walkmap.heatView = key;
  walkmap.shades = data.heat.buildings.map((shade) => (place ? "" : shade || "#fff"));
  Array.from(byId("choice").children).forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.view === key));
  });
  byId("unit").textContent = text(place ? "unit_place" : "unit_building");
  byId("classes").textContent = "";
  const classes = (place ? data.heat.legend : data.heat.building_legend).slice();
  if (!place) classes.push({ colour: "#fff", name: text("few") });
  put("classes", classes.map((item) => {
    const swatch = el("i");
    swatch.style.backgroundColor = item.colour;
    return el("li", {}, [swatch, el("span", { text: item.name })]);
  }));
  byId("most").hidden = place;
  walkmap.canvas.repaint();
};

walkmap.mostTable = () => {
  const { data, el, text } = walkmap;
  const head = ["building", "issues", "per_100"].map((key) => el("th", { scope: "col", text: text(key) }));
  return el("table", { class: "most" }, [
    el("caption", {}, [el("strong", { text: text("most") })]),
    el("thead", {}, [el("tr", {}, head)]),
    el("tbody", {}, data.heat.most.map((row) => el("tr", {}, [
      el("th", { scope: "row", text: row.name }), el("td", { text: row.issues }), el("td", { text: row.per_100 }),
    ]))),
  ]);
};
