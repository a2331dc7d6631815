import superjson from "superjson";

/**
 * How values travel: as superjson reads them, which knows dates and the like. An answer that is JSON as it stands is sent as it stands,
 * which superjson reads as well and which spares its walk over every value: a month of free times took longer to annotate than to find.
 */
export const wireFormat = {
  input: superjson,
  output: {
    serialize: (value: unknown) => (isJson(value) ? { json: value } : superjson.serialize(value)),
    deserialize: superjson.deserialize,
  },
};

/** True of what JSON gives back as it was: no dates, no undefined, no numbers that are none. The same list twice is JSON, too. */
function isJson(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object") return typeof value === "string" || typeof value === "boolean";
  if (Array.isArray(value)) return value.every((each) => isJson(each));
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const name in value) if (!isJson(Reflect.get(value, name))) return false;
  return true;
}
