import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { isBrokenConnection } from "./broken-connection.ts";

/** A bucket made with Object Lock. Credentials come from the usual places unless they are given. */
export type LockedBucketSettings = {
  readonly bucket: string;
  readonly region: string;
  /** Where S3 is reached, if not at AWS's own address of the region. */
  readonly endpoint: string | null;
  readonly credentials?: NonNullable<S3ClientConfig["credentials"]>;
  /** For one call with its repeats, in milliseconds. */
  readonly timeoutMs?: number;
  /** Epoch milliseconds; the real clock unless a test sets one. */
  readonly now?: () => number;
};

/** Why a bucket did not keep or give what it was asked. Its text never holds more than this code. */
type BucketCode =
  | "unavailable" // down, throttled, or a connection that broke: later may do
  | "timeout"
  | "denied" // by credentials or policy, or the bucket is not there
  | "unlocked" // it was not kept under a lock of seven years, so it is not kept at all
  | "differs" // something else lies in its place, and stays
  | "malformed";

class BucketError extends Error {
  readonly code: BucketCode;

  constructor(code: BucketCode) {
    super(code);
    this.name = "BucketError";
    this.code = code;
  }
}

/** A version of a kept object: those that somebody hid behind a delete marker, or laid a newer one over, are among them. */
export type KeptVersion = { readonly key: string; readonly versionId: string };

export type LockedBucket = {
  /** Keeps an object for seven years in compliance mode, or throws. The same again is nothing; another in its place is "differs". */
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(version: KeptVersion): Promise<Uint8Array>;
  /** Every version whose key begins so and comes after `after`, ascending by key. `most` ends the search early. */
  versions(
    prefix: string,
    from?: { readonly after?: string; readonly most?: number },
  ): AsyncGenerator<KeptVersion>;
};

/** AUD-07: as long as the law's six years and a year over. */
const keptYears = 7;
const attempts = 3;
const pageKeys = 1_000;

/**
 * A bucket in which what was written once can be changed and removed by nobody, its owner and AWS's support included, until its date
 * (S3 Object Lock in compliance mode). Only what the bucket itself says is locked counts as kept: a server that takes the header and
 * does nothing with it is "unlocked".
 */
export function openLockedBucket({
  bucket,
  region,
  endpoint,
  credentials,
  timeoutMs = 15_000,
  now = Date.now,
}: LockedBucketSettings): LockedBucket {
  const client = new S3Client({
    region,
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  const within = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) });
  const get = async ({ key, versionId }: KeptVersion): Promise<Uint8Array> =>
    await asked(async () => {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
      const { Body } = await client.send(command, within());
      if (Body === undefined) throw new BucketError("malformed");
      return await Body.transformToByteArray();
    });

  async function* versions(
    prefix: string,
    { after, most = Number.POSITIVE_INFINITY }: { readonly after?: string; readonly most?: number } = {},
  ): AsyncGenerator<KeptVersion> {
    let keyMarker = after;
    let versionMarker: string | undefined;
    for (let found = 0; ; ) {
      const command = new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: prefix,
        KeyMarker: keyMarker,
        VersionIdMarker: versionMarker,
        MaxKeys: pageKeys,
      });
      const page = await asked(async () => await client.send(command, within()));
      for (const { Key, VersionId } of page.Versions ?? []) {
        if (Key === undefined || VersionId === undefined) throw new BucketError("malformed");
        yield { key: Key, versionId: VersionId };
        found += 1;
        if (found >= most) return;
      }
      if (page.IsTruncated !== true) return;
      keyMarker = page.NextKeyMarker;
      versionMarker = page.NextVersionIdMarker;
    }
  }

  /** Whether the newest version under this key is locked for as long as was asked. */
  async function isLocked(key: string, until: Date): Promise<boolean> {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
    const { ObjectLockMode, ObjectLockRetainUntilDate } = await asked(
      async () => await client.send(command, within()),
    );
    return ObjectLockMode === "COMPLIANCE" && (ObjectLockRetainUntilDate?.getTime() ?? 0) >= until.getTime();
  }

  /** What lies there already is as good if it is the same, and was locked for seven years when it was laid there. */
  async function isKept(key: string, bytes: Uint8Array): Promise<boolean> {
    for await (const version of versions(key)) {
      if (version.key !== key) continue;
      if (Buffer.compare(await get(version), bytes) !== 0) throw new BucketError("differs");
    }
    return await isLocked(key, new Date(now()));
  }

  return {
    get,
    versions,
    async put(key, bytes) {
      const until = inYears(now(), keptYears);
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: bytes,
        IfNoneMatch: "*",
        ObjectLockMode: "COMPLIANCE",
        ObjectLockRetainUntilDate: until,
        ChecksumAlgorithm: "SHA256",
      });
      const isNew = await asked(async () => {
        await client.send(command, within());
        return true;
      }, takenAlready);
      if (!(isNew ? await isLocked(key, until) : await isKept(key, bytes))) throw new BucketError("unlocked");
    },
  };
}

/** A whole second: S3 keeps no milliseconds, and a date before what was asked would be one too early. */
function inYears(moment: number, years: number): Date {
  const date = new Date(Math.ceil(moment / 1_000) * 1_000);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date;
}

/** An object is there already: no failure, but another way on. */
function takenAlready(name: string): false | null {
  return name === "PreconditionFailed" ? false : null;
}

async function asked<T, Instead = never>(
  ask: () => Promise<T>,
  instead: (name: string) => Instead | null = () => null,
): Promise<T | Instead> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof BucketError) throw error;
    const name = error instanceof Error ? error.name : "";
    const other = instead(name);
    if (other !== null) return other;
    throw new BucketError(isBrokenConnection(error) ? "unavailable" : (codes[name] ?? "unavailable"));
  }
}

/** By the names that S3 and its SDK give. Whatever is not named here, throttling included, may pass by itself. */
const codes: Readonly<Record<string, BucketCode>> = {
  AccessDenied: "denied",
  AllAccessDisabled: "denied",
  CredentialsProviderError: "denied",
  ExpiredToken: "denied",
  InvalidAccessKeyId: "denied",
  NoSuchBucket: "denied",
  SignatureDoesNotMatch: "denied",
  // A HEAD has no body to name its refusal in.
  "403": "denied",
  Forbidden: "denied",
  AbortError: "timeout",
  TimeoutError: "timeout",
  // "Bucket is missing Object Lock Configuration".
  InvalidRequest: "unlocked",
  ObjectLockConfigurationNotFoundError: "unlocked",
  InvalidRetentionPeriod: "unlocked",
  NoSuchKey: "malformed",
  NoSuchVersion: "malformed",
  NotFound: "malformed",
};
