-- When a client came and left, and what a notice said about another visit of theirs.

alter table appointment
  add column checked_in_at timestamptz(3),   -- when the client arrived; null when nobody noted it
  add column checked_out_at timestamptz(3),  -- when the visit was completed
  -- Whoever takes a status back takes its time back as well.
  add constraint appointment_checked_in check
    (checked_in_at is null or status in ('checked_in', 'in_progress', 'completed', 'cancelled')),
  add constraint appointment_checked_out check
    (checked_out_at is null or (status = 'completed' and (checked_in_at is null or checked_in_at <= checked_out_at)));

-- The time of another visit of the same client that this message names, found when it was first claimed: every repeat says the
-- same words, whatever became of that visit meanwhile.
alter table notification
  add column overlap_starts_at timestamptz(3),
  add column overlap_ends_at timestamptz(3),
  add constraint notification_overlap check
    ((overlap_starts_at is null) = (overlap_ends_at is null) and (overlap_starts_at is null or overlap_starts_at < overlap_ends_at));
