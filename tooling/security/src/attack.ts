import { mixedRequests } from "@quietroom/testing/isolation";
import { withTwoStudios } from "./with-studios.ts";

// pnpm test:attack [REQUESTS] [SEED]
const [requests = "100000", seed = "1"] = process.argv.slice(2);

const outcome = await withTwoStudios({ poolSize: 2 }, async ({ urls, query, ours, theirs }) =>
  mixedRequests({
    databaseUrl: urls.app,
    query,
    studios: [ours, theirs],
    requests: Number(requests),
    failureRate: 0.01,
    seed: Number(seed),
  }),
);
const { answered, failed, injected, foreign, tookMs } = outcome;
console.log(
  `${requests} mixed requests of two studios, pool of 4, seed ${seed}: ${(tookMs / 1000).toFixed(0)} s`,
);
console.log(`  ${answered} answered, ${failed} refused or failed, ${injected} statements failed on purpose`);
console.log(`  ${foreign.length} foreign rows or ids`);
for (const leak of foreign.slice(0, 20)) console.log(`  ${leak}`);
process.exit(foreign.length === 0 && injected > 0 ? 0 : 1);
