-- Quietroom, limits: how many requests came from whom in the last minutes. Shared by every process, kept apart from studios'
-- data: a key is the name of a rule and a keyed hash, never an address, a name or an id that anyone could read back.
-- Judged by the real clock: moving a studio's clock in tests or the demo makes nobody's requests fewer.

create schema limits;
grant usage on schema limits to quietroom_app;

-- A window is twelve slots; thirteen are kept, newest first, so that no stretch as long as the window is ever counted short.
-- Unlogged, because a count lost in a crash costs a minute's strictness and a logged one would cost a disk write a request.
create unlogged table limits.bucket (
  key text primary key check (key <> '' and length(key) <= 100),
  slot bigint not null,
  counts integer[] not null check (cardinality(counts) = 13),
  forgotten_at timestamptz not null
) with (fillfactor = 50);

-- The counts `passed` slots later, with one more in the newest.
create function limits.rolled(counts integer[], passed bigint) returns integer[]
language sql immutable
return case
  when passed = 0 then array[counts[1] + 1] || counts[2:13]
  when passed < 13 then array[1] || array_fill(0, array[passed::integer - 1]) || counts[1:13 - passed::integer]
  else array[1] || array_fill(0, array[12])
end;

-- Counts one request against several buckets at once: in all of them, or, when one is full, in none, so that what is refused
-- takes nothing from others. `used` is the count within the window; `wait_ms` is how long until a bucket has room again, and
-- for one that has room how long until its count next falls. `full` is true for the buckets that refused.
create function limits.take(keys text[], maxima integer[], window_ms integer)
returns table (key text, used integer, wait_ms integer, "full" boolean)
language plpgsql
as $$
declare
  slot_ms constant bigint := window_ms / 12;
  now_ms constant bigint := floor(extract(epoch from clock_timestamp()) * 1000);
  this_slot constant bigint := now_ms / slot_ms;
  refused boolean := false;
  maximum integer;
  row limits.bucket;
  left_over integer;
  slots integer;
begin
  -- In one order everywhere: two requests that share buckets wait for each other once and never in a circle.
  for key, maximum in select * from unnest(keys, maxima) as asked (k, m) order by k loop
    insert into limits.bucket as b (key, slot, counts, forgotten_at)
      values (take.key, this_slot, array[1] || array_fill(0, array[12]),
              to_timestamp((this_slot + 13) * slot_ms / 1000.0))
      on conflict on constraint bucket_pkey do update
        set slot = greatest(b.slot, this_slot),
            counts = limits.rolled(b.counts, greatest(0, this_slot - b.slot)),
            forgotten_at = to_timestamp((greatest(b.slot, this_slot) + 13) * slot_ms / 1000.0)
      returning * into row;
    used := (select sum(c) from unnest(row.counts) c);
    "full" := used > maximum;
    refused := refused or "full";
    left_over := used;
    slots := 0;
    while left_over > least(maximum, used - 1) and slots < 13 loop
      left_over := left_over - row.counts[13 - slots];
      slots := slots + 1;
    end loop;
    wait_ms := greatest(1, (row.slot + slots) * slot_ms - now_ms);
    if "full" then
      used := used - 1;
    end if;
    return next;
  end loop;
  if refused then
    perform limits.give_back(keys);
  end if;
  -- Now and then whoever comes by sweeps, without waiting for anybody.
  if random() < 0.001 then
    delete from limits.bucket where bucket.key in (
      select old.key from limits.bucket old where old.forgotten_at < clock_timestamp() limit 1000 for update skip locked);
  end if;
end
$$;

-- Takes back what `take` counted in buckets beside one that was full.
create function limits.give_back(keys text[]) returns void
language sql
begin atomic
  update limits.bucket set counts[1] = greatest(0, counts[1] - 1) where key = any (keys);
end;

grant select, insert, update, delete on limits.bucket to quietroom_app;
grant execute on function limits.rolled, limits.take, limits.give_back to quietroom_app;
