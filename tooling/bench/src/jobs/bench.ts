/** What every part of the bench is given: a database with the product's tables, and a way around row security to fill and to look. */
export type JobsBench = {
  readonly urls: { readonly app: string; readonly super: string };
  query(sql: string, given?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
};
