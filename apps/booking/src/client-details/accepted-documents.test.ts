import { expect, test } from "vitest";
import { readAccepted, writeShown } from "./accepted-documents.ts";

function form(values: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

test("COMP-15 what is accepted is what the form showed, and only with a tick", () => {
  const shown = [
    { kind: "terms", version: 3 },
    { kind: "privacy", version: 1 },
  ] as const;
  const documents = writeShown(shown);
  expect(readAccepted(form({ documents, acceptDocuments: "on" }))).toEqual(shown);
  expect(readAccepted(form({ documents }))).toBe(null);
  expect(readAccepted(form({ documents, acceptDocuments: "off" }))).toBe(null);
});

test("COMP-15 a form that shows no document has nothing to tick", () => {
  expect(readAccepted(form({}))).toEqual([]);
  expect(readAccepted(form({ documents: "", acceptDocuments: "on" }))).toEqual([]);
});

test("check 36 what is no version of a document accepts nothing", () => {
  for (const documents of ["terms:0", "terms:x", "cookies:1", "terms:1,terms:2,privacy:1", "terms:1e99"]) {
    expect(readAccepted(form({ documents, acceptDocuments: "on" })), documents).toEqual([]);
  }
});
