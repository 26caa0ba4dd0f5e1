/* The results of a round as they leave the phone: a file for `walkmap issues import`, or the same as text. */

walkmap.resultsName = () => `results-${walkmap.data.date}-${walkmap.data.team}`;

walkmap.results = (withPhotos) => {
  const { data, walked } = walkmap;
  const visits = data.stops.reduce((all, stop, i) => {
    const order = i + 1;
    const visit = walked.visit(order) || walked.undone(order);
    if (!visit) return all;
    const { result, at, reason, note } = visit;
    const made = (id, kind) => ({ id: `${data.date}/${data.team}/${id}`, order, kind, stop: id, result, at, reason, note });
    return all.concat(made(stop.id, stop.kind), stop.also.map((id) => made(id, "target")));
  }, []);
  return {
    format: "walkmap-results/1", community: data.community_id, plan: data.plan, date: data.date, team: data.team,
    exported_at: walkmap.moment(), visits, issues: walked.issues().map((issue) => walkmap.issueOut(issue, withPhotos)),
    withdrawn: walked.withdrawn().map((issue) => Object.assign(walkmap.issueOut(issue, false), { text: "" })),
  };
};

walkmap.issueOut = (issue, withPhotos) => {
  const stop = walkmap.data.stops.find((one) => one.id === issue.stop);
  const placed = stop.building === "";
  return {
    id: issue.id, recorded_at: issue.recorded_at, stop: stop.id, building_id: stop.building,
    target_id: stop.kind === "target" ? stop.id : "", lon: placed ? stop.lon : null, lat: placed ? stop.lat : null,
    category: issue.category, level: issue.level, text: issue.text, households: issue.households, people: issue.people,
    status: issue.handled ? "handled" : "open", handled_at: issue.handled_at,
    photo: withPhotos ? walkmap.walked.photo(issue.id) : null,
  };
};

/* For people first, for the computer in the last line. */
walkmap.resultsText = () => {
  const { data, walked, say } = walkmap;
  const lines = [`${data.title} ${data.day}`, walkmap.counts()];
  walked.ticked().forEach((order) => lines.push(`${order}. ${data.stops[order - 1].name}: ${walkmap.outcome(order)}`));
  walked.issues().forEach((issue) => lines.push(`· ${walkmap.issueLine(issue)}: ${issue.text.replace(/\s+/g, " ")}`));
  if (walked.issues().some((issue) => walked.photo(issue.id))) lines.push(say("no_photos"));
  return `${lines.join("\n")}\n\n${JSON.stringify(walkmap.results(false))}\n`;
};

walkmap.counts = () => {
  const { walked, say } = walkmap;
  const ticked = walked.ticked();
  const done = ticked.filter((order) => walked.visit(order).result === "done").length;
  return say("counts", { done, skipped: ticked.length - done, issues: walked.issues().length });
};

/* Files that the share sheet takes: some browsers share text files, but no JSON. */
walkmap.shareable = () => {
  const text = JSON.stringify(walkmap.results(true));
  const kinds = [["json", "application/json"], ["txt", "text/plain"]];
  const files = kinds.map(([end, type]) => {
    try {
      return new File([text], `${walkmap.resultsName()}.${end}`, { type });
    } catch (error) {
      return null;
    }
  });
  return files.find((file) => file && navigator.share && navigator.canShare && navigator.canShare({ files: [file] }));
};

walkmap.askExport = () => {
  const { walked, el, text } = walkmap;
  const says = el("p", { class: "said", role: "status" });
  const { visits, issues, withdrawn } = walkmap.results(false);
  if (!visits.length && !issues.length && !withdrawn.length) {
    walkmap.dialog(text("export"), [el("p", { text: text("nothing_yet") })]);
    return;
  }
  const by = el("div", { class: "reasons" });
  const button = (key, act) => {
    const made = el("button", { type: "button", text: text(key) });
    made.addEventListener("click", () => act(says, by));
    return made;
  };
  [walkmap.shareable() && button("share", walkmap.share), button("save_file", walkmap.saveFile), button("copy", walkmap.copy)]
    .forEach((one) => one && by.appendChild(one));
  walkmap.dialog(text("export"), [
    el("p", { text: walkmap.counts() }), el("p", { class: "hint", text: text("export_how") }), by, says, walkmap.forgetting(),
  ], walkmap.show);
};

/* Says what became of the results; they count as exported. */
walkmap.wasExported = (says, words) => {
  says.textContent = words;
  walkmap.walked.set("out", { at: walkmap.moment() });
};

walkmap.share = async (says) => {
  try {
    await navigator.share({ files: [walkmap.shareable()] });
    walkmap.wasExported(says, walkmap.text("shared"));
  } catch (error) {
    if (error.name !== "AbortError") says.textContent = walkmap.text("share_failed");
  }
};

walkmap.saveFile = (says) => {
  const name = `${walkmap.resultsName()}.json`;
  const address = URL.createObjectURL(new Blob([JSON.stringify(walkmap.results(true))], { type: "application/json" }));
  const link = walkmap.el("a", { href: address, download: name });
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000); // a slow phone is still reading it
  walkmap.wasExported(says, walkmap.say("saved_file", { file: name }));
};

walkmap.copy = async (says, by) => {
  const { el, text } = walkmap;
  const words = walkmap.resultsText();
  try {
    await navigator.clipboard.writeText(words);
    walkmap.wasExported(says, text("copied"));
  } catch (error) {
    const field = by.parentNode.querySelector("textarea") || el("textarea", { rows: "6", readonly: "", "aria-label": text("text_is") });
    field.value = words;
    says.after(field);
    field.focus();
    field.select();
    const old = document.execCommand && document.execCommand("copy");
    walkmap.wasExported(says, text(old ? "copied" : "copy_by_hand"));
  }
};

/* Deleting what the phone keeps, asked twice, once it has been exported. */
walkmap.forgetting = () => {
  const { el, text, walked } = walkmap;
  const ask = el("button", { type: "button", class: "plainly", text: text("forget") });
  const sure = el("button", { type: "button", class: "danger", text: text("forget_sure") });
  sure.hidden = true;
  ask.addEventListener("click", () => {
    sure.hidden = false;
    sure.focus();
  });
  sure.addEventListener("click", () => {
    walked.forget();
    sure.closest("dialog").close();
    walkmap.tell(text("forgotten"));
  });
  const whole = el("div", { class: "forget" }, [ask, sure]);
  whole.hidden = !walked.exported();
  return whole;
};
