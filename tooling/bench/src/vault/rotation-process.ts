import { openRuntime, systemContext } from "@quietroom/services";
import { finishRotation, moveToKey, replaceKeys } from "@quietroom/services/keys";
import { localKeyService } from "@quietroom/vault";

// Started by the bench: moves a studio's values to a new key in a process of its own, as the worker does beside the sites. It is told what
// it needs in one message, so that no key stands in an argument or an address.

export type RotationAsked = {
  readonly databaseUrl: string;
  readonly tenantId: string;
  readonly masterKey: string;
};
export type RotationDone = { readonly keyId: string; readonly tookMs: number };

const rounds = 5;

process.once("message", (asked: RotationAsked) => {
  void rotate(asked);
});

async function rotate({ databaseUrl, tenantId, masterKey }: RotationAsked): Promise<void> {
  const quiet = () => undefined;
  const runtime = await openRuntime({
    databaseUrl,
    linkKey: Buffer.alloc(32, 1), // no link is read or made here
    keyService: localKeyService(Buffer.from(masterKey, "base64")),
    bookingUrl: "http://booking.test",
    log: { info: quiet, warn: quiet, error: quiet },
    poolSize: 3,
  });
  const context = systemContext(runtime, tenantId, "bench");
  const began = performance.now();
  const keyId = await replaceKeys(context);
  process.send?.({ keyId, tookMs: 0 } satisfies RotationDone);
  while ((await moveToKey(context, { keyId, batches: 30 })) === "more");
  process.send?.({ keyId, tookMs: performance.now() - began } satisfies RotationDone);
  // What writers who had not heard of the key wrote meanwhile is moved once they have: whoever asked says when.
  await new Promise((resolve) => process.once("message", resolve));
  for (let round = 1; round <= rounds; round += 1) {
    if ((await finishRotation(context, { keyId })).ok) break;
    while ((await moveToKey(context, { keyId, batches: 30 })) === "more");
  }
  await runtime.close();
  process.disconnect();
}
