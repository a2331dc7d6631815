/** One part of a text: a heading, a paragraph of one or more lines, or a list. */
export type TextBlock =
  | { readonly kind: "heading"; readonly level: "section" | "part"; readonly text: string }
  | { readonly kind: "paragraph"; readonly lines: readonly string[] }
  | { readonly kind: "list"; readonly order: "none" | "numbered"; readonly items: readonly string[] };

/**
 * Reads plain text with the few marks that people use anyway: "## " before a heading ("### " before one below it), "- " or "1. " before
 * each point of a list, an empty line between paragraphs. Everything else is words, angle brackets too: there is no way to write HTML.
 */
export function readSimpleText(text: string): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  let open: TextBlock | undefined;
  for (const line of text.split(/\r\n|\r|\n/).map((raw) => raw.trim())) {
    const read = readLine(line);
    const joined = read === null ? null : join(open, read);
    if (joined !== null) blocks.pop();
    open = joined ?? read ?? undefined;
    if (open !== undefined) blocks.push(open);
  }
  return blocks;
}

/** A line and the block above it as one, where they belong together; else null. */
function join(above: TextBlock | undefined, line: TextBlock): TextBlock | null {
  if (above?.kind === "list" && line.kind === "list" && above.order === line.order)
    return { ...above, items: [...above.items, ...line.items] };
  if (above?.kind === "paragraph" && line.kind === "paragraph")
    return { ...above, lines: [...above.lines, ...line.lines] };
  return null;
}

function readLine(line: string): TextBlock | null {
  if (line === "") return null;
  const heading = /^(#{1,3})\s+(.+)$/.exec(line);
  if (heading !== null)
    return { kind: "heading", level: heading[1] === "###" ? "part" : "section", text: heading[2] ?? "" };
  const point = /^[-*]\s+(.+)$/.exec(line);
  if (point !== null) return { kind: "list", order: "none", items: [point[1] ?? ""] };
  const step = /^\d{1,3}[.)]\s+(.+)$/.exec(line);
  if (step !== null) return { kind: "list", order: "numbered", items: [step[1] ?? ""] };
  return { kind: "paragraph", lines: [line] };
}
