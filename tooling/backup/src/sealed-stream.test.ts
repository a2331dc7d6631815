import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { toBackupKey } from "./backup-key.ts";
import { openStream, sealStream } from "./sealed-stream.ts";

const key = toBackupKey(randomBytes(32));
const frame = 256 * 1024;
const head = 58;

function seal(plain: Buffer): Promise<Buffer> {
  return buffer(Readable.from([plain]).compose(sealStream(key)));
}

function open(sealed: Buffer, opener = key): Promise<Buffer> {
  // In odd pieces, as a disk or a network gives them.
  const pieces = Array.from({ length: Math.ceil(sealed.length / 70_001) }, (_, at) =>
    sealed.subarray(at * 70_001, (at + 1) * 70_001),
  );
  return buffer(Readable.from(pieces).compose(openStream(opener)));
}

test.each([0, 1, frame - 1, frame, frame + 1, 3 * frame, 3 * frame + 5])(
  "%i bytes come back as they were",
  async (length) => {
    const plain = randomBytes(length);
    const sealed = await seal(plain);
    expect((await open(sealed)).equals(plain)).toBe(true);
    if (length > 16) expect(sealed.includes(plain.subarray(0, 16))).toBe(false);
  },
);

test("the same content twice gives two files that share nothing", async () => {
  const plain = Buffer.alloc(1000, 7);
  const [one, two] = [await seal(plain), await seal(plain)];
  expect(one.subarray(head).equals(two.subarray(head))).toBe(false);
});

test("another key is refused by name", async () => {
  const sealed = await seal(Buffer.from("what is kept"));
  await expect(open(sealed, toBackupKey(randomBytes(32)))).rejects.toThrow("made with another key");
});

test("a single flipped bit is refused wherever it is", async () => {
  const sealed = await seal(randomBytes(2 * frame + 100));
  for (const at of [0, 12, 45, head, head + frame, sealed.length - 1]) {
    const altered = Buffer.from(sealed);
    altered[at] = (altered[at] ?? 0) ^ 1;
    await expect(open(altered), `byte ${at}`).rejects.toThrow(
      /altered|another key|not a backup|too early|cut off/,
    );
  }
});

test("a file that was cut off is refused, at the border of a frame too", async () => {
  const sealed = await seal(randomBytes(3 * frame));
  const border = head + 2 * (frame + 16);
  for (const end of [0, 20, head, border - 1, border, border + 1, sealed.length - 1]) {
    await expect(open(sealed.subarray(0, end)), `${end} bytes`).rejects.toThrow(/too early|cut off/);
  }
});

test("frames that were swapped, left out, doubled or taken from another file are refused", async () => {
  const sealed = await seal(randomBytes(4 * frame));
  const other = await seal(randomBytes(4 * frame));
  const piece = (file: Buffer, number: number) =>
    file.subarray(head + number * (frame + 16), head + (number + 1) * (frame + 16));
  const start = sealed.subarray(0, head);
  const [a, b, c, d] = [piece(sealed, 0), piece(sealed, 1), piece(sealed, 2), piece(sealed, 3)];
  for (const pieces of [
    [start, b, a, c, d],
    [start, a, c, d],
    [start, a, b, b, c, d],
    [start, a, piece(other, 1), c, d],
    [start, a, b, c, d, d],
    [other.subarray(0, head), a, b, c, d],
  ]) {
    await expect(open(Buffer.concat(pieces))).rejects.toThrow(/altered|too early/);
  }
});
