import type { ArchiveStore } from "@quietroom/services/ports";
import { chmod, link, mkdir, open, readdir, readFile, unlink } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";

/**
 * Files in a folder of a server of one's own, written once, whole or not at all, and then read-only for their owner as well. That keeps
 * accidents away, not an administrator: the signature in each file shows what was changed, and a copy elsewhere brings it back.
 */
export function createArchiveFolder(folder: string): ArchiveStore {
  const pathOf = (name: string): string => {
    if (!/^[\w-]+\/[\w.-]+$/.test(name) || name.includes("..")) throw new Error("no name of an archive");
    return join(folder, name);
  };
  const get = async (name: string): Promise<Uint8Array | null> => {
    try {
      return await readFile(pathOf(name));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return null;
      throw error;
    }
  };
  return {
    get,
    async put(name, content) {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const draft = `${path}.${randomUUID()}`;
      const file = await open(draft, "wx", 0o600);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      try {
        await link(draft, path); // refuses to take the place of another
        await chmod(path, 0o400);
      } catch (error) {
        const kept = codeOf(error) === "EEXIST" ? await get(name) : null;
        if (kept === null || Buffer.compare(kept, content) !== 0) throw error;
      } finally {
        await unlink(draft);
      }
    },
    async list(prefix) {
      const [studio = ""] = prefix.split("/");
      try {
        const files = await readdir(join(folder, studio));
        return files
          .map((file) => `${studio}/${file}`)
          .filter((name) => name.startsWith(prefix) && name.endsWith(".gz"))
          .sort();
      } catch (error) {
        if (codeOf(error) === "ENOENT") return [];
        throw error;
      }
    },
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}
