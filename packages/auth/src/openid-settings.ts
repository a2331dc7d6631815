/** Algorithms that a provider may sign its tokens with: it alone has the key. Secrets that we share with it, and "none", are not among them. */
export const signingAlgorithms = ["RS256", "PS256", "ES256", "EdDSA"] as const;

/** An OpenID provider that staff may sign in at in place of their password. */
export type OpenIdSettings = {
  /** Exactly as its tokens name it; its discovery document is found below. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What it is called on the button. */
  readonly displayName: string;
  readonly signedWith: (typeof signingAlgorithms)[number];
};
