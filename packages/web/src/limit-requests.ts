import { createHmac } from "node:crypto";
import { type Bucket, type BucketState, openRequestCounts } from "@quietroom/db";
import type { Deed } from "./deed-of.ts";
import { rememberFull } from "./remember-full.ts";

/** What a request is counted by. The subject (an address, an id) is only ever kept as a keyed hash. */
export type Use = { readonly rule: string; readonly subject: string; readonly max: number };

/** One request to be counted: by whom, whether it may change something, and for how many it counts, one unless told. */
export type AskedRequest = {
  readonly uses: readonly Use[];
  readonly deed: Deed;
  readonly calls?: number;
};

/** A request that does not pass: there were too many (429), or nobody can count it and it might change something (503). */
export type RefusedRequest = {
  readonly ok: false;
  readonly status: 429 | 503;
  readonly retryAfterSec: number;
  readonly headers: Readonly<Record<string, string>>;
};

/** Whether a request passes, and the headers that tell its sender (API-06); those of a refusal include Retry-After. */
export type Admission =
  | { readonly ok: true; readonly headers: Readonly<Record<string, string>> }
  | RefusedRequest;

export type RequestLimits = {
  /**
   * Counts one request of this minute against every use, or against none when one is full. While the counts cannot be reached, what
   * only reads is admitted, and what may change something is refused: the counts have connections of their own, so they can be out
   * of reach while the product answers, and then nothing may be guessed, booked or sent without a limit.
   */
  admit(asked: AskedRequest): Promise<Admission>;
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
  async function take(buckets: readonly Bucket[], calls: number): Promise<Answer | null> {
    try {
      const states = await counts.take(buckets, 60_000, calls);
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
    async admit({ uses, deed, calls = 1 }) {
      const buckets = uses.map((use) => ({ key: keyOf(use), max: use.max }));
      const known = full.longest(buckets.map(({ key }) => key));
      if (known !== null) return limited({ ...known, used: known.max });
      const answer = await take(buckets, calls);
      if (answer === null) return deed === "reads" ? { ok: true, headers: {} } : uncounted;
      // One that has no room for a batch may have room for a call.
      for (const state of answer) if (state.full && state.used >= state.max) full.add(state);
      return admission(answer);
    },
    close: counts.close,
  };
}

/** For the counts to come back; whoever waits for them has waited for five seconds already. */
const recoverySec = 10;

const uncounted: RefusedRequest = {
  ok: false,
  status: 503,
  retryAfterSec: recoverySec,
  headers: { "retry-after": String(recoverySec) },
};

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

function limited({ max, used, waitMs }: Omit<Answer[number], "key" | "full">): RefusedRequest {
  const retryAfterSec = inSeconds(waitMs);
  return {
    ok: false,
    status: 429,
    retryAfterSec,
    headers: { "retry-after": String(retryAfterSec), ...told(max, used, waitMs) },
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
