/** Where the master key is kept, as the environment says it. */
export type KeySettings =
  | { readonly kind: "local"; readonly file: string }
  | {
      readonly kind: "aws-kms";
      readonly keyId: string;
      readonly region: string;
      readonly endpoint: string | null;
      /** A file that held the master key before, and still opens what it wrapped. */
      readonly olderFile: string | null;
    }
  | { readonly kind: "none" };

type Refusal = { readonly name: string; readonly message: string };
type Answer =
  | { readonly ok: true; readonly value: KeySettings }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/**
 * Reads QUIETROOM_KEY_SERVICE and what belongs to it. On a real server the choice has to be made, and a local key is one that has to be
 * chosen (ENC-06); elsewhere a key file alone will do, and without any nothing sealed can be read or written.
 */
export function keySettings(
  source: Readonly<Record<string, string | undefined>>,
  { production }: { readonly production: boolean },
): Answer {
  const set = (name: string) => source[name]?.trim() || null;
  const file = set("QUIETROOM_MASTER_KEY_FILE");
  const chosen = set("QUIETROOM_KEY_SERVICE") ?? (production || file === null ? "none" : "local");
  const refuse = (...refusals: readonly Refusal[]): Answer => ({ ok: false, refusals });

  if (chosen === "none")
    return production
      ? refuse({
          name: "QUIETROOM_KEY_SERVICE",
          message: 'set it to "aws-kms", or to "local" for a key file on this server',
        })
      : { ok: true, value: { kind: "none" } };
  if (chosen === "local")
    return file === null
      ? refuse({
          name: "QUIETROOM_MASTER_KEY_FILE",
          message: "set it to a file of 32 random bytes in base64 that only this user may read",
        })
      : { ok: true, value: { kind: "local", file } };
  if (chosen !== "aws-kms")
    return refuse({ name: "QUIETROOM_KEY_SERVICE", message: 'set it to "aws-kms" or "local"' });

  const [keyId, region, endpoint] = [
    set("QUIETROOM_KMS_KEY"),
    set("AWS_REGION"),
    set("QUIETROOM_KMS_ENDPOINT"),
  ];
  const missing = [
    ...(keyId === null
      ? [{ name: "QUIETROOM_KMS_KEY", message: "set it to the ARN or alias of a symmetric KMS key" }]
      : []),
    ...(region === null ? [{ name: "AWS_REGION", message: "set it to the region of the KMS key" }] : []),
    ...(production && endpoint !== null && !endpoint.startsWith("https://")
      ? [
          {
            name: "QUIETROOM_KMS_ENDPOINT",
            message: "KMS is reached over https; leave it out for AWS's own address",
          },
        ]
      : []),
  ];
  if (keyId === null || region === null || missing.length > 0) return refuse(...missing);
  return { ok: true, value: { kind: "aws-kms", keyId, region, endpoint, olderFile: file } };
}
