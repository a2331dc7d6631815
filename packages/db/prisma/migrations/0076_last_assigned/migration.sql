-- Whoever was given a visit last, however long ago, is found by one look a person: where a visit may be with anybody, the one who waited longest
-- goes before others who have as few.
create index appointment_last_assigned on appointment (tenant_id, practitioner_id, booked_at)
  where booked_at is not null and group_session_id is null;
