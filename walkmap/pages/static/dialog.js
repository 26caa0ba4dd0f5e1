/* A sheet over the page that asks one thing. Old browsers have no modal dialogs: there it lies over the page. */

walkmap.dialog = (title, children, closed) => {
  const { el, text } = walkmap;
  const close = el("button", { type: "button", class: "close", text: text("close") });
  const sheet = el("dialog", { "aria-labelledby": "dialog-title" }, [
    el("div", { class: "head" }, [el("h2", { id: "dialog-title", text: title }), close]),
    ...children,
  ]);
  const before = document.activeElement;
  const shut = () => {
    if (!sheet.parentNode) return;
    sheet.remove();
    document.body.classList.remove("asking");
    if (before && before.focus) before.focus();
    if (closed) closed();
  };
  close.addEventListener("click", shut);
  sheet.addEventListener("close", shut);
  document.body.appendChild(sheet);
  document.body.classList.add("asking");
  if (sheet.showModal) sheet.showModal();
  else sheet.setAttribute("open", "");
  return { sheet, shut };
};

/* Large buttons of which one is chosen; `choose` is told its code. */
walkmap.choice = (legend, options, chosen, choose) => {
  const { el } = walkmap;
  const name = `choice-${walkmap.newId()}`;
  const inputs = options.map((option) => {
    const input = el("input", { type: "radio", name, value: option.code });
    input.checked = option.code === chosen;
    input.addEventListener("change", () => choose(option.code));
    return el("label", {}, [input, el("span", {}, [
      el("strong", { text: option.name }), option.hint ? el("small", { text: option.hint }) : null,
    ])]);
  });
  return el("fieldset", { class: "choose" }, [el("legend", { text: legend }), ...inputs]);
};
