const segment = (marker: number, body: readonly number[]) => [0xff, marker, 0, body.length + 2, ...body];

/** A JPEG of 8 by 8 pixels in base64 without anything besides; another `seed`, another photo. */
export function smallPhoto(seed = 1): string {
  const table = segment(
    0xdb,
    Array.from({ length: 65 }, () => seed),
  );
  const frame = segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
  const scan = segment(0xda, [1, 1, 0, 0, 63, 0]);
  const drawn = Array.from({ length: 60 }, () => 0x12);
  return Buffer.from([[0xff, 0xd8], table, frame, scan, drawn, [0xff, 0xd9]].flat()).toString("base64");
}
