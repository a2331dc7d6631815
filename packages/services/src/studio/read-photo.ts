import { ok, refuse, type Result } from "@quietroom/domain/result";

/** What a photo may weigh, in bytes; and its sides, in pixels. */
export const mostPhotoBytes = 65_536;
const mostPixels = 1_024;

const frames = new Set([0xc0, 0xc1, 0xc2]);
const [startOfScan, endOfImage] = [0xda, 0xd9];
/** Segments that a picture is drawn from: its tables, frame and scans, and Adobe's word on its colours. What else is said of it stands in others. */
const drawn = new Set([...frames, 0xc4, 0xdb, 0xdd, 0xee, startOfScan]);

/**
 * One small JPEG out of these bytes (ISO/IEC 10918-1, annex B): what it is drawn from, as it came, and nothing besides. Notes of where and with
 * what it was taken, which some browsers write of their own accord, comments, and whatever stands behind its end are left out. Nothing is drawn
 * here, so it is told by its segments alone.
 */
export function readPhoto(bytes: Uint8Array): Result<Uint8Array, "not_a_photo" | "too_large"> {
  if (bytes.length > mostPhotoBytes) return refuse("too_large");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return refuse("not_a_photo");
  const kept = [bytes.subarray(0, 2)];
  let [framed, scanned] = [false, false];
  for (let at = 2; at + 2 <= bytes.length; ) {
    const [sign, marker] = [view.getUint8(at), view.getUint8(at + 1)];
    if (sign !== 0xff) return refuse("not_a_photo");
    if (marker === endOfImage) {
      kept.push(bytes.subarray(at, at + 2));
      return scanned ? ok(Buffer.concat(kept)) : refuse("not_a_photo");
    }
    const length = hasLength(marker) && at + 4 <= bytes.length ? view.getUint16(at + 2) : 0;
    let next = at + 2 + length;
    if (length < 2 || next > bytes.length) return refuse("not_a_photo");
    if (frames.has(marker)) {
      if (length < 8) return refuse("not_a_photo");
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      if (height === 0 || width === 0) return refuse("not_a_photo");
      if (height > mostPixels || width > mostPixels) return refuse("too_large");
      framed = true;
    }
    if (marker === startOfScan) {
      if (!framed) return refuse("not_a_photo");
      next = endOfScan(bytes, next);
      scanned = true;
    }
    if (drawn.has(marker)) kept.push(bytes.subarray(at, next));
    at = next;
  }
  return refuse("not_a_photo");
}

const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/** Whether a segment begins with this marker: others stand alone, mean nothing, or begin a picture in the picture. */
const hasLength = (marker: number) =>
  marker >= 0xc0 && marker < 0xff && !isRestart(marker) && marker !== 0xd8;

/** Where the next segment begins: in a scan 0xff stands for itself with a zero behind it, fills, or restarts. The length where none begins. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && marker !== 0 && marker !== 0xff && !isRestart(marker)) return at;
  }
  return bytes.length;
}
