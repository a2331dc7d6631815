import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const keptText = z.object({
  /** "SM" and 32 digits, as the vendor's are. */
  sid: z.string(),
  /** Epoch milliseconds of the studio's clock, or of the machine's where there is none. */
  at: z.number(),
  from: z.string(),
  to: z.string(),
  body: z.string(),
  request: z
    .object({
      method: z.string(),
      path: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
    })
    .nullable(),
});

/** A text message as it was sent. */
export type KeptText = z.infer<typeof keptText>;

export type TextStore = {
  /** Keeps a text on disk and gives it an id. */
  keep(text: Omit<KeptText, "sid">): KeptText;
  /** Every text, newest first. */
  all(): readonly KeptText[];
};

/** Opens the texts kept in `dataDir` as one JSON line each, so that a restart loses none. */
export function openTextStore(dataDir: string): TextStore {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, "texts.jsonl");
  const texts = readLines(file);
  return {
    keep(text) {
      const kept = { sid: `SM${randomBytes(16).toString("hex")}`, ...text };
      appendFileSync(file, `${JSON.stringify(kept)}\n`);
      texts.push(kept);
      return kept;
    },
    all: () => texts.toReversed(),
  };
}

/** The whole lines of the file. What a killed process left half-written was never acknowledged and is cut off. */
function readLines(file: string): KeptText[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole < bytes.length) truncateSync(file, whole);
  return bytes
    .toString("utf8", 0, whole)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => keptText.parse(JSON.parse(line)));
}
