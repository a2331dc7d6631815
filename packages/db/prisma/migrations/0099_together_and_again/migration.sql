-- A series of visits that several hold together repeats with all of them: who comes beside the one who leads it, as in each of its visits.
alter table series
  add column with_practitioner_ids uuid[] not null default '{}',
  add constraint series_others check (cardinality(with_practitioner_ids) <= 7);
create trigger series_know_others before insert or update of practitioner_id, with_practitioner_ids on series
  for each row when (new.with_practitioner_ids <> '{}'::uuid[]) execute function app.know_others();

-- An offer that was taken back with its hour, which is offered again since: its person may be asked once more (ADM-04).
alter table waitlist_offer add column asked_anew boolean not null default false;
