/* A round on A4: its map as an SVG, and a table with room to write, made when the browser prints. */

walkmap.paperInk = {
  paper: "#fff", ground: "#fff", wall: "#000", fence: "#8c8c8c", street: "#fff", edge: "#a6a6a6", path: "#ccc",
  building: "#dedede", outline: "#595959", pale: "#fff", paleline: "#a6a6a6", text: "#000", soft: "#404040",
  open: "#000", shut: "#808080", hazard: "#fff", danger: "#000",
};

/* A map of pixels of 1/96 inch that is fitted into a box. */
walkmap.PaperView = class extends walkmap.View {
  constructor(wide, high) {
    super(walkmap.map, L.bounds([0, 0], [wide, high]));
    const [a, b] = walkmap.data.fit.map((corner) => L.CRS.EPSG3857.latLngToPoint(L.latLng(corner), 0));
    const pad = 24;
    this.scale = Math.min((wide - 2 * pad) / Math.abs(b.x - a.x), (high - 2 * pad) / Math.abs(b.y - a.y));
    this.zoom = Math.log2(this.scale);
    this.origin = { x: ((a.x + b.x) / 2) * this.scale - wide / 2, y: ((a.y + b.y) / 2) * this.scale - high / 2 };
    const lat = (walkmap.data.fit[0][0] * Math.PI) / 180;
    this.metre = (256 * this.scale) / (40075016.7 * Math.cos(lat));
    this.big = 1;
  }
};

/* The painters of the paper: the page's own, but a way and discs that know nothing of what is done. */
walkmap.paperPainters = () => {
  const { painters, data } = walkmap;
  const round = data.rounds[0];
  const wide = 4;
  let flat = [];
  const way = {
    reserve(view) {
      flat = walkmap.besideEachOther(view, round.lines, wide);
      walkmap.everyPixels(flat, 10, (x, y) => view.busy.push([x, y, wide / 2 + 1, wide / 2 + 1]));
    },
    paint(ctx, view) {
      walkmap.drawWay(ctx, flat, round.team, wide);
      walkmap.drawHeads(ctx, view, flat, round.team, wide, 60);
    },
  };
  const discs = walkmap.discs(round, walkmap.decode(data.office));
  return [painters.ground(), painters.streets(), painters.blocks(), way, painters.names(), discs];
};

/* Does something while the page is as paper wants it: black and white, nothing chosen, nothing done. */
walkmap.asPaper = (act) => {
  const changes = {
    ink: walkmap.paperInk, teamStyle: () => ({ colour: "#000", on: "#fff", dash: [] }), big: () => 1,
    walked: { visit: () => null }, next: 0, selected: 0, spots: null, hit: null,
  };
  const kept = {};
  Object.keys(changes).forEach((name) => { kept[name] = walkmap[name]; });
  Object.assign(walkmap, changes);
  try {
    return act();
  } finally {
    Object.assign(walkmap, kept);
  }
};

walkmap.paperMap = () => {
  const { el, text } = walkmap;
  const wide = 702;
  const [[south, west], [north, east]] = walkmap.data.fit;
  const slope = (north - south) / ((east - west) * Math.cos((south * Math.PI) / 180) || 1e-9);
  const most = walkmap.data.stops.length > 4 ? 470 : 340; // a short round is one page
  const high = Math.round(Math.max(280, Math.min(most, slope * wide)));
  return walkmap.asPaper(() => {
    const view = new walkmap.PaperView(wide, high);
    const ctx = new walkmap.SvgContext(wide, high);
    const painters = walkmap.paperPainters();
    painters.slice().reverse().forEach((painter) => painter.reserve && painter.reserve(view, ctx));
    const corner = walkmap.freeCorner(view, wide, high);
    painters.forEach((painter) => painter.paint(ctx, view));
    return el("figure", { role: "img", "aria-label": text("map") }, [ctx.root, walkmap.paperScale(view, corner)]);
  });
};

/* The corner where north and scale hide least of the way and the stops; kept free of names. */
walkmap.freeCorner = (view, wide, high) => {
  const [w, h] = [74, 26];
  const spots = view.taken.concat(view.busy);
  const hidden = ([side, end]) => {
    const at = [side === "left" ? w : wide - w, end === "top" ? h : high - h];
    return spots.filter((s) => Math.abs(s[0] - at[0]) < s[2] + w && Math.abs(s[1] - at[1]) < s[3] + h).length;
  };
  const corners = [["right", "bottom"], ["left", "bottom"], ["left", "top"], ["right", "top"]];
  const best = corners.reduce((a, b) => (hidden(b) < hidden(a) ? b : a));
  view.taken.push([best[0] === "left" ? w : wide - w, best[1] === "top" ? h : high - h, w, h]);
  return best;
};

walkmap.paperScale = (view, corner) => {
  const { el, text } = walkmap;
  const steps = [10, 20, 50, 100, 200, 500, 1000, 2000].filter((step) => step * view.metre <= 90);
  const metres = steps.pop() || 10;
  const bar = el("i");
  bar.style.width = `${metres * view.metre}px`;
  const scale = el("span", {}, [el("span", { text: `${metres} ${text("metre")}` }), bar]);
  const plate = el("figcaption", {}, [walkmap.northArrow(), el("b", { text: text("north") }), scale]);
  corner.forEach((side) => { plate.style[side] = "0"; });
  return plate;
};

walkmap.paperRow = (stop, order) => {
  const { data, el, text } = walkmap;
  const lines = [stop.walk, stop.stay, stop.wait, stop.kind === "building" ? "" : stop.why.split(/[;；]/)[0], stop.note];
  stop.found.slice(0, 1).forEach((found) => {
    const [day, ...known] = found.what.split(" · ");
    lines.push(text("paper_last").replace("{day}", () => day).replace("{text}", () => found.text || known.join(" · ")));
  });
  const rules = [1, 2].concat(lines.filter(Boolean).length > 3 ? [3] : []);
  return el("tr", {}, [
    el("td", {}, [el("span", { class: "disc", text: String(order) })]),
    el("td", { class: "time", text: stop.time }),
    el("td", {}, [el("strong", { text: stop.name })].concat(lines.filter(Boolean).map((line) => el("span", { text: line })))),
    el("td", {}, [el("i", { class: "box" })]),
    el("td", { class: "notes" }, rules.map(() => el("i", { class: "rule" }))),
  ]);
};

walkmap.paperTable = () => {
  const { data, el, text } = walkmap;
  const heads = ["order", "time", "where", "done", "notes"].map((key) => el("th", { scope: "col", text: text(`paper_${key}`) }));
  const between = (words) => el("tr", {}, [el("td"), el("td"), el("td", { colspan: "3", text: words })]);
  const stops = data.stops.map((stop, i) => walkmap.paperRow(stop, i + 1));
  return el("table", {}, [
    el("thead", {}, [el("tr", {}, heads)]),
    el("tbody", {}, [between(data.start), ...stops, between(data.end)]),
  ]);
};

/* The whole paper, in the one element that is printed. */
walkmap.paper = () => {
  const { data, el, text, byId } = walkmap;
  if (!data) return; // still locked
  if (byId("paper")) byId("paper").remove();
  document.body.classList.add("on-paper");
  const [before, between, after] = text("paper_page").split(/\{pages?\}/).map((part) => JSON.stringify(part));
  const title = `${data.title} · ${data.subtitle}`;
  const pages = el("style", { text: `
    @page {
      @top-left { content: ${JSON.stringify(`${title} · ${data.community}`)}; }
      @bottom-center { content: ${before} counter(page) ${between} counter(pages) ${after}; }
    }
    @page :first { @top-left { content: none; } }` });
  const shut = data.shut.length ? el("p", { text: text("paper_shut") + data.shut.join(data.lang === "en" ? "; " : "；") }) : null;
  document.body.appendChild(el("div", { id: "paper" }, [
    pages,
    el("header", {}, [
      el("div", {}, [
        el("h1", { text: title }),
        el("p", { text: [data.community].concat(data.facts).join(" · ") }),
        el("p", { text: [data.badge, data.source, data.qr && text("paper_scan")].filter(Boolean).join(" · ") }),
      ]),
      data.qr ? el("img", { src: data.qr, alt: text("paper_scan") }) : null,
    ]),
    walkmap.paperMap(),
    walkmap.paperTable(),
    shut,
  ]));
};

window.addEventListener("beforeprint", walkmap.paper);
