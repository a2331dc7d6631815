import { expect, test } from "vitest";
import { z } from "zod";
import { inputSchemas } from "../test/declared.ts";
import { bookingSiteRouter, dashboardRouter } from "./root.ts";

const inputs = [...inputSchemas(bookingSiteRouter), ...inputSchemas(dashboardRouter)].filter(
  ({ path }) => path !== "ping",
);

/** Everywhere that an input schema is an object, a list or a text: where it is, and its JSON Schema. */
function places(schema: unknown, path: string): [string, Readonly<Record<string, unknown>>][] {
  if (typeof schema !== "object" || schema === null) return [];
  const inner = Object.entries(schema).flatMap(([key, part]) => places(part, `${path}/${key}`));
  return "type" in schema && typeof schema.type === "string" ? [[path, { ...schema }], ...inner] : inner;
}

const found = inputs.flatMap(({ path, schema }) => {
  if (!(schema instanceof z.ZodType)) throw new Error(`${path} does not parse its input`);
  return places(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), path);
});

/** The gaps of a list of places, by rule. */
const gaps = (of: typeof found) => ({
  "objects that take unknown fields": of
    .filter(([, schema]) => schema["type"] === "object" && schema["additionalProperties"] !== false)
    .map(([path]) => path),
  "lists longer than 100": of
    .filter(([, schema]) => schema["type"] === "array" && !("prefixItems" in schema))
    .filter(([, { maxItems }]) => typeof maxItems !== "number" || maxItems > 100)
    .map(([path]) => path),
  "numbers without bounds": of
    .filter(([, { type, enum: listed }]) => (type === "integer" || type === "number") && listed === undefined)
    .filter(([, { minimum, maximum }]) => typeof minimum !== "number" || typeof maximum !== "number")
    .map(([path]) => path),
  "fields that choose columns, order or size": of
    .filter(([, { type }]) => type === "object")
    .flatMap(([path, { properties }]) =>
      Object.keys(typeof properties === "object" && properties !== null ? properties : {})
        .filter((name) => /^(orderBy|select|include|omit|where|take|skip|limit|cursor|sort)$/.test(name))
        .map((name) => `${path}/${name}`),
    ),
});

const noGaps = {
  "objects that take unknown fields": [],
  "lists longer than 100": [],
  "numbers without bounds": [],
  "fields that choose columns, order or size": [],
};

test("check 36 check 37 every input takes only the fields it names, in lists and numbers that end", () => {
  expect(inputs.length).toBeGreaterThan(40);
  expect(gaps(found)).toEqual(noGaps);
});

test("check 36 check 37 an input that would take more is found", () => {
  const planted = z.strictObject({
    inner: z.object({ take: z.number() }),
    many: z.array(z.string()),
  });
  expect(gaps(places(z.toJSONSchema(planted, { io: "input" }), "planted"))).toEqual({
    "objects that take unknown fields": ["planted/properties/inner"],
    "lists longer than 100": ["planted/properties/many"],
    "numbers without bounds": ["planted/properties/inner/properties/take"],
    "fields that choose columns, order or size": ["planted/properties/inner/take"],
  });
});
