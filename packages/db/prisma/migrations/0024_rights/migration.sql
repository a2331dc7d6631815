-- What is kept of a client ends in steps, each of which says who, when and why: hidden first, and after the years of retention, when a
-- person has looked at it, without a name. And what clients may ask of their record, what they agreed to, and what they took back.

-- How long a studio keeps records after the last activity (COMP-02).
alter table tenant add column record_years smallint not null default 7 check (record_years between 7 and 100);

alter table client
  add column deleted_at timestamptz(3),    -- hidden since then; the row itself says nothing else about it
  add column anonymised_at timestamptz(3), -- without a name since then, for ever
  add constraint client_anonymised_is_hidden check (anonymised_at is null or deleted_at is not null);

-- What hangs on a client carries the mark itself, so that the policy reads one column of its own row and indexes stay indexes.
alter table appointment add column hidden boolean not null default false;
alter table waitlist_entry add column hidden boolean not null default false;
alter table notification add column hidden boolean not null default false;
alter table client_account add column hidden boolean not null default false;

-- In the indexes too, for the queries that read nothing but an index.
drop index appointment_by_practitioner, appointment_by_room;
create index appointment_by_practitioner on appointment (tenant_id, practitioner_id, starts_at)
  include (blocked_from, blocked_until, status, hold_expires_at, hidden)
  where not superseded and status not in ('cancelled', 'no_show');
create index appointment_by_room on appointment (tenant_id, room_id, starts_at)
  include (blocked_from, blocked_until, status, hold_expires_at, hidden)
  where room_id is not null and not superseded and status not in ('cancelled', 'no_show');

-- One place that no statement can forget (COMP-03): what is hidden is there for a transaction that says it looks at hidden records,
-- and for no other, whoever asks.
create procedure app.hide_when(target regclass, hidden text) language plpgsql as $$
declare
  shown constant text := format('not (%s) or (select current_setting(''app.hidden_records'', true)) = ''shown''', hidden);
begin
  execute format('create policy not_hidden on %s as restrictive using (%s) with check (%s)', target, shown, shown);
end
$$;
revoke all on procedure app.hide_when(regclass, text) from public;
call app.hide_when('client', 'deleted_at is not null');
call app.hide_when('appointment', 'hidden');
call app.hide_when('waitlist_entry', 'hidden');
call app.hide_when('notification', 'hidden');
call app.hide_when('client_account', 'hidden');

-- The client's mark is everything's mark, both ways, and whoever is hidden is signed in nowhere.
create function app.hide_with_client() returns trigger language plpgsql as $$
declare
  gone constant boolean := new.deleted_at is not null;
begin
  update appointment set hidden = gone where tenant_id = new.tenant_id and client_id = new.id;
  update waitlist_entry set hidden = gone where tenant_id = new.tenant_id and client_id = new.id;
  update notification set hidden = gone where tenant_id = new.tenant_id and client_id = new.id;
  update client_account set hidden = gone where tenant_id = new.tenant_id and client_id = new.id;
  if gone then
    update client_session set revoked_at = now(), revoked_reason = 'record_removed'
    where tenant_id = new.tenant_id and client_id = new.id and revoked_at is null;
  end if;
  return null;
end
$$;
create trigger client_hide after update of deleted_at on client
  for each row when ((old.deleted_at is null) <> (new.deleted_at is null))
  execute function app.hide_with_client();

create index client_hidden on client (tenant_id, deleted_at) where deleted_at is not null;
create index notification_by_client on notification (tenant_id, client_id);

-- Who took a record away, when and why, and who brought it back.
create table client_removal (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid not null,
  removed_at timestamptz(3) not null default app.now(),
  removed_by uuid not null,
  reason varchar(300) not null check (reason <> ''),
  restored_at timestamptz(3),
  restored_by uuid,
  restore_reason varchar(300),
  primary key (tenant_id, id),
  check ((restored_at is null) = (restored_by is null) and (restored_at is null) = (restore_reason is null)),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  foreign key (tenant_id, removed_by) references staff_user (tenant_id, id),
  foreign key (tenant_id, restored_by) references staff_user (tenant_id, id)
);
create unique index client_removal_standing on client_removal (tenant_id, client_id) where restored_at is null;
create index client_removal_by_client on client_removal (tenant_id, client_id);
create index client_removal_by_remover on client_removal (tenant_id, removed_by);
create index client_removal_by_restorer on client_removal (tenant_id, restored_by);
call app.isolate('client_removal', 'select, insert, update');

-- Somebody's lawyer or a court wants a record kept: until the hold is lifted nothing of it goes.
create table legal_hold (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid not null,
  placed_at timestamptz(3) not null default app.now(),
  placed_by uuid not null,
  reason varchar(300) not null check (reason <> ''),
  lifted_at timestamptz(3),
  lifted_by uuid,
  lift_reason varchar(300),
  primary key (tenant_id, id),
  check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null)),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  foreign key (tenant_id, placed_by) references staff_user (tenant_id, id),
  foreign key (tenant_id, lifted_by) references staff_user (tenant_id, id)
);
create unique index legal_hold_standing on legal_hold (tenant_id, client_id) where lifted_at is null;
create index legal_hold_by_client on legal_hold (tenant_id, client_id);
create index legal_hold_by_placer on legal_hold (tenant_id, placed_by);
create index legal_hold_by_lifter on legal_hold (tenant_id, lifted_by);
call app.isolate('legal_hold', 'select, insert, update');

-- Records whose years are over, put before a person. Nothing goes that nobody has looked at.
create table purge_candidate (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid not null,
  last_activity_at timestamptz(3) not null,
  marked_at timestamptz(3) not null default app.now(),
  decided_at timestamptz(3),
  decided_by uuid,
  decision varchar(20) check (decision in ('purged', 'kept')),
  reason varchar(300),
  primary key (tenant_id, id),
  check ((decided_at is null) = (decision is null) and (decided_at is null) = (reason is null)
    and (decided_at is null) = (decided_by is null)),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  foreign key (tenant_id, decided_by) references staff_user (tenant_id, id)
);
-- One a client: what was decided to be kept is put before somebody again only when that is a year ago.
create unique index purge_candidate_open on purge_candidate (tenant_id, client_id) where decided_at is null;
create index purge_candidate_by_client on purge_candidate (tenant_id, client_id);
create index purge_candidate_by_decider on purge_candidate (tenant_id, decided_by);
call app.isolate('purge_candidate', 'select, insert, update, delete');

-- What a client asks a studio to do with their record, and what it answered (COMP-04). Their words and ours are sealed.
create table rights_request (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid not null,
  kind varchar(20) not null check (kind in ('correction', 'restriction')),
  sealed_wish text not null check (sealed_wish <> ''),
  state varchar(20) not null default 'open' check (state in ('open', 'approved', 'denied', 'withdrawn')),
  asked_at timestamptz(3) not null default app.now(),
  due_at timestamptz(3) not null,
  decided_at timestamptz(3),
  decided_by uuid,                       -- null for what the client took back
  sealed_answer text,                    -- the reason, for the client to read
  primary key (tenant_id, id),
  check ((state = 'open') = (decided_at is null)),
  check ((state in ('approved', 'denied')) = (decided_by is not null and sealed_answer is not null)),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  foreign key (tenant_id, decided_by) references staff_user (tenant_id, id)
);
create index rights_request_by_client on rights_request (tenant_id, client_id, asked_at);
create index rights_request_open on rights_request (tenant_id, due_at) where state = 'open';
create index rights_request_by_decider on rights_request (tenant_id, decided_by);
call app.isolate('rights_request', 'select, insert, update');
call app.narrow('rights_request', 'select, insert, update (state, decided_at)',
  $own$client_id = (select nullif(current_setting('app.client_id', true), '')::uuid)$own$);

-- Terms and privacy notice of a studio, in versions that never change once they are there (COMP-15).
create table legal_document (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  kind varchar(20) not null check (kind in ('terms', 'privacy')),
  version integer not null check (version > 0),
  body text not null check (body <> '' and length(body) <= 60000),
  published_at timestamptz(3) not null default app.now(),
  published_by uuid not null,
  primary key (tenant_id, id),
  unique (tenant_id, kind, version),
  foreign key (tenant_id, published_by) references staff_user (tenant_id, id)
);
create index legal_document_by_publisher on legal_document (tenant_id, published_by);
call app.isolate('legal_document', 'select, insert');
grant select (tenant_id, id, kind, version, body, published_at) on legal_document to quietroom_client;

-- Who accepted which version, when and from where.
create table document_acceptance (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  document_id uuid not null,
  client_id uuid not null,
  accepted_at timestamptz(3) not null default now(), -- by the server's own clock: it is evidence
  place varchar(20) not null check (place in ('booking', 'portal')),
  ip varchar(45),
  user_agent varchar(300),
  primary key (tenant_id, id),
  constraint document_acceptance_once unique (tenant_id, document_id, client_id),
  foreign key (tenant_id, document_id) references legal_document (tenant_id, id),
  foreign key (tenant_id, client_id) references client (tenant_id, id)
);
create index document_acceptance_by_client on document_acceptance (tenant_id, client_id);
call app.isolate('document_acceptance', 'select, insert');
grant update (ip, user_agent) on document_acceptance to quietroom_app; -- when a record loses its name
call app.narrow('document_acceptance', 'select, insert',
  $own$client_id = (select nullif(current_setting('app.client_id', true), '')::uuid)$own$);

-- What a client agreed to, a row each time; taking it back ends a row and removes none.
create table consent (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid not null,
  kind varchar(40) not null check (kind in ('treatment', 'telehealth', 'text_messages', 'ai_notes')),
  version integer not null check (version > 0),
  given_at timestamptz(3) not null default app.now(),
  expires_at timestamptz(3),
  withdrawn_at timestamptz(3),
  ip varchar(45),
  user_agent varchar(300),
  primary key (tenant_id, id),
  check (expires_at is null or expires_at > given_at),
  check (withdrawn_at is null or withdrawn_at >= given_at),
  foreign key (tenant_id, client_id) references client (tenant_id, id)
);
create unique index consent_standing on consent (tenant_id, client_id, kind) where withdrawn_at is null;
create index consent_by_client on consent (tenant_id, client_id);
call app.isolate('consent', 'select, insert');
grant update (withdrawn_at, ip, user_agent) on consent to quietroom_app;
call app.narrow('consent', 'select, insert, update (withdrawn_at)',
  $own$client_id = (select nullif(current_setting('app.client_id', true), '')::uuid)$own$);
