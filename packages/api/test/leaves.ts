/** The places of an input that hold a value, objects and lists within it included: ["choice", "serviceId"], ["rows", "0"]. */
export function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  const inner = Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
  return path.length === 0 ? inner : [[...path], ...inner];
}

/** The same input with another value at one place. */
export function withValue(input: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(input))
    return input.map((item, index) => (String(index) === key ? withValue(item, rest, value) : item));
  const fields: Record<string, unknown> = { ...(typeof input === "object" ? input : {}) };
  fields[key] = withValue(fields[key], rest, value);
  return fields;
}

/** The same input without what stands at one place; a list's item is no field and stays. */
export function without(input: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof input !== "object" || input === null) return input;
  if (Array.isArray(input))
    return input.map((item, index) => (String(index) === key ? without(item, rest) : item));
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, item]) =>
      name !== key ? [[name, item]] : rest.length === 0 ? [] : [[name, without(item, rest)]],
    ),
  );
}

/** What stands at one place of an input. */
export function valueAt(input: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? Object.entries(value).find(([name]) => name === key)?.[1]
        : undefined,
    input,
  );
}
