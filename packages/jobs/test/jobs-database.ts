import { readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { Client, Pool } from "pg";

/** DEV VERSION, replaced by @quietroom/testing. */
export type JobsDatabase = {
  readonly appUrl: string;
  readonly owner: Pool;
  advance(ms: number): Promise<void>;
  reset(): Promise<void>;
  close(): Promise<void>;
};

const url = (user: string, db: string) => `postgres://${user}@localhost:54399/${db}?host=/tmp/jobspg`;

export async function openJobsDatabase(): Promise<JobsDatabase> {
  const name = `j${randomBytes(6).toString("hex")}`;
  const admin = new Client(url("postgres", "postgres"));
  await admin.connect();
  await admin
    .query("do $$ begin create role quietroom_owner login; exception when duplicate_object then null; end $$")
    .catch(() => undefined);
  await admin
    .query("do $$ begin create role quietroom_app login; exception when duplicate_object then null; end $$")
    .catch(() => undefined);
  await admin.query(`create database ${name} owner quietroom_owner`);
  const asAdmin = new Client(url("postgres", name));
  await asAdmin.connect();
  await asAdmin.query("create extension btree_gist");
  await asAdmin.end();
  const owner = new Pool({ connectionString: url("quietroom_owner", name), max: 3 });
  owner.on("error", () => undefined);
  for (const migration of ["0001_foundation", "0002_jobs"]) {
    await owner.query(
      readFileSync(new URL(`../../db/prisma/migrations/${migration}/migration.sql`, import.meta.url), "utf8"),
    );
  }
  await owner.query(`
    create table app.clock (shift interval not null); insert into app.clock values ('0');
    grant select on app.clock to quietroom_app;
    create or replace function app.now() returns timestamptz language sql stable as 'select now() + shift from app.clock'`);
  return {
    appUrl: url("quietroom_app", name),
    owner,
    async advance(ms) {
      await owner.query("update app.clock set shift = shift + $1 * interval '1 millisecond'", [ms]);
    },
    async reset() {
      await owner.query(
        "truncate jobs.event, jobs.run, jobs.memo, jobs.job, jobs.wait, jobs.wait_path, jobs.cron; update app.clock set shift = '0'",
      );
    },
    async close() {
      await owner.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
