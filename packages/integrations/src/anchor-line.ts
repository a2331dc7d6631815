import type { AnchoredHead } from "@quietroom/services/ports";
import { z } from "zod";

const line = z.object({
  tenantId: z.uuid(),
  number: z.int(),
  sealedAt: z.number(),
  head: z.string(),
  keyId: z.string(),
  signature: z.base64(),
});

/** A seal's head as one line of JSON: what a file of them has a line of, and a bucket an object. */
export function writeAnchor({ signature, ...head }: AnchoredHead): string {
  return JSON.stringify({ ...head, signature: Buffer.from(signature).toString("base64") });
}

/** Throws for what is none: somebody was at it. */
export function readAnchor(text: string): AnchoredHead {
  const { signature, ...head } = line.parse(JSON.parse(text));
  return { ...head, signature: Buffer.from(signature, "base64") };
}
