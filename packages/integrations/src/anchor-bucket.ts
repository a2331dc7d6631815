import type { AnchoredHead, AnchorLog } from "@quietroom/services/ports";
import { readAnchor, writeAnchor } from "./anchor-line.ts";
import { type KeptVersion, type LockedBucket } from "./locked-bucket.ts";

const folder = "anchors/";
const readAtOnce = 16;

/**
 * Heads in a bucket with Object Lock, an object each, named by studio and number: nobody can change or remove one for seven years. What
 * somebody hid behind a delete marker or laid another version over is read all the same. `append` throws (BucketError) at the first
 * head that is not surely kept; what comes after it waits for the next time.
 */
export function createAnchorBucket(bucket: LockedBucket): AnchorLog {
  const latest = new Map<string, number>();

  const isAny = async (tenantId: string, after: number): Promise<boolean> => {
    for await (const _version of bucket.versions(studioOf(tenantId), {
      after: keyOf(tenantId, after),
      most: 1,
    }))
      return true;
    return false;
  };

  return {
    async append(heads) {
      for (const head of heads.toSorted((a, b) => a.number - b.number)) {
        await bucket.put(keyOf(head.tenantId, head.number), Buffer.from(writeAnchor(head)));
        latest.set(head.tenantId, Math.max(head.number, latest.get(head.tenantId) ?? 0));
      }
    },
    async last(tenantId) {
      const known = latest.get(tenantId);
      if (known !== undefined) return known;
      const number = await lastNumber(async (after) => await isAny(tenantId, after));
      if (number === 0) return null;
      latest.set(tenantId, number);
      return number;
    },
    async *all() {
      let group: KeptVersion[] = [];
      const read = async (versions: readonly KeptVersion[]): Promise<readonly AnchoredHead[]> =>
        await Promise.all(
          versions.map(async (version) =>
            readAnchor(Buffer.from(await bucket.get(version)).toString("utf8")),
          ),
        );
      for await (const version of bucket.versions(folder)) {
        group.push(version);
        if (group.length < readAtOnce) continue;
        yield* await read(group);
        group = [];
      }
      yield* await read(group);
    },
  };
}

/** The highest number of a row without gaps, in a few questions: a studio has a seal for every minute that it works. */
async function lastNumber(isAnyAfter: (number: number) => Promise<boolean>): Promise<number> {
  let [low, high] = [0, 1];
  if (!(await isAnyAfter(0))) return 0;
  while (await isAnyAfter(high)) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await isAnyAfter(middle)) low = middle;
    else high = middle;
  }
  return high;
}

function studioOf(tenantId: string): string {
  return `${folder}${tenantId}/`;
}

/** Ten digits, so that the order of names is the order of numbers. */
function keyOf(tenantId: string, number: number): string {
  return `${studioOf(tenantId)}${String(number).padStart(10, "0")}.json`;
}
