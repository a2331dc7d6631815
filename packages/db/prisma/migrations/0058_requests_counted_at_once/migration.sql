-- Quietroom, limits: a request of several calls is counted in one step, wholly or not at all. Counted call by call and given back
-- afterwards, what was given back could meet the next slot of the window, where it was lost, and the bucket stayed too full for a window.
-- What asks without a number of calls means one, as before.

drop function limits.take(text[], integer[], integer);
drop function limits.give_back(text[]);
drop function limits.rolled(integer[], bigint);

-- The counts `passed` slots later, with `calls` more in the newest.
create function limits.rolled(counts integer[], passed bigint, calls integer) returns integer[]
language sql immutable
return case
  when passed = 0 then array[counts[1] + calls] || counts[2:13]
  when passed < 13 then array[calls] || array_fill(0, array[passed::integer - 1]) || counts[1:13 - passed::integer]
  else array[calls] || array_fill(0, array[12])
end;

-- Counts a request of so many calls against several buckets at once: in all of them, or, when one has no room for all its calls, in
-- none, so that what is refused takes nothing from others. `used` is the count within the window; `wait_ms` is how long until a full
-- bucket has room for what was asked (or is empty, where more was asked than it ever holds), and for one that has room how long until
-- its count next falls. `full` is true for the buckets that refused.
create function limits.take(keys text[], maxima integer[], window_ms integer, calls integer default 1)
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
      values (take.key, this_slot, array[calls] || array_fill(0, array[12]),
              to_timestamp((this_slot + 13) * slot_ms / 1000.0))
      on conflict on constraint bucket_pkey do update
        set slot = greatest(b.slot, this_slot),
            counts = limits.rolled(b.counts, greatest(0, this_slot - b.slot), calls),
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
      used := used - calls;
    end if;
    return next;
  end loop;
  if refused then
    -- The rows are locked since they were counted in, so that their newest slot is still the one that was counted in.
    update limits.bucket set counts[1] = counts[1] - calls where bucket.key = any (keys);
  end if;
  -- Now and then whoever comes by sweeps, without waiting for anybody.
  if random() < 0.001 then
    delete from limits.bucket where bucket.key in (
      select old.key from limits.bucket old where old.forgotten_at < clock_timestamp() limit 1000 for update skip locked);
  end if;
end
$$;

grant execute on function limits.rolled, limits.take to quietroom_app;
