import { expect, test } from "vitest";
import { readWanted } from "./code-step.ts";

function form(values: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

test("BOOK-07 the form books with what it has, unless one of its other buttons was pressed", () => {
  expect(readWanted(form({}))).toBe("book");
  expect(readWanted(form({ want: "whatever" }))).toBe("book");
  expect(readWanted(form({ code: "123456" }))).toBe("book_with_code");
  expect(readWanted(form({ code: "" }))).toBe("book_with_code");
  expect(readWanted(form({ code: "123456", want: "another_code" }))).toBe("another_code");
  expect(readWanted(form({ code: "", want: "other_details" }))).toBe("other_details");
});
