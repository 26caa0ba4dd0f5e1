/* Stops: numbered discs in visiting order. They are nudged apart, or put together into one until
   the zoom lets them apart. On the index, where only the ways matter, they are dots. */

walkmap.painters.stops = () => {
  const { data, decode } = walkmap;
  data.rounds.forEach((round) => { round.places = round.stops.map(decode); });
  const office = data.office && decode(data.office);
  return data.kind === "round" ? walkmap.discs(data.rounds[0], office) : walkmap.dots(office);
};

walkmap.dots = (office) => ({
  paint(ctx, view) {
    walkmap.shown().forEach((round) => round.places.forEach((place) => {
      const [x, y] = view.points(place);
      ctx.beginPath();
      ctx.arc(x, y, 4 * view.big, 0, 7);
      ctx.fillStyle = "#fff";
      ctx.fill();
      walkmap.stroke(ctx, walkmap.teamStyle(round.team).colour, 2.2 * view.big);
    }));
    if (office && walkmap.shown().length) walkmap.drawHouse(ctx, ...view.points(office), 11 * view.big);
  },
});

walkmap.discs = (round, office) => {
  let groups = [];
  let house = null;
  walkmap.spots = () => groups;
  walkmap.hit = (point) => groups.find((g) => Math.hypot(g.x - point.x, g.y - point.y) < g.r + 9);
  return {
    reserve(view, ctx) {
      house = office && { x: view.points(office)[0], y: view.points(office)[1], r: 12 * view.big };
      groups = walkmap.spread(view, ctx, round.places, house);
      groups.concat(house || []).forEach((g) => view.taken.push([g.x, g.y, g.half || g.r, g.r]));
    },
    paint(ctx, view) {
      groups.forEach((g) => walkmap.drawString(ctx, g));
      if (house) walkmap.drawHouse(ctx, house.x, house.y, house.r);
      groups.slice().reverse().forEach((g) => walkmap.drawDisc(ctx, g, round.team, view.big));
    },
  };
};

/* Places for the discs of all stops, so that none lies on another. */
walkmap.spread = (view, ctx, places, house) => {
  let groups = places.map((place, i) => {
    const [x, y] = view.points(place);
    return { orders: [i + 1], home: [x, y] };
  });
  for (;;) {
    groups.forEach((g) => walkmap.sizeGroup(view, ctx, g));
    const crowded = walkmap.pushApart(groups, house);
    if (!crowded || groups.length < 2) return groups;
    groups = walkmap.joinNearest(groups, crowded);
  }
};

walkmap.sizeGroup = (view, ctx, g) => {
  const special = g.orders.some((order) => order === walkmap.next || order === walkmap.selected);
  [g.x, g.y] = g.home;
  g.done = !special && g.orders.every((order) => walkmap.walked.visit(order));
  g.r = (special ? 17 : g.done ? 10.5 : 12.5) * view.big;
  g.label = walkmap.groupLabel(g.orders) + (g.done ? "✓" : "");
  g.size = (special ? 18 : g.done ? 12 : g.label.length > 2 ? 13 : 15) * view.big;
  ctx.font = walkmap.font(g.size, 700);
  g.half = Math.max(g.r, ctx.measureText(g.label).width / 2 + (g.orders.length > 1 ? 6 : 2.5) * view.big);
};

walkmap.groupLabel = (orders) => {
  const runs = [];
  orders.forEach((order) => {
    const run = runs[runs.length - 1];
    if (run && run[1] === order - 1) run[1] = order;
    else runs.push([order, order]);
  });
  return runs.map(([a, b]) => (a === b ? `${a}` : b === a + 1 ? `${a}·${b}` : `${a}–${b}`)).join("·");
};

/* Pushes overlapping discs apart; gives back one that got too far from its home, if any. */
walkmap.pushApart = (groups, house) => {
  const gap = 1.5;
  const push = (a, b, share) => {
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const wide = (a.half || a.r) + (b.half || b.r) + gap - Math.abs(dx);
    const high = a.r + b.r + gap - Math.abs(dy);
    const round = a.half === a.r && b.half === b.r ? a.r + b.r + gap - Math.hypot(dx, dy) : Math.min(wide, high);
    if (wide <= 0 || high <= 0 || round <= 0) return false;
    const far = Math.hypot(dx, dy);
    const [ux, uy] = far > 0.5 ? [dx / far, dy / far] : [Math.cos(b.orders ? b.orders[0] : 1), Math.sin(b.orders ? b.orders[0] : 1)];
    const step = Math.min(round, 12) * 0.55;
    if (share) { a.x -= ux * step; a.y -= uy * step; }
    b.x += ux * step * (share ? 1 : 2);
    b.y += uy * step * (share ? 1 : 2);
    return true;
  };
  let moved = true;
  for (let turn = 0; turn < 60 && moved; turn += 1) {
    moved = false;
    for (let i = 0; i < groups.length; i += 1) {
      for (let j = i + 1; j < groups.length; j += 1) moved = push(groups[i], groups[j], true) || moved;
      if (house) moved = push(house, groups[i], false) || moved;
    }
  }
  const strayed = groups.map((g) => Math.hypot(g.x - g.home[0], g.y - g.home[1]) / (g.r + g.half));
  const most = Math.max(...strayed);
  return moved || most > 1.15 ? groups[strayed.indexOf(most)] : null;
};

walkmap.joinNearest = (groups, crowded) => {
  const far = (g) => Math.hypot(g.home[0] - crowded.home[0], g.home[1] - crowded.home[1]);
  const other = groups.filter((g) => g !== crowded).reduce((a, b) => (far(b) < far(a) ? b : a));
  const n = crowded.orders.length;
  const m = other.orders.length;
  const joined = {
    orders: crowded.orders.concat(other.orders).sort((a, b) => a - b),
    home: [0, 1].map((i) => (crowded.home[i] * n + other.home[i] * m) / (n + m)),
  };
  return groups.filter((g) => g !== crowded && g !== other).concat(joined);
};

/* From a nudged disc to where its stop really is. */
walkmap.drawString = (ctx, g) => {
  const [x, y] = g.home;
  if (g.orders.length > 1 || Math.hypot(g.x - x, g.y - y) < g.r * 0.8) return;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(g.x, g.y);
  walkmap.stroke(ctx, "#fff", 4);
  walkmap.stroke(ctx, walkmap.ink.text, 1.5);
  ctx.beginPath();
  ctx.arc(x, y, 3.2, 0, 7);
  ctx.fillStyle = walkmap.ink.text;
  ctx.fill();
};

/* A disc; the next stop's is larger, filled and ringed, the chosen one's dark, a walked one's grey. */
walkmap.drawDisc = (ctx, g, team, big) => {
  const style = walkmap.teamStyle(team);
  const next = g.orders.indexOf(walkmap.next) >= 0;
  const chosen = g.orders.indexOf(walkmap.selected) >= 0;
  const pill = (more) => {
    const flat = g.half - g.r;
    ctx.beginPath();
    ctx.arc(g.x - flat, g.y, g.r + more, Math.PI / 2, Math.PI * 1.5);
    ctx.arc(g.x + flat, g.y, g.r + more, -Math.PI / 2, Math.PI / 2);
    ctx.closePath();
  };
  if (next || chosen) {
    pill(3.5 * big);
    ctx.fillStyle = chosen ? "#111" : style.colour;
    ctx.fill();
    pill(1.2 * big);
    walkmap.stroke(ctx, "#fff", 2.4 * big);
  }
  pill(0);
  ctx.fillStyle = chosen ? "#111" : next ? style.colour : g.done ? "#e9e5dd" : "#fff";
  ctx.fill();
  if (!next && !chosen) {
    pill(-1.2 * big);
    walkmap.stroke(ctx, g.done ? "#8b8172" : style.colour, (g.done ? 1.6 : 2.6) * big);
  }
  ctx.font = walkmap.font(g.size, 700);
  walkmap.write(ctx, g.label, g.x, g.y + 1, chosen ? "#fff" : next ? style.on : "#111");
};

/* Where rounds start and end. */
walkmap.drawHouse = (ctx, x, y, r) => {
  ctx.setLineDash([]);
  ctx.beginPath();
  [[0, -1], [1.05, -0.1], [0.75, -0.1], [0.75, 0.85], [-0.75, 0.85], [-0.75, -0.1], [-1.05, -0.1]].forEach(([dx, dy], i) => {
    ctx[i ? "lineTo" : "moveTo"](x + dx * r, y + dy * r);
  });
  ctx.closePath();
  walkmap.stroke(ctx, "#fff", 5);
  ctx.fillStyle = "#111";
  ctx.fill();
  ctx.fillStyle = "#fff";
  ctx.fillRect(x - r * 0.2, y + r * 0.2, r * 0.4, r * 0.65);
};
