import { expect, test } from "vitest";
import { mostPhotoBytes, readPhoto } from "./read-photo.ts";

const segment = (marker: number, body: readonly number[]) => [
  0xff,
  marker,
  (body.length + 2) >> 8,
  (body.length + 2) & 0xff,
  ...body,
];
const frame = (width: number, height: number) =>
  segment(0xc0, [8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0]);
const tables = segment(
  0xdb,
  Array.from({ length: 65 }, () => 1),
);
const scan = [
  ...segment(0xda, [1, 1, 0, 0, 63, 0]),
  ...Array.from({ length: 60 }, () => 0x12),
  0xff,
  0x00,
  0x34,
];

/** A JPEG by its segments; what it shows is noise. */
function jpeg({
  more = [],
  width = 512,
  height = 512,
  between = [],
  behind = [],
}: {
  readonly more?: readonly number[];
  readonly width?: number;
  readonly height?: number;
  readonly between?: readonly number[];
  readonly behind?: readonly number[];
} = {}): Uint8Array {
  const end = [0xff, 0xd9];
  return Uint8Array.from([
    0xff,
    0xd8,
    ...more,
    ...tables,
    ...frame(width, height),
    ...between,
    ...scan,
    ...end,
    ...behind,
  ]);
}

const refused = (refusal: string) => ({ ok: false, refusal });

const exif = segment(0xe1, [0x45, 0x78, 0x69, 0x66, 0, 0]);
const notes = segment(0xed, [1, 2, 3]);
const comment = segment(0xfe, [0x68, 0x69]);

test("BOOK-01 a small JPEG is taken as it is", () => {
  expect(readPhoto(jpeg())).toEqual({ ok: true, value: Buffer.from(jpeg()) });
  const adobe = segment(0xee, [0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 1]);
  const restarts = segment(0xdd, [0, 4]);
  const all = jpeg({ more: [...adobe, ...restarts] });
  expect(readPhoto(all)).toEqual({ ok: true, value: Buffer.from(all) });
});

test.each([
  ["what it was written with", segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0])],
  ["where and with what it was taken", exif],
  ["a profile of a device", segment(0xe2, [1, 2, 3])],
  ["an editor's notes", notes],
  ["a comment", comment],
  ["all that Safari writes, and a comment", [...exif, ...notes, ...comment]],
])("BOOK-01 a photo is kept without %s, and what is drawn of it stays as it came", (_, more) => {
  expect(readPhoto(jpeg({ more }))).toEqual({ ok: true, value: Buffer.from(jpeg()) });
});

test("BOOK-01 a photo of several scans is kept with all of them, and without the notes between them", () => {
  const restarted = [...scan, 0xff, 0xd0, 0x56];
  const withNotes = jpeg({ between: [...restarted, ...comment, ...tables, ...exif] });
  expect(readPhoto(withNotes)).toEqual({
    ok: true,
    value: Buffer.from(jpeg({ between: [...restarted, ...tables] })),
  });
});

test.each([
  ["text", new TextEncoder().encode("<svg onload=alert(1)>".repeat(20))],
  ["a PNG", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, ...Array.from({ length: 200 }, () => 0)])],
  ["nothing", new Uint8Array()],
  ["the two ends alone", Uint8Array.from([0xff, 0xd8, 0xff, 0xd9])],
  ["a frame without a scan", Uint8Array.from([0xff, 0xd8, ...tables, ...frame(512, 512), 0xff, 0xd9])],
  ["a scan without an end", jpeg().subarray(0, -2)],
  ["a picture in a picture", jpeg({ more: [...jpeg()] })],
  ["segments without a frame", Uint8Array.from([0xff, 0xd8, ...tables, ...tables, ...scan, 0xff, 0xd9])],
  [
    "a length that leads out of it",
    Uint8Array.from([0xff, 0xd8, 0xff, 0xdb, 0xff, 0xff, ...tables, ...tables, 0xff, 0xd9]),
  ],
])("BOOK-01 %s is no photo", (_, bytes) => {
  expect(readPhoto(bytes)).toEqual(refused("not_a_photo"));
});

test("BOOK-01 what is hidden behind a photo's end is not kept, also where it ends like one", () => {
  for (const behind of [
    [...new TextEncoder().encode("<script>"), 0xff, 0xd9],
    [1, 2, 3],
  ])
    expect(readPhoto(jpeg({ behind }))).toEqual({ ok: true, value: Buffer.from(jpeg()) });
});

test("BOOK-01 a photo is bounded in bytes and in pixels", () => {
  expect(readPhoto(jpeg({ width: 1_025 }))).toEqual(refused("too_large"));
  expect(readPhoto(new Uint8Array(mostPhotoBytes + 1))).toEqual(refused("too_large"));
});
