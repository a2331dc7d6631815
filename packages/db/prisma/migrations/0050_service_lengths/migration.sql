-- The lengths that a service may have beside its usual one, each at its own price; and how far ahead it can be booked, in days on which
-- the place is open, where that differs from the studio's number of dates.
alter table service
  add column more_lengths jsonb not null default '[]'
    check (jsonb_typeof(more_lengths) = 'array' and jsonb_array_length(more_lengths) <= 8),
  add column horizon_business_days smallint check (horizon_business_days between 1 and 260);
