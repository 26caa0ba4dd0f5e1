/* The way of one round: what has been walked thin and grey, what lies ahead strong, the leg to the next stop
   darkest. Legs lead to a stop or along it; the one after the last leads back to the office. */

walkmap.drawRound = (ctx, view, round, wide) => {
  const { besideEachOther, trace, stroke, walked, teamStyle, data } = walkmap;
  const end = data.stops.length + 1;
  const done = (order) => (order === end ? false : walked.visit(order));
  const path = (lines) => {
    const flat = besideEachOther(view, lines, wide);
    ctx.beginPath();
    if (lines.length) trace(ctx, flat);
    return flat;
  };
  const runs = walkmap.runs(round.lines, ({ order }) => Boolean(done(order)));
  ctx.lineCap = "round";
  runs.filter((run) => run.is).forEach(({ lines }) => {
    path(lines);
    stroke(ctx, "#fff", 4);
    stroke(ctx, "#77706a", 2);
  });
  const ahead = runs.filter((run) => !run.is).map(({ lines }) => path(lines));
  ahead.forEach((flat) => {
    ctx.beginPath();
    trace(ctx, flat);
    stroke(ctx, "#fff", wide + 3);
    stroke(ctx, teamStyle(round.team).colour, wide);
  });
  const to = walkmap.shownStop() || end;
  path(round.lines.filter(({ order }) => order === to));
  stroke(ctx, "#fff", wide + 5);
  stroke(ctx, "#111", wide + 1);
  ahead.forEach((flat) => walkmap.drawHeads(ctx, view, flat, round.team, wide, 48));
};

/* Lines in runs for which `test` gives the same. */
walkmap.runs = (lines, test) => lines.reduce((runs, line) => {
  const last = runs[runs.length - 1];
  if (last && last.is === test(line)) last.lines.push(line);
  else runs.push({ is: test(line), lines: [line] });
  return runs;
}, []);
