import { createHmac } from "node:crypto";
import { type Bucket, type BucketState, openRequestCounts } from "@quietroom/db";
import { rememberFull } from "./remember-full.ts";

/** What a request is counted by. The subject (an address, an id) is only ever kept as a keyed hash. */
export type Use = { readonly rule: string; readonly subject: string; readonly max: number };

/** Whether a request passes, and the headers that tell its sender (API-06); those of a refusal include Retry-After. */
export type Admission =
  | { readonly ok: true; readonly headers: Readonly<Record<string, string>> }
  | {
      readonly ok: false;
      readonly retryAfterSec: number;
      readonly headers: Readonly<Record<string, string>>;
    };

export type RequestLimits = {
  /**
   * Counts one request of this minute against every use, or against none when one is full. When the counts cannot be reached
   * it is admitted: a studio lives on its pages and bookings, and the database that is down refuses them by itself.
   */
  admit(uses: readonly Use[]): Promise<Admission>;
  close(): Promise<void>;
};

/**
 * Opens the limits of one process. The counts are shared by all processes through the database; a minute's bucket known to be
 * full is remembered here until it has room again, so that a flood costs the database nothing.
 */
export function openRequestLimits(settings: {
  readonly databaseUrl: string;
  /** Keys the hashes, so that the table tells nobody who asked for what. */
  readonly secret: Uint8Array;
  readonly warn: (code: string) => void;
}): RequestLimits {
  const counts = openRequestCounts(settings.databaseUrl);
  const full = rememberFull();
  const keyOf = ({ rule, subject }: Use) =>
    `${rule}:${createHmac("sha256", settings.secret).update(`limits:${rule}:${subject}`).digest("base64url")}`;

  /** Null when the counts cannot be reached. */
  async function take(buckets: readonly Bucket[]): Promise<Answer | null> {
    try {
      const states = await counts.take(buckets, 60_000);
      return states.map((state) => ({
        ...state,
        max: buckets.find(({ key }) => key === state.key)?.max ?? 0,
      }));
    } catch {
      settings.warn("request_counts_unreachable");
      return null;
    }
  }

  return {
    async admit(uses) {
      const buckets = uses.map((use) => ({ key: keyOf(use), max: use.max }));
      const known = full.longest(buckets.map(({ key }) => key));
      if (known !== null) return limited(known);
      const answer = await take(buckets);
      if (answer === null) return { ok: true, headers: {} };
      for (const state of answer) if (state.full) full.add(state);
      return admission(answer);
    },
    close: counts.close,
  };
}

type Answer = readonly (BucketState & { readonly max: number })[];

function admission(answer: Answer): Admission {
  const longest = answer.filter((state) => state.full).toSorted((a, b) => b.waitMs - a.waitMs)[0];
  if (longest !== undefined) return limited(longest);
  const tightest = answer.toSorted((a, b) => a.max - a.used - (b.max - b.used))[0];
  return {
    ok: true,
    headers: tightest === undefined ? {} : told(tightest.max, tightest.used, tightest.waitMs),
  };
}

function limited({ max, waitMs }: { readonly max: number; readonly waitMs: number }): Admission {
  const retryAfterSec = inSeconds(waitMs);
  return {
    ok: false,
    retryAfterSec,
    headers: { "retry-after": String(retryAfterSec), ...told(max, max, waitMs) },
  };
}

function told(max: number, used: number, waitMs: number): Readonly<Record<string, string>> {
  return {
    "ratelimit-limit": String(max),
    "ratelimit-remaining": String(Math.max(0, max - used)),
    "ratelimit-reset": String(inSeconds(waitMs)),
  };
}

function inSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
