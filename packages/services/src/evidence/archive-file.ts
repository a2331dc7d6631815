import { archiveHead, archiveSeal } from "@quietroom/contracts/trail";
import { hash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { AuditKeys, AuditSigner } from "./audit-signer.ts";

/** A month of one studio's audit: `lines` are its rows, in the form in which they were sealed. */
export type ArchivedMonth = {
  readonly tenantId: string;
  /** "YYYY-MM", UTC. */
  readonly month: string;
  readonly lines: readonly string[];
};

/** The month as a compressed file that shows any change of itself: what it is, its signature, then a line for each row. */
export function writeArchive(
  { tenantId, month, lines }: ArchivedMonth,
  signer: AuditSigner,
): { readonly bytes: Uint8Array; readonly sha256: string } {
  const body = lines.join("\n");
  const sha256 = hash("sha256", body, "hex");
  const head = JSON.stringify({
    form: "quietroom audit archive 1",
    tenantId,
    month,
    rows: lines.length,
    sha256,
    keyId: signer.keyId,
  });
  const signature = Buffer.from(signer.sign(Buffer.from(head))).toString("base64");
  return { bytes: gzipSync([head, JSON.stringify({ signature }), body].join("\n")), sha256 };
}

/** What a file holds; null for one that was altered, cut, signed by no key of ours, or that is none. */
export function readArchive(bytes: Uint8Array, keys: AuditKeys): ArchivedMonth | null {
  try {
    const text = gunzipSync(bytes).toString("utf8");
    const headEnd = text.indexOf("\n");
    const sealEnd = text.indexOf("\n", headEnd + 1);
    const headText = text.slice(0, headEnd);
    const head = archiveHead.parse(JSON.parse(headText));
    const { signature } = archiveSeal.parse(JSON.parse(text.slice(headEnd + 1, sealEnd)));
    const body = text.slice(sealEnd + 1);
    const signed = {
      keyId: head.keyId,
      bytes: Buffer.from(headText),
      signature: Buffer.from(signature, "base64"),
    };
    if (!keys.accepts(signed) || hash("sha256", body, "hex") !== head.sha256) return null;
    return { tenantId: head.tenantId, month: head.month, lines: body.split("\n") };
  } catch {
    return null;
  }
}
