/* The key to the map, drawn by the same hands as the map itself. */

walkmap.legend = () => {
  const { data, el, put, text, ink } = walkmap;
  const flat = { big: 1, metre: 3, points: (line) => line };
  const box = (fill, line) => (ctx) => {
    ctx.fillStyle = fill;
    ctx.fillRect(6, 6, 32, 16);
    ctx.strokeStyle = line;
    ctx.strokeRect(6, 6, 32, 16);
  };
  const wall = (dash, gap) => (ctx) => {
    ctx.beginPath();
    ctx.moveTo(2, 14);
    ctx.lineTo(gap ? 14 : 42, 14);
    if (gap) { ctx.moveTo(30, 14); ctx.lineTo(42, 14); }
    walkmap.stroke(ctx, ink.wall, 2.5, dash);
  };
  const both = (...parts) => (ctx) => parts.forEach((part) => part(ctx));
  const gate = (open) => (ctx) => walkmap.drawGate(ctx, [14, 14, 30, 14], open, false, 1);
  const items = [
    ["office", (ctx) => walkmap.drawHouse(ctx, 22, 14, 11)],
    ["unmanaged", box(ink.building, ink.outline)],
    ["managed", box(ink.pale, ink.paleline)],
    ["door", both(box(ink.building, ink.outline), (ctx) => walkmap.drawDoor(ctx, flat, { at: [22, 22], angle: -Math.PI / 2 }))],
    ["wall", wall()],
    ["gate_open", both(wall([], true), gate(true))],
    ["gate_shut", both(wall([], true), gate(false))],
    ["assumed", wall([7, 5])],
  ];
  if (data.hazards.some((hazard) => !hazard.blocks)) items.push(["hazard", (ctx) => walkmap.drawTriangle(ctx, 22, 15, 10)]);
  if (data.hazards.some((hazard) => hazard.blocks)) items.push(["hazard_blocks", (ctx) => walkmap.drawTriangle(ctx, 22, 13, 10, true)]);
  put("legend", items.map(([key, draw]) => el("li", {}, [walkmap.sample(44, 28, draw), el("span", { text: text(key) })])));
};

/* A legend that is folded away is drawn when somebody first unfolds it. */
walkmap.foldedLegend = () =>
  document.querySelector("details.legend").addEventListener("toggle", walkmap.legend, { once: true });

/* A small picture, sharp on any screen. */
walkmap.sample = (wide, high, draw) => {
  const canvas = walkmap.el("canvas", { width: wide * 2, height: high * 2, "aria-hidden": "true" });
  canvas.style.width = `${wide}px`;
  canvas.style.height = `${high}px`;
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  draw(ctx);
  return canvas;
};
