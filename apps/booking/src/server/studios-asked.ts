/** The studios that one HTTP request's inputs name: one input, or several by their place in a batch. Each once. */
export function studiosAsked(inputs: unknown): readonly string[] {
  if (typeof inputs !== "object" || inputs === null) return [];
  const each = "json" in inputs ? [inputs] : Object.values(inputs);
  return [...new Set(each.map(studioIn).filter((studio) => studio !== null))];
}

function studioIn(input: unknown): string | null {
  if (typeof input !== "object" || input === null || !("json" in input)) return null;
  const { json } = input;
  if (typeof json !== "object" || json === null || !("studio" in json)) return null;
  return typeof json.studio === "string" ? json.studio : null;
}
