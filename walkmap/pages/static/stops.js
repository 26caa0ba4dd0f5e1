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
    groups.forEach((g) => {
      [g.x, g.y] = g.home;
      if (!g.half) walkmap.sizeGroup(view, ctx, g);
    });
    const dense = walkmap.tooDense(groups);
    const crowded = dense.length ? dense : walkmap.pushApart(groups, house);
    if (!crowded.length || groups.length < 2) return groups;
    groups = walkmap.joinNearest(groups, crowded);
  }
};

walkmap.sizeGroup = (view, ctx, g) => {
  const special = g.orders.some((order) => order === walkmap.next || order === walkmap.selected);
  g.special = special;
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
  const label = runs.slice(0, 3).map(([a, b]) => (a === b ? `${a}` : b === a + 1 ? `${a}·${b}` : `${a}–${b}`)).join("·");
  return runs.length > 3 ? `${label}…` : label;
};

/* Discs round which there is no room for all that are there: it is no use to push them. */
walkmap.tooDense = (groups) => groups.filter((g) => {
  if (g.special) return false;
  const near = g.r * 3;
  const covered = groups.reduce((sum, o) =>
    (Math.abs(o.home[0] - g.home[0]) < near && Math.abs(o.home[1] - g.home[1]) < near ? sum + 4 * o.half * o.r : sum), 0);
  return covered > 4 * near * near;
});

/* Pushes overlapping discs apart; gives back those that got too far from their homes, the farthest first. */
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
  const strayed = (g) => Math.hypot(g.x - g.home[0], g.y - g.home[1]) / (g.r + g.half);
  const pairs = walkmap.nearPairs(groups);
  let moved = true;
  for (let turn = 0; turn < 60 && moved; turn += 1) {
    moved = false;
    pairs.forEach(([a, b]) => { moved = push(a, b, true) || moved; });
    if (house) groups.forEach((g) => { moved = push(house, g, false) || moved; });
    if (turn % 6 === 5 && groups.some((g) => strayed(g) > 2)) break; // it won't come back
  }
  const far = groups.slice().sort((a, b) => strayed(b) - strayed(a));
  const crowded = far.filter((g) => strayed(g) > 1.15);
  return moved && !crowded.length ? far.slice(0, 1) : crowded;
};

/* Those that may meet: a disc that is pushed farther than this is joined with another. */
walkmap.nearPairs = (groups) => {
  const pairs = [];
  groups.forEach((a, i) => groups.slice(i + 1).forEach((b) => {
    const near = (a.half + a.r + b.half + b.r) * 1.7;
    if (Math.abs(a.home[0] - b.home[0]) < near && Math.abs(a.home[1] - b.home[1]) < near) pairs.push([a, b]);
  }));
  return pairs;
};

/* Joins each crowded disc with the one nearest to it, but of those that crowd each other only one at a time. */
walkmap.joinNearest = (groups, crowded) => {
  const far = (a, b) => Math.hypot(a.home[0] - b.home[0], a.home[1] - b.home[1]);
  const joined = [];
  const gone = [];
  crowded.forEach((g) => {
    if (joined.concat(gone).some((other) => far(g, other) < (g.r + g.half) * 2)) return;
    const others = groups.filter((o) => o !== g);
    const plain = others.filter((o) => !o.special); // the next stop stays alone if it can
    const other = (plain.length ? plain : others).reduce((a, b) => (far(b, g) < far(a, g) ? b : a));
    if (gone.indexOf(other) >= 0) return;
    gone.push(g, other);
    const n = g.orders.length;
    const m = other.orders.length;
    joined.push({
      orders: g.orders.concat(other.orders).sort((a, b) => a - b),
      home: [0, 1].map((i) => (g.home[i] * n + other.home[i] * m) / (n + m)),
    });
  });
  return groups.filter((g) => gone.indexOf(g) < 0).concat(joined);
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
