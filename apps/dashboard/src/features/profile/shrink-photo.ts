/** The side of a photo as it is kept, in pixels: twice as large as it is shown. */
const side = 512;
/** What it may weigh once it is sent, in bytes. */
const mostBytes = 65_536;

/**
 * A picture as it is kept: the middle of it as a small square JPEG, as text in base64. Drawing it anew leaves behind where and with what it was
 * taken. Null where the browser cannot read the file as a picture.
 */
export async function shrinkPhoto(file: File): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext("2d");
  if (context === null) return null;
  const cut = Math.min(picture.width, picture.height);
  const [left, top] = [(picture.width - cut) / 2, (picture.height - cut) / 2];
  context.fillStyle = "#ffffff"; // what is see-through would be black
  context.fillRect(0, 0, side, side);
  context.drawImage(picture, left, top, cut, cut, 0, 0, side, side);
  picture.close();
  for (const quality of [0.86, 0.75, 0.6, 0.45]) {
    const bytes = await jpegOf(canvas, quality);
    if (bytes !== null && bytes.byteLength <= mostBytes) return base64Of(bytes);
  }
  return null;
}

async function jpegOf(canvas: HTMLCanvasElement, quality: number): Promise<Uint8Array | null> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
