import { type KeyService, keylessService, type KeySettings, openLocalKeyFile } from "@quietroom/vault";

/** The service that wraps new keys, and those that still open older ones. */
export type KeyServices = {
  readonly keyService: KeyService;
  readonly olderKeyServices: readonly KeyService[];
};

/** Opens what the settings name. Throws an error that says what to do where a key file is missing, open to others or no key. */
export async function openKeyServices(settings: KeySettings): Promise<KeyServices> {
  switch (settings.kind) {
    case "none":
      return { keyService: keylessService(), olderKeyServices: [] };
    case "local":
      return { keyService: openLocalKeyFile(settings.file), olderKeyServices: [] };
    case "aws-kms": {
      // Loaded where it is chosen: the SDK is by far the largest thing here.
      const { awsKeyService } = await import("./aws-key-service.ts");
      const older = settings.olderFile === null ? [] : [openLocalKeyFile(settings.olderFile)];
      return { keyService: awsKeyService(settings), olderKeyServices: older };
    }
  }
}
