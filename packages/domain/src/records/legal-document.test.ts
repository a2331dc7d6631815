import { expect, test } from "vitest";
import { acceptsAll, nextVersion, stillToAccept } from "./legal-document.ts";

const terms = (version: number) => ({ kind: "terms", version }) as const;
const privacy = (version: number) => ({ kind: "privacy", version }) as const;

test("COMP-15 who accepts accepts every document as it is published today", () => {
  expect(acceptsAll([terms(3), privacy(1)], [privacy(1), terms(3)])).toBe(true);
  expect(acceptsAll([terms(3), privacy(1)], [terms(3)])).toBe(false);
  expect(acceptsAll([terms(3)], [terms(2)])).toBe(false);
  expect(acceptsAll([terms(3)], [terms(4)])).toBe(false);
  expect(acceptsAll([terms(1)], [privacy(1)])).toBe(false);
});

test("COMP-15 a studio that has published nothing asks for nothing", () => {
  expect(acceptsAll([], [])).toBe(true);
  expect(stillToAccept([], [terms(1)])).toEqual([]);
});

test("COMP-15 what is still to accept is what was published since", () => {
  expect(stillToAccept([terms(2), privacy(1)], [terms(1), privacy(1)])).toEqual([terms(2)]);
});

test("COMP-15 versions are counted from 1, one after the other", () => {
  expect(nextVersion({ published: null, basedOn: 0, body: "Be kind." })).toMatchObject({ value: 1 });
  const published = { version: 4, body: "Be kind." };
  expect(nextVersion({ published, basedOn: 4, body: "Be very kind." })).toMatchObject({ value: 5 });
});

test("COMP-15 nobody publishes over a text they have not read, nor the same words twice", () => {
  const published = { version: 4, body: "Be kind." };
  expect(nextVersion({ published, basedOn: 3, body: "Be very kind." })).toMatchObject({
    refusal: "published_meanwhile",
  });
  expect(nextVersion({ published: null, basedOn: 1, body: "Be kind." })).toMatchObject({
    refusal: "published_meanwhile",
  });
  expect(nextVersion({ published, basedOn: 4, body: "Be kind." })).toMatchObject({ refusal: "unchanged" });
});
