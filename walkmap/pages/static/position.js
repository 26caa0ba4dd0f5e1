/* Where the phone is, for who asks: a dot and the circle of its accuracy. Nothing depends on it. */

walkmap.painters.me = () => ({
  paint(ctx, view) {
    const { here } = walkmap;
    if (!here) return;
    const at = L.CRS.EPSG3857.latLngToPoint(L.latLng(here.latitude, here.longitude), 0);
    const [x, y] = view.points([at.x, at.y]);
    ctx.beginPath();
    ctx.arc(x, y, here.accuracy * view.metre, 0, 7);
    ctx.fillStyle = "rgba(0, 70, 200, .13)";
    ctx.fill();
    walkmap.stroke(ctx, "#0046c8", 1.5);
    ctx.beginPath();
    ctx.arc(x, y, 8, 0, 7);
    ctx.fillStyle = "#0046c8";
    ctx.fill();
    walkmap.stroke(ctx, "#fff", 3);
  },
});

walkmap.position = (map) => {
  const { el, text, say } = walkmap;
  let watch = null;
  const button = el("button", { type: "button", class: "control here", "aria-pressed": "false", text: text("my_place") });
  const tell = (words) => {
    walkmap.byId("place").textContent = words;
    walkmap.tell(words);
  };
  const stop = (words) => {
    if (watch !== null) navigator.geolocation.clearWatch(watch);
    watch = null;
    walkmap.here = null;
    button.setAttribute("aria-pressed", "false");
    tell(words);
    walkmap.canvas.repaint();
  };
  const found = ({ coords }) => {
    const first = !walkmap.here;
    walkmap.here = coords;
    const far = !L.latLngBounds(walkmap.data.area).pad(1).contains([coords.latitude, coords.longitude]);
    if (far) return stop(text("place_far"));
    if (first) {
      tell(say("place_found", { metres: Math.round(coords.accuracy) }));
      map.panInside([coords.latitude, coords.longitude], { padding: [40, 60] });
    }
    return walkmap.canvas.repaint();
  };
  const failed = (error) => {
    if (!walkmap.here || error.code === 1) stop(text(error.code === 1 ? "place_refused" : "place_none"));
  };
  button.addEventListener("click", () => {
    if (watch !== null) return stop(text("place_off"));
    if (!navigator.geolocation) return tell(text("place_refused"));
    button.setAttribute("aria-pressed", "true");
    watch = navigator.geolocation.watchPosition(found, failed, { enableHighAccuracy: true, maximumAge: 10000, timeout: 20000 });
    return watch;
  });
  const control = L.control({ position: "topright" }); // where a long card does not push it under the thumb's buttons
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(button);
    return button;
  };
  control.addTo(map);
};
