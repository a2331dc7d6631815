import { DecryptCommand, EncryptCommand, KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import { isBrokenConnection } from "./broken-connection.ts";
import { type KeyService, type KeyServiceCode, KeyServiceError } from "@quietroom/vault";

/** Which master key of AWS KMS wraps. `keyId` is an ARN or an alias; credentials come from the usual places unless they are given. */
export type AwsKeySettings = {
  readonly keyId: string;
  readonly region: string;
  /** Where KMS is reached, if not at AWS's own address of the region. */
  readonly endpoint: string | null;
  readonly credentials?: NonNullable<KMSClientConfig["credentials"]>;
  /** For one call with its repeats, in milliseconds. */
  readonly timeoutMs?: number;
};

/** One repeat, for a connection that broke; who waits for a key is better told no than kept waiting. */
const attempts = 2;

/**
 * AWS KMS as the keeper of the master key, which never leaves it. The context of each key travels as its encryption context: KMS refuses to
 * open a key under another, and its own trail names the studio by id.
 */
export function awsKeyService({
  keyId,
  region,
  endpoint,
  credentials,
  timeoutMs = 2_500,
}: AwsKeySettings): KeyService {
  const client = new KMSClient({
    region,
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
    ...(endpoint === null ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  const within = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) });

  return {
    name: "aws-kms",
    wrap: (key, context) =>
      answered(async () => {
        const command = new EncryptCommand({
          KeyId: keyId,
          Plaintext: key,
          EncryptionContext: { ...context },
        });
        return (await client.send(command, within())).CiphertextBlob;
      }),
    unwrap: (wrapped, context) =>
      answered(async () => {
        const command = new DecryptCommand({
          KeyId: keyId,
          CiphertextBlob: wrapped,
          EncryptionContext: { ...context },
        });
        return (await client.send(command, within())).Plaintext;
      }),
  };
}

async function answered(ask: () => Promise<Uint8Array | undefined>): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await ask();
  } catch (error) {
    throw new KeyServiceError(codeOf(error));
  }
  if (bytes === undefined) throw new KeyServiceError("malformed");
  return bytes;
}

function codeOf(error: unknown): KeyServiceCode {
  return isBrokenConnection(error) || !(error instanceof Error)
    ? "unavailable"
    : (codes[error.name] ?? "unavailable");
}

/** By the names that KMS and its SDK give. Whatever is not named here, throttling included, may pass by itself. */
const codes: Readonly<Record<string, KeyServiceCode>> = {
  AccessDeniedException: "denied",
  CredentialsProviderError: "denied",
  ExpiredTokenException: "denied",
  IncompleteSignature: "denied",
  InvalidClientTokenId: "denied",
  InvalidGrantTokenException: "denied",
  InvalidSignatureException: "denied",
  MissingAuthenticationTokenException: "denied",
  NotFoundException: "denied",
  UnrecognizedClientException: "denied",
  DisabledException: "disabled",
  KMSInvalidStateException: "disabled",
  AbortError: "timeout",
  TimeoutError: "timeout",
  DependencyTimeoutException: "timeout",
  IncorrectKeyException: "malformed",
  InvalidCiphertextException: "malformed",
  InvalidKeyUsageException: "malformed",
  ValidationException: "malformed",
};
