import type { Runtime } from "@quietroom/services";
import type { TestStudio } from "@quietroom/testing/create-studio";
import type { JobsBench } from "./bench.ts";

/** The product as it runs, with its worker in a process of its own. */
export type ProductBench = JobsBench & {
  readonly runtime: Runtime;
  readonly studio: TestStudio;
  /** Moves the product's clock ahead. */
  advance(ms: number): Promise<void>;
};
