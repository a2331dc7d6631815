import { randomBytes } from "node:crypto";
import { localKeyService } from "@quietroom/vault";

/** The master key of everything that runs in this process: what one runtime of a test seals, another opens. */
export const testKeys = localKeyService(randomBytes(32));
