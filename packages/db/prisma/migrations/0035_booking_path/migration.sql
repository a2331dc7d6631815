-- What is asked of a studio about a visit and waits for its answer: that it takes place at all, and, after the cut-off, that it does not.

alter table appointment
  add column cancel_asked_at timestamptz(3),     -- the client asked for it to be cancelled, once the cut-off had passed
  add column cancel_asked_by actor_kind,
  add column cancel_refused_at timestamptz(3),   -- it stands all the same
  add column request_expires_at timestamptz(3),  -- until when a request for it could be answered, fixed when it was sent
  add column request_ended varchar(10),          -- how a request ended that became no visit; null: otherwise, or not at all
  add column studio_word sealed_text,            -- what the studio answered to either, shown to the client and in no message
  add constraint appointment_cancel_asked check ((cancel_asked_at is null) = (cancel_asked_by is null)),
  add constraint appointment_cancel_refused check (cancel_refused_at is null or cancel_refused_at >= cancel_asked_at),
  add constraint appointment_request check (status <> 'requested' or request_expires_at is not null),
  add constraint appointment_request_ended check
    (request_ended is null or (request_ended in ('declined', 'expired') and status = 'cancelled'));

create index appointment_requested on appointment (tenant_id, request_expires_at) where status = 'requested';
create index appointment_cancel_asked on appointment (tenant_id, cancel_asked_at)
  where cancel_asked_at is not null and cancel_refused_at is null;

-- How long a request may wait, and how long before its start it must be answered at the latest.
alter table tenant
  add column request_answer_hours smallint not null default 24 check (request_answer_hours between 1 and 336),
  add column request_lead_min integer not null default 120 check (request_lead_min between 0 and 10080);

alter table service
  add column approval varchar(10) not null default 'instant' check (approval in ('instant', 'request'));

-- A client asks for their own visit, as their own.
grant update (cancel_asked_at, cancel_asked_by) on appointment to quietroom_client;
alter policy client_own on outbox
  using (name in ('appointment/cancelled', 'appointment/rescheduled', 'appointment/hold-released', 'opening/created',
    'appointment/cancellation-asked'))
  with check (name in ('appointment/cancelled', 'appointment/rescheduled', 'appointment/hold-released', 'opening/created',
    'appointment/cancellation-asked'));

-- How often a client moved a visit by themselves, and how often the studio lets them. Null: as often as they like.
alter table appointment add column client_moves smallint not null default 0 check (client_moves >= 0);
alter table tenant add column client_move_limit smallint check (client_move_limit between 0 and 50);
grant update (client_moves) on appointment to quietroom_client;
grant select (client_move_limit) on tenant to quietroom_client;
