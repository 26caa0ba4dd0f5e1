/* North, scale, zoom and attribution, all in the page's language. */

walkmap.controls = (map) => {
  const { data, el, text, fit } = walkmap;
  const add = (position, element) => {
    const control = L.control({ position });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(element);
      return element;
    };
    control.addTo(map);
  };
  const button = (label, name, act) => {
    const made = el("button", { type: "button", class: "control", text: label, "aria-label": name });
    made.addEventListener("click", act);
    return made;
  };
  map.getContainer().setAttribute("role", "region");
  map.getContainer().setAttribute("aria-label", text("map"));

  add("topright", el("div", { class: "buttons" }, [
    button("+", text("zoom_in"), () => map.zoomIn()),
    button("−", text("zoom_out"), () => map.zoomOut()),
    button(text("whole"), text("whole"), () => fit()),
  ]));
  add("bottomright", el("div", { class: "credit", text: [data.badge, data.source, data.tiles && data.tiles.credit, "Leaflet"].filter(Boolean).join(" · ") }));
  const north = el("div", { class: "north", role: "img", "aria-label": text("north_up") }, [
    walkmap.northArrow(), el("span", { text: text("north") }),
  ]);
  add("bottomleft", el("div", { class: "plate" }, [north, walkmap.scaleBar(map)]));
};

walkmap.northArrow = () => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 26");
  [["M10 1 18 24 10 18Z", "#2b241b"], ["M10 1 2 24 10 18Z", "#8b8172"]].forEach(([line, colour]) => {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", line);
    path.setAttribute("fill", colour);
    svg.appendChild(path);
  });
  return svg;
};

/* The longest round number of metres that fits into the bar. */
walkmap.scaleBar = (map) => {
  const { el, text } = walkmap;
  const label = el("span");
  const bar = el("i");
  const update = () => {
    const room = 90 * walkmap.big();
    const view = new walkmap.View(map, null);
    const steps = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
    const metres = steps.filter((step) => step * view.metre <= room).pop() || steps[0];
    bar.style.width = `${Math.round(metres * view.metre)}px`;
    label.textContent = metres < 1000 ? `${metres} ${text("metre")}` : `${metres / 1000} ${text("kilometre")}`;
  };
  map.on("zoomend moveend resize", update);
  return el("div", { class: "scale" }, [label, bar]);
};
