/* A photo as a JPEG of at most 1280 pixels, as a data address; rejects what is no picture. */

walkmap.smallPhoto = async (file) => {
  const LONGEST = 1280;
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
    return canvas.toDataURL("image/jpeg", 0.7);
  } finally {
    URL.revokeObjectURL(address);
  }
};
