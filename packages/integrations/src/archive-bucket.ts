import type { ArchiveStore } from "@quietroom/services/ports";
import type { LockedBucket } from "./locked-bucket.ts";

const folder = "archive/";

/** Files in a bucket with Object Lock, kept for seven years from when they were put. The first version of a name is the one that counts. */
export function createArchiveBucket(bucket: LockedBucket): ArchiveStore {
  return {
    put: async (name, content) => {
      await bucket.put(`${folder}${name}`, content);
    },
    async get(name) {
      let first = null;
      // A key's versions come newest first.
      for await (const version of bucket.versions(`${folder}${name}`))
        if (version.key === `${folder}${name}`) first = version;
      return first === null ? null : await bucket.get(first);
    },
    async list(prefix) {
      const names = new Set<string>();
      for await (const { key } of bucket.versions(`${folder}${prefix}`)) names.add(key.slice(folder.length));
      return [...names].toSorted();
    },
  };
}
