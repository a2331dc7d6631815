import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Provider } from "oidc-provider";
import { memoryStore } from "./oidc-store.ts";

/** Who is signed in at the provider, as its tokens tell it. */
export type OidcPerson = {
  readonly sub: string;
  readonly email?: unknown;
  readonly email_verified?: unknown;
};

/** A token before it is signed, for a test to spoil. `by`: whose key signs it. */
export type SpoiltToken = {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly by: "its key" | "another key" | "nobody" | "the client's secret" | "its public key as a secret";
};

/** What answers at a path in place of the provider; "as ever" leaves it alone. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void | "as ever";

export type OidcPeer = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs somebody in at the provider, in whatever browser comes next. */
  seat(person: OidcPerson): void;
  /** Changes every token from now on; null for honest ones. */
  spoil(change: ((token: SpoiltToken) => SpoiltToken) | null): void;
  /** Changes the discovery document from now on. */
  describe(change: ((document: Record<string, unknown>) => Record<string, unknown>) | null): void;
  /** Puts something else before the provider; null for nothing. */
  stand(before: Answer | null): void;
  /** Paths that were asked for since the last look. */
  asked(): readonly string[];
  close(): Promise<void>;
};

/**
 * A real OpenID provider on this machine, for tests: it asks nobody for a password and answers at http. It lives in the test that
 * starts it, and nothing of the product can. `redirectUris` are where it sends people back to.
 */
export async function startOidcPeer(redirectUris: readonly string[]): Promise<OidcPeer> {
  const clientId = "quietroom";
  const clientSecret = randomBytes(24).toString("base64url");
  const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
  let person: OidcPerson = { sub: "nobody" };
  let spoil: ((token: SpoiltToken) => SpoiltToken) | null = null;
  let describe: ((document: Record<string, unknown>) => Record<string, unknown>) | null = null;
  let before: Answer | null = null;
  let asked: string[] = [];
  let handle: ReturnType<Provider["callback"]> = async () => await Promise.resolve();

  const server = createServer((request, response) => {
    asked.push((request.url ?? "").split("?")[0] ?? "");
    if (before !== null && before(request, response) !== "as ever") return;
    void handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  const issuer = `http://localhost:${typeof at === "object" && at !== null ? at.port : 0}`;

  const provider = new Provider(issuer, {
    adapter: memoryStore(),
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...redirectUris],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    jwks: { keys: [{ ...own.privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "one" }] },
    cookies: { keys: [randomBytes(24).toString("base64url")] },
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ ...(id === person.sub ? person : {}), sub: id }),
    }),
    // Whoever is signed in has agreed already.
    async loadExistingGrant(context) {
      const { client, session, account } = context.oidc;
      if (client === undefined || session === undefined || account === undefined) return undefined;
      const grant = new context.oidc.provider.Grant({
        clientId: client.clientId,
        accountId: account.accountId,
      });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
    ttl: {
      AccessToken: 60,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 300,
      Interaction: 600,
      Session: 600,
    },
    renderError: (context, out) => {
      context.body = out;
    },
  });
  provider.use(async (context, next) => {
    if (context.path.startsWith("/interaction/")) {
      // Nobody is asked for anything: the person who sits there is signed in.
      const result = { login: { accountId: person.sub, remember: false } };
      context.redirect(await provider.interactionResult(context.req, context.res, result));
      return;
    }
    await next();
    if (describe !== null && context.path === "/.well-known/openid-configuration")
      context.body = describe({ ...recordIn(context.body) });
    const answer = recordIn(context.body);
    if (spoil !== null && context.path === "/token" && typeof answer["id_token"] === "string")
      context.body = { ...answer, id_token: signed(spoil(opened(answer["id_token"]))) };
  });
  handle = provider.callback();

  function signed({ header, claims, by }: SpoiltToken): string {
    const text = [header, claims].map((part) => base64url(JSON.stringify(part))).join(".");
    const publicKey = createPublicKey(own.privateKey).export({ format: "pem", type: "spki" });
    const rsa = (key: KeyObject) => sign("sha256", Buffer.from(text), key).toString("base64url");
    const hmac = (secret: string | Buffer) => createHmac("sha256", secret).update(text).digest("base64url");
    const signatures = {
      "its key": () => rsa(own.privateKey),
      "another key": () => rsa(other.privateKey),
      nobody: () => "",
      "the client's secret": () => hmac(clientSecret),
      "its public key as a secret": () => hmac(publicKey),
    } as const satisfies Record<SpoiltToken["by"], () => string>;
    return `${text}.${signatures[by]()}`;
  }

  return {
    issuer,
    clientId,
    clientSecret,
    seat: (next) => void (person = next),
    spoil: (change) => void (spoil = change),
    describe: (change) => void (describe = change),
    stand: (answer) => void (before = answer),
    asked: () => asked.splice(0),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function opened(token: string): SpoiltToken {
  const [header = "", claims = ""] = token
    .split(".")
    .map((part) => Buffer.from(part, "base64url").toString("utf8"));
  return { header: recordIn(JSON.parse(header)), claims: recordIn(JSON.parse(claims)), by: "its key" };
}

function recordIn(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
