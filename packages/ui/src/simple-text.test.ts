import { expect, test } from "vitest";
import { readSimpleText } from "./simple-text.ts";

test("COMP-15 a text has headings, paragraphs and lists", () => {
  expect(
    readSimpleText("One.\nTwo.\r\n\r\n## Rules\n- be kind\n- be early\n\n1. first\n2) then\n### More"),
  ).toEqual([
    { kind: "paragraph", lines: ["One.", "Two."] },
    { kind: "heading", level: "section", text: "Rules" },
    { kind: "list", order: "none", items: ["be kind", "be early"] },
    { kind: "list", order: "numbered", items: ["first", "then"] },
    { kind: "heading", level: "part", text: "More" },
  ]);
});

test("an empty line ends a list and a paragraph", () => {
  expect(readSimpleText("- one\n\n- two\n\nA\n\nB").map(({ kind }) => kind)).toEqual([
    "list",
    "list",
    "paragraph",
    "paragraph",
  ]);
});

test("check 43 what looks like HTML is words, and marks without words are words too", () => {
  expect(readSimpleText('<script>alert("x")</script>\n<img src=x onerror=y>')).toEqual([
    { kind: "paragraph", lines: ['<script>alert("x")</script>', "<img src=x onerror=y>"] },
  ]);
  expect(readSimpleText("##\n-\n#tag")).toEqual([{ kind: "paragraph", lines: ["##", "-", "#tag"] }]);
  expect(readSimpleText(" \n\t\n")).toEqual([]);
});
