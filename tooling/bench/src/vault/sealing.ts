import { createCipheriv, createSecretKey, randomBytes } from "node:crypto";
import { blindIndex, openField, prefixTokens, sealField } from "@quietroom/vault";
import { baseline, type Figure } from "../figure.ts";
import { microsecondsACall, type VaultBench } from "./bench.ts";

/** Beside the cipher alone there is an IV to draw, a place to bind and base64 to write. */
const timesTheCipher = 3;
const calls = 10_000;
const ref = { table: "client", column: "given_name", rowId: "0198f0b6-5c1e-7000-8000-000000000002" };

/** What one value costs, beside the cipher alone, which no way of sealing can be cheaper than. */
export async function benchSealing({ runtime, studio }: VaultBench): Promise<readonly Figure[]> {
  const keys = await runtime.vault.keysOf(studio.tenantId);
  const note = "a note of a session, in the words of one who was there. ".repeat(36);
  const [name, long] = ["Ximena", note].map((text) =>
    Array.from({ length: 100 }, () => sealField(keys, text, ref)),
  );
  const key = createSecretKey(randomBytes(32));
  const iv = randomBytes(12);
  const cipherAlone = microsecondsACall(calls, () => {
    const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
    cipher.update("Ximena", "utf8");
    cipher.final();
    return cipher.getAuthTag();
  });
  const against = (what: string, us: number): Figure => ({
    what,
    figure: `${us.toFixed(1)} us`,
    goal: `${timesTheCipher} x the cipher`,
    met: us <= timesTheCipher * cipherAlone,
  });
  return [
    baseline("node's AES-256-GCM of a name alone (the baseline)", `${cipherAlone.toFixed(1)} us`),
    against(
      "seal a name",
      microsecondsACall(calls, () => sealField(keys, "Ximena", ref)),
    ),
    against(
      "open a name",
      microsecondsACall(calls, (at) => openField(keys, name?.[at % 100] ?? "", ref)),
    ),
    baseline(
      "seal a note of 2,000 letters",
      `${microsecondsACall(calls, () => sealField(keys, note, ref)).toFixed(1)} us`,
    ),
    baseline(
      "open it",
      `${microsecondsACall(calls, (at) => openField(keys, long?.[at % 100] ?? "", ref)).toFixed(1)} us`,
    ),
    baseline(
      "blind index of an email",
      `${microsecondsACall(calls, (at) => blindIndex(keys, `sam${at}@example.com`, ref)).toFixed(1)} us`,
    ),
    baseline(
      "prefix tokens of a full name",
      `${microsecondsACall(1_000, (at) => prefixTokens(keys, `Ximena Álvarez-Quiroga ${at}`, ref)).toFixed(1)} us`,
    ),
  ];
}
