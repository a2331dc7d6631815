import type { AnchorLog, ArchiveStore } from "@quietroom/services/ports";
import { join } from "node:path";
import { createAnchorFile } from "./anchor-file.ts";
import { createArchiveFolder } from "./archive-folder.ts";

/** Where the heads and months of the audit are kept, as the environment says it. */
export type AuditPlace =
  | { readonly kind: "folder"; readonly folder: string }
  | {
      readonly kind: "bucket";
      readonly bucket: string;
      readonly region: string;
      readonly endpoint: string | null;
    };

type Refusal = { readonly name: string; readonly message: string };
type Answer =
  | { readonly ok: true; readonly value: AuditPlace }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/**
 * Reads AUDIT_FOLDER, or AUDIT_BUCKET and what belongs to it. One of the two has to be chosen, and never both: heads that lie half here
 * and half there show nothing.
 */
export function auditPlace(
  source: Readonly<Record<string, string | undefined>>,
  { production }: { readonly production: boolean },
): Answer {
  const set = (name: string) => source[name]?.trim() || null;
  const [folder, bucket, endpoint] = [set("AUDIT_FOLDER"), set("AUDIT_BUCKET"), set("AUDIT_BUCKET_ENDPOINT")];
  const region = set("AUDIT_BUCKET_REGION") ?? set("AWS_REGION");
  const refusals: Refusal[] = [];
  const wrong = (name: string, message: string) => refusals.push({ name, message });

  if (folder !== null && bucket !== null)
    wrong("AUDIT_BUCKET", "choose one: leave AUDIT_FOLDER out, or AUDIT_BUCKET");
  if (folder === null && bucket === null)
    wrong(
      "AUDIT_FOLDER",
      "set it to a folder that the database's administrator cannot change, or AUDIT_BUCKET to an S3 bucket with Object Lock",
    );
  if (bucket === null && (endpoint ?? set("AUDIT_BUCKET_REGION")) !== null)
    wrong(
      "AUDIT_BUCKET",
      "set it to the bucket's name; what else is said of a bucket is of no use without it",
    );
  if (bucket !== null && region === null)
    wrong("AUDIT_BUCKET_REGION", "set it, or AWS_REGION, to the bucket's region");
  if (production && endpoint !== null && !endpoint.startsWith("https://"))
    wrong("AUDIT_BUCKET_ENDPOINT", "S3 is reached over https; leave it out for AWS's own address");

  if (refusals.length > 0) return { ok: false, refusals };
  if (bucket !== null && region !== null)
    return { ok: true, value: { kind: "bucket", bucket, region, endpoint } };
  return { ok: true, value: { kind: "folder", folder: folder ?? "" } };
}

/** Opens what the settings name. A bucket is first asked for when something is kept in it. */
export async function openAuditPlace(
  place: AuditPlace,
): Promise<{ readonly anchors: AnchorLog; readonly archives: ArchiveStore }> {
  if (place.kind === "folder")
    return {
      anchors: createAnchorFile(join(place.folder, "anchors.jsonl")),
      archives: createArchiveFolder(join(place.folder, "archive")),
    };
  // Loaded where it is chosen, as the SDK is large.
  const [{ openLockedBucket }, { createAnchorBucket }, { createArchiveBucket }] = await Promise.all([
    import("./locked-bucket.ts"),
    import("./anchor-bucket.ts"),
    import("./archive-bucket.ts"),
  ]);
  const bucket = openLockedBucket(place);
  return { anchors: createAnchorBucket(bucket), archives: createArchiveBucket(bucket) };
}
