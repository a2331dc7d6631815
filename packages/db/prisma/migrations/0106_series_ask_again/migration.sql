-- A studio that is suspended, perhaps for a day, ends no series: its series wait, and go on once it is open again. Those that ended for that go on too.
alter table series no force row level security;
update series set stopped_because = null, stop_seen_at = null where stopped_because = 'studio_closed';
alter table series force row level security;
alter table series drop constraint series_stopped_because_check;
alter table series
  add constraint series_stopped_because_check check (stopped_because = 'not_offered' or stopped_because = 'practitioner_leaves');
