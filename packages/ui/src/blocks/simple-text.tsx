import { cn } from "../cn.ts";
import { readSimpleText, type TextBlock } from "../simple-text.ts";

/** A text that somebody wrote, as headings, paragraphs and lists; never as HTML. Stands below a page's or section's own heading. */
export function SimpleText({ text, className }: { readonly text: string; readonly className?: string }) {
  return (
    <div data-slot="simple-text" className={cn("grid max-w-[70ch] gap-4 break-words", className)}>
      {keyed(readSimpleText(text)).map(([key, block]) => (
        <Block key={key} block={block} />
      ))}
    </div>
  );
}

function Block({ block }: { readonly block: TextBlock }) {
  if (block.kind === "heading") {
    return block.level === "section" ? (
      <h2 className="display mt-3 text-xl">{block.text}</h2>
    ) : (
      <h3 className="mt-1 font-medium">{block.text}</h3>
    );
  }
  if (block.kind === "paragraph") return <p className="whitespace-pre-line">{block.lines.join("\n")}</p>;
  const List = block.order === "numbered" ? "ol" : "ul";
  return (
    <List className={cn("grid gap-1 pl-6", block.order === "numbered" ? "list-decimal" : "list-disc")}>
      {keyed(block.items).map(([key, item]) => (
        <li key={key}>{item}</li>
      ))}
    </List>
  );
}

/** Parts of a text have no name but their place in it. */
function keyed<T>(parts: readonly T[]): readonly (readonly [string, T])[] {
  return parts.map((part, place) => [String(place), part]);
}
