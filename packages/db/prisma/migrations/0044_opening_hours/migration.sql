-- When a place is open, from Sunday to Saturday, each null or [start, end] on the wall there: the outer bounds of what can be had. Places
-- that are there already keep what they offer until somebody says otherwise; new ones begin with the usual hours.
alter table location add column opening jsonb not null default
  '[["00:00", "24:00"], ["00:00", "24:00"], ["00:00", "24:00"], ["00:00", "24:00"], ["00:00", "24:00"], ["00:00", "24:00"], ["00:00", "24:00"]]'
  constraint location_opening check (jsonb_typeof(opening) = 'array' and jsonb_array_length(opening) = 7);
alter table location alter column opening set default
  '[["06:00", "22:00"], ["06:00", "22:00"], ["06:00", "22:00"], ["06:00", "22:00"], ["06:00", "22:00"], ["06:00", "22:00"], ["06:00", "22:00"]]';
