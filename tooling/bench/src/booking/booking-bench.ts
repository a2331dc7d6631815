import type { Runtime } from "@quietroom/services";
import type { TestStudio } from "@quietroom/testing/create-studio";

/** What every part of the bench is given: the product as it runs, and a way around it for baselines and for filling tables. */
export type BookingBench = {
  readonly runtime: Runtime;
  readonly bookingUrl: string;
  /** A studio with a team of twenty. */
  readonly studio: TestStudio;
  /** The database as the product, and past row security. */
  readonly urls: { readonly app: string; readonly super: string };
  /** How many visits the larger of the two tables of "busy reads" has. */
  readonly rows: number;
  query(sql: string, given?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
};
