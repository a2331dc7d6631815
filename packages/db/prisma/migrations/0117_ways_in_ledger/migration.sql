-- The mail of a way in to the portal, and of a code for a booking, is in the ledger of all messages too: one claim, one retry. Link, code and address
-- stay in the row of the way in, which empties itself once they have left; the ledger names that row, holds nothing of it, and goes with it.
alter table notification
  add column way_in_id uuid,
  add foreign key (tenant_id, way_in_id) references client_way_in (tenant_id, id) on delete cascade,
  drop constraint notification_recipient,
  add constraint notification_recipient check (case when way_in_id is null
    then num_nonnulls(client_id, staff_user_id) = 1 and (link_id is null or client_id is null)
      or num_nonnulls(client_id, staff_user_id) = 0 and link_id is not null
    else num_nonnulls(client_id, staff_user_id, link_id, to_address) = 0 end);
create unique index notification_by_way_in on notification (tenant_id, way_in_id) where way_in_id is not null;

-- The owner has to see every studio's rows. A mail keeps its id, by which the provider and the jobs on their way know it. What fitted nobody is never
-- mailed: it was left as planned before, and is written off from now on, with what would open it.
alter table notification no force row level security;
alter table client_way_in no force row level security;
update client_way_in set status = 'skipped', reason = 'nobody', sealed_secrets = null
  where hold_id is null and client_account_id is null;
insert into notification (tenant_id, id, way_in_id, kind, channel, category, dedupe_key, due_at, status, reason, attempts, provider_id,
    claim_until, sent_at, created_at)
  select tenant_id, id, id, kind, 'email', 'account', kind || ':' || id, created_at, status, reason, attempts, provider_id, claim_until, sent_at,
    created_at
  from (select *, case when hold_id is null then 'way_in' else 'booking_code' end as kind from client_way_in) as asked;
alter table client_way_in force row level security;
alter table notification force row level security;
alter table client_way_in
  drop column status,
  drop column reason,
  drop column attempts,
  drop column provider_id,
  drop column claim_until,
  drop column sent_at;
