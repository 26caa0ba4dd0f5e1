/* What has been walked and recorded on a round: a record for each stop that was ticked or skipped, for each
   issue and each photo. Of two records of one name the later counts, by a counter that only grows and
   not by the clock, which may be set meanwhile. A visit's or an issue's record holds its place in the order of
   doing, and what it was before: so what was done can be taken back, one thing after another. */

walkmap.walked = (() => {
  const records = {};
  const tab = Math.random().toString(36).slice(2);
  let count = 0;

  const later = (a, b) => a.n > b.n || (a.n === b.n && a.tab > b.tab);

  function take(name, value) {
    if (typeof value.n !== "number") return;
    count = Math.max(count, value.n);
    if (!records[name] || later(value, records[name])) records[name] = value;
  }

  const result = (name) => /^(visit|issue|photo)\//.test(name);

  /* Sets a record and writes it down; gives whether it is kept. */
  function set(name, value) {
    count += 1;
    if (result(name)) walkmap.keep.remove((one) => one === "out");
    records[name] = Object.assign({}, value, { n: count, tab });
    return walkmap.keep.put(name, records[name]);
  }

  const doing = (name, value) =>
    set(name, Object.assign({}, value, { did: { n: count + 1, tab }, was: records[name] && records[name].did && records[name] }));

  /* Older in the order of doing, as it was, but newer than what another tab may still hold. */
  const takeBack = (name) => set(name, records[name].was || { gone: true, undone: records[name] });

  /* The name of what was done last of some records, or nothing. */
  const latest = (names) => names.filter((name) => records[name] && records[name].did)
    .reduce((a, b) => (a && later(records[a].did, records[b].did) ? a : b), "");

  const visit = (order) => {
    const record = records[`visit/${order}`];
    return record && record.result ? record : null;
  };
  const orders = () => walkmap.data.stops.map((_, i) => i + 1);
  const ticked = () => orders().filter(visit);
  const last = () => Number(latest(ticked().map((order) => `visit/${order}`)).slice("visit/".length));

  /* The stop to go to: the first one not walked after the last that was; 0 at the end. */
  const next = () => {
    const left = orders().filter((order) => !visit(order));
    const from = last();
    return left.find((order) => order > from) || left[0] || 0;
  };

  const named = (kind) => Object.keys(records).filter((name) => name.startsWith(kind) && !records[name].gone);
  const issues = () => named("issue/").map((name) => records[name]).sort((a, b) => a.first - b.first);
  /* What issues were that are deleted or taken back: an earlier export may have told of them. */
  const withdrawn = () => Object.keys(records).filter((name) => name.startsWith("issue/") && records[name].gone)
    .map((name) => records[name].undone || records[name].was).filter(Boolean);
  /* What a visit was that is undone, as withdrawn. */
  const undone = (order) => {
    const { undone: was } = records[`visit/${order}`] || {};
    return was && Object.assign({}, was, { result: "withdrawn", reason: "", note: "" });
  };
  const photo = (id) => (records[`photo/${id}`] || {}).data || null;

  const tick = (order, result, reason, note) =>
    doing(`visit/${order}`, { result, reason: reason || "", note: note || "", at: walkmap.moment() });

  /* `first` keeps issues in the order in which they were recorded. */
  function keepIssue(issue) {
    const before = records[`issue/${issue.id}`];
    return doing(`issue/${issue.id}`, Object.assign({ first: before ? before.first : count + 1 }, issue));
  }

  /* When all results were exported, if nothing has come after. */
  const exported = () => {
    const { out } = records;
    return out && !Object.keys(records).some((name) => result(name) && later(records[name], out)) ? out.at : "";
  };

  return {
    take, set, visit, undone, ticked, last, next, issues, withdrawn, photo, tick, keepIssue, exported, takeBack,
    latest: () => latest(Object.keys(records).filter((name) => /^(visit|issue)\//.test(name))),
    record: (name) => records[name],
    /* Photos of issues that are gone for good. */
    dropPhotos: () => named("photo/").forEach((name) => {
      const id = name.slice("photo/".length);
      if (named("issue/").indexOf(`issue/${id}`) >= 0 || (records.draft || {}).id === id) return;
      delete records[name];
      walkmap.keep.remove((one) => one === name);
    }),
    get: (name) => (records[name] && !records[name].gone ? records[name] : null),
    keepPhoto: (id, data) => set(`photo/${id}`, data ? { data } : { gone: true }),
    forget: () => {
      Object.keys(records).forEach((name) => delete records[name]);
      walkmap.keep.remove(() => true);
    },
  };
})();

/* A moment as local time with its offset, such as 2026-12-07T09:12:00+08:00. */
walkmap.moment = (when) => {
  const at = when || new Date();
  const ahead = -at.getTimezoneOffset();
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  const local = new Date(at.getTime() + ahead * 60000).toISOString().slice(0, 19);
  return `${local}${ahead < 0 ? "-" : "+"}${two(ahead / 60)}:${two(ahead % 60)}`;
};

/* The time of day of a moment, as 9:12. */
walkmap.clockOf = (moment) => `${Number(moment.slice(11, 13))}:${moment.slice(14, 16)}`;

/* A text with the values in its braces. */
walkmap.say = (key, values) => walkmap.text(key).replace(/\{(\w+)\}/g, (_, name) => values[name]);

/* A random id (UUID, version 4): `crypto.randomUUID` is missing on older phones and on pages from disk. */
walkmap.newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/* Minutes that a worker is behind the plan (negative: ahead), or 0 where that says nothing: on another day, or
   with a clock that can't be right. By the last stop that was walked, and by the next one's time. */
walkmap.behind = (now) => {
  const { data, walked } = walkmap;
  const day = (moment) => moment.slice(0, 10) === data.date;
  const seconds = (moment) => Number(moment.slice(11, 13)) * 3600 + Number(moment.slice(14, 16)) * 60 + Number(moment.slice(17, 19));
  if (!day(now) || !walked.next()) return 0;
  const last = walked.last();
  const by = [seconds(now) - data.stops[walked.next() - 1].arrive];
  if (last && day(walked.visit(last).at)) by.push(seconds(walked.visit(last).at) - data.stops[last - 1].depart);
  else if (by[0] < 0) return 0;
  const minutes = Math.max(...by) / 60;
  return Math.abs(minutes) < 180 ? minutes : 0;
};
