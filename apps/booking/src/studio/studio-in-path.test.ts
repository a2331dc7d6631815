import { expect, test } from "vitest";
import { studioInPath } from "./studio-in-path.ts";

test("TEN-05 a page's studio is the first part of its path, without the query, so that whatever else is named there is held against it", () => {
  const paths = [
    "/elm",
    "/elm?studio=oak",
    "/elm/groups?studio=oak",
    "/%65lm",
    "/",
    "/?studio=oak",
    "/%E0%A4%A",
  ];
  expect(paths.map(studioInPath)).toEqual(["elm", "elm", "elm", "elm", null, null, null]);
});
