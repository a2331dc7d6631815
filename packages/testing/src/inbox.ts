import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startSandbox } from "@quietroom/sandbox";
import { afterAll } from "vitest";

/** One email as the provider took it. */
export type ReceivedMail = {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

export type TestInbox = {
  /** Where the provider answers. */
  readonly url: string;
  /** What it took so far, oldest first. */
  received(): Promise<readonly ReceivedMail[]>;
  /** Makes the next sends fail, as providers do. */
  fail(next: number, kind: "500" | "429" | "timeout" | "drop_after_accept"): Promise<void>;
};

const scratch = fileURLToPath(new URL("../../../.data/test/", import.meta.url));

/** An email provider of this test file's own: the local inbox on a free port. Ends with the file. */
export async function testInbox(): Promise<TestInbox> {
  mkdirSync(scratch, { recursive: true });
  const dataDir = mkdtempSync(join(scratch, "inbox-"));
  const sandbox = await startSandbox({ port: 0, dataDir, mode: "test" });
  afterAll(async () => {
    await sandbox.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    url: sandbox.url,
    async received() {
      const answer = await fetch(`${sandbox.url}/api/inbox?to=`);
      return messagesOf(await answer.json()).toReversed();
    },
    async fail(next, kind) {
      const answer = await fetch(`${sandbox.url}/api/faults`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: sandbox.url },
        body: JSON.stringify({ next, kind }),
      });
      if (!answer.ok) throw new Error(`the inbox refused the fault: ${answer.status}`);
    },
  };
}

/** The inbox's own answer, whose shape its own tests hold, which is why the cast holds. */
function messagesOf(answer: unknown): readonly ReceivedMail[] {
  return (answer as { readonly messages: readonly ReceivedMail[] }).messages;
}
