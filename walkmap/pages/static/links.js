/* Ways to one place in other maps: their documented addresses, each in the datum that it takes.
   Apple's says nothing of its datum; in China its maps are in GCJ-02. */

/* `place` has lon and lat, and `gcj` as [lon, lat]. What others are told of a stop is its place, never why
   someone is visited there: of its name only what stands before the dot. */
walkmap.links = (place, name) => {
  const said = encodeURIComponent(name.split(" · ")[0]);
  const six = (degrees) => degrees.toFixed(6);
  const [lon, lat] = place.gcj.map(six);
  return [
    { key: "amap", href: `https://uri.amap.com/navigation?to=${lon},${lat},${said}&mode=walk&src=walkmap&callnative=1` },
    {
      key: "tencent",
      href: `https://apis.map.qq.com/uri/v1/routeplan?type=walk&to=${said}`
        + `&tocoord=${six(place.lat)},${six(place.lon)}&coord_type=1&referer=walkmap`,
    },
    { key: "apple", href: `https://maps.apple.com/?daddr=${lat},${lon}&dirflg=w` },
  ].map((link) => Object.assign({ name: walkmap.text(link.key) }, link));
};
