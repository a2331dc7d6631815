import { expect, test } from "vitest";
import { parseTheme, themeAttributes } from "./theme.ts";

test.each([
  ["light", { "data-theme": "light" }],
  ["dark", { "data-theme": "dark" }],
  ["system", {}],
  [undefined, {}],
  ['"><script>', {}],
])("the cookie %j writes %j on the page", (cookie, attributes) =>
  expect(themeAttributes(parseTheme(cookie))).toEqual(attributes),
);
