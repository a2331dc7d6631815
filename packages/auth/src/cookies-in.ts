/** The cookies of a request's header, by name. What cannot be read is left out. */
export function cookiesIn(header: unknown): Readonly<Record<string, string>> {
  if (typeof header !== "string") return {};
  const pairs = header.split(";").flatMap((part) => {
    const [, name, value] = /^\s*([^=\s]+)=(.*?)\s*$/.exec(part) ?? [];
    return name === undefined || value === undefined ? [] : [[name, decoded(value)] as const];
  });
  return Object.fromEntries(pairs);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return "";
  }
}
