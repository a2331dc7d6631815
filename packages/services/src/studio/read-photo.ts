import { ok, refuse, type Result } from "@quietroom/domain/result";

/** What a photo may weigh, in bytes; and its sides, in pixels. */
export const mostPhotoBytes = 65_536;
const mostPixels = 1_024;

/** Segments that a picture needs: its colours, tables, frame and scan. Where it was taken, and with what, stands in others. */
const needed = new Set([0xe0, 0xe2, 0xee, 0xdb, 0xc4, 0xdd, 0xc0, 0xc1, 0xc2]);
const frames = new Set([0xc0, 0xc1, 0xc2]);

/**
 * Whether these bytes are one small JPEG and nothing besides (ISO/IEC 10918-1, annex B): no note of where and with what it was taken, no
 * comment, nothing behind its end. Nothing is drawn here, so it is told by its segments alone.
 */
export function readPhoto(bytes: Uint8Array): Result<Uint8Array, "not_a_photo" | "too_large" | "says_more"> {
  if (bytes.length > mostPhotoBytes) return refuse("too_large");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = bytes.length > 100 && view.getUint16(bytes.length - 2) === 0xffd9;
  if (!ends || view.getUint16(0) !== 0xffd8) return refuse("not_a_photo");
  let framed = false;
  for (let at = 2; at + 4 <= bytes.length; ) {
    const [sign, marker, length] = [view.getUint8(at), view.getUint8(at + 1), view.getUint16(at + 2)];
    if (sign !== 0xff || length < 2 || at + 2 + length > bytes.length) return refuse("not_a_photo");
    if (marker === 0xda) return framed ? scanOf(bytes, at + 2 + length) : refuse("not_a_photo");
    if (!needed.has(marker)) return refuse("says_more");
    if (frames.has(marker)) {
      if (length < 8) return refuse("not_a_photo");
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      if (height === 0 || width === 0) return refuse("not_a_photo");
      if (height > mostPixels || width > mostPixels) return refuse("too_large");
      framed = true;
    }
    at += 2 + length;
  }
  return refuse("not_a_photo");
}

/** From the scan on only more of it may come, with its own tables, and then the end: in it 0xff stands for itself with a zero behind it. */
function scanOf(bytes: Uint8Array, from: number): Result<Uint8Array, "not_a_photo" | "says_more"> {
  for (let at = from; at < bytes.length - 1; at += 1) {
    if (bytes[at] !== 0xff) continue;
    const marker = bytes[at + 1] ?? 0;
    const goesOn = marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7);
    if (goesOn || marker === 0xda || marker === 0xc4 || marker === 0xdb || marker === 0xdd) continue;
    if (marker === 0xd9) return at === bytes.length - 2 ? ok(bytes) : refuse("says_more");
    return refuse("says_more");
  }
  return refuse("not_a_photo");
}
