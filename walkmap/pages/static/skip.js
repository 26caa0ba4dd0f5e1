/* Skipping a stop: one tap on the reason. */

walkmap.reasons = ["nobody_home", "shut", "no_time", "weather", "other"];

walkmap.askSkip = (order) => {
  const { data, el, text, say } = walkmap;
  const stop = data.stops[order - 1];
  const note = el("input", { type: "text", id: "skip-note", maxlength: "500", autocomplete: "off" });
  const says = el("p", { class: "says", role: "alert" });
  const buttons = walkmap.reasons.map((reason) => {
    const button = el("button", { type: "button", text: text(reason) });
    button.addEventListener("click", () => {
      if (reason === "other" && !note.value.trim()) {
        says.textContent = text("skip_say");
        note.focus();
        return;
      }
      shut();
      walkmap.tick(order, "skipped", reason, note.value.trim());
    });
    return button;
  });
  const { shut } = walkmap.dialog(say("skip_title", { name: stop.name }), [
    el("label", { for: "skip-note", text: text("skip_note") }), note, says,
    el("div", { class: "reasons" }, buttons),
  ]);
};
