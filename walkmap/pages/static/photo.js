/* A photo as a JPEG of at most 1280 pixels and some 400 KB, as a data address; rejects what is no picture. */

walkmap.smallPhoto = async (file) => {
  const LONGEST = 1280;
  const SIGNS = 550000; // four for three bytes
  const address = URL.createObjectURL(file);
  try {
    const picture = new Image();
    await new Promise((done, failed) => {
      picture.onload = done;
      picture.onerror = () => failed(new Error("no picture"));
      picture.src = address;
    });
    const scale = Math.min(1, LONGEST / Math.max(picture.naturalWidth, picture.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
    const ctx = canvas.getContext("2d");
    ctx.fillStyle = "#fff"; // JPEG has no transparency
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const tries = [0.7, 0.5, 0.3].map((quality) => () => canvas.toDataURL("image/jpeg", quality));
    return tries.reduce((made, next) => (made && made.length < SIGNS ? made : next()), "");
  } finally {
    URL.revokeObjectURL(address);
  }
};
