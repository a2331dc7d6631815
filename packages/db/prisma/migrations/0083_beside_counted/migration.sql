-- Whoever did not come counts under a cap all the same (ec-D6), so the index by which visits held beside somebody are found has them too.
drop index appointment_with_others;
create index appointment_with_others on appointment (tenant_id, starts_at)
  where with_practitioner_ids <> '{}'::uuid[] and not superseded and status <> 'cancelled';

-- As many rules as there are to pass over, and room for more.
alter table booking_override drop constraint booking_override_rules_check,
  add constraint booking_override_rules_check check (cardinality(rules) between 1 and 20);
