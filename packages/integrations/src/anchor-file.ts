import type { AnchoredHead, AnchorLog } from "@quietroom/services/ports";
import { createReadStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { readAnchor, writeAnchor } from "./anchor-line.ts";

/**
 * Heads in a file that is only ever added to, a JSON object a line, readable by its owner alone: for a server of one's own. Let another
 * machine fetch it, or lie on a disk that the database's administrator does not have; only then does it show what they did.
 * A line that is none throws when it is read: somebody was at the file.
 */
export function createAnchorFile(path: string): AnchorLog {
  let latest: Promise<Map<string, number>> | null = null;

  async function* all(): AsyncGenerator<AnchoredHead> {
    const input = createReadStream(path, { encoding: "utf8" });
    try {
      for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
        yield readAnchor(text);
    } catch (error) {
      if (!isMissing(error)) throw error; // nothing was anchored yet
    }
  }

  async function readLatest(): Promise<Map<string, number>> {
    const numbers = new Map<string, number>();
    for await (const { tenantId, number } of all())
      numbers.set(tenantId, Math.max(number, numbers.get(tenantId) ?? 0));
    return numbers;
  }

  return {
    all,
    async last(tenantId) {
      latest ??= readLatest();
      return (await latest).get(tenantId) ?? null;
    },
    async append(heads) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(path, "a", 0o600);
      try {
        await file.write(`${heads.map(writeAnchor).join("\n")}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      latest ??= readLatest();
      const numbers = await latest;
      for (const { tenantId, number } of heads)
        numbers.set(tenantId, Math.max(number, numbers.get(tenantId) ?? 0));
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
