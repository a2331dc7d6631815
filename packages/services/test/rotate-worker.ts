import { openRuntime, systemContext } from "@quietroom/services";
import { moveToKey, replaceKeys } from "@quietroom/services/keys";
import { localKeyService } from "@quietroom/vault";

// A process of its own that replaces a studio's keys, to be killed: node rotate-worker.ts <database url> <tenant>; the master key comes in by stdin.
const [url = "", tenantId = ""] = process.argv.slice(2);
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
const silent = () => undefined;
const runtime = await openRuntime({
  databaseUrl: url,
  linkKey: new Uint8Array(32).fill(1),
  keyService: localKeyService(Uint8Array.from(Buffer.from(Buffer.concat(chunks).toString(), "base64"))),
  bookingUrl: "http://booking.test",
  log: { info: silent, warn: silent, error: silent },
  poolSize: 2,
});
const context = systemContext(runtime, tenantId, "rotate-worker");
const keyId = await replaceKeys(context);
process.stdout.write(`${keyId}\n`);
while ((await moveToKey(context, { keyId, batches: 1 })) === "more");
await runtime.close();
