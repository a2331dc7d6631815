import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { expect, test } from "vitest";
import { mutations } from "./mutations.ts";

test("every protection that is broken on purpose stands where the list says, once, and its tests are there", () => {
  const read = (file: string) => readFileSync(join(checkout, file), "utf8");
  const lost = mutations.filter(
    ({ file, from, tests, title }) =>
      read(file).split(from).length !== 2 || !tests.some((path) => read(path).includes(title)),
  );
  expect(lost.map(({ protection }) => protection)).toEqual([]);
});
