-- To whom something of a client's record was given, as the client may ask to be told (45 CFR 164.528, COMP-04). What was written down
-- stays; its words go with the record's.
create table disclosure (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid not null,
  disclosed_on date not null,   -- on the studio's calendar
  recipient sealed_text not null,
  what sealed_text not null,
  purpose sealed_text not null,
  noted_at timestamptz(3) not null default app.now(),
  noted_by uuid not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  foreign key (tenant_id, noted_by) references staff_user (tenant_id, id)
);
create index disclosure_by_client on disclosure (tenant_id, client_id, disclosed_on);
create index disclosure_by_noter on disclosure (tenant_id, noted_by);
call app.isolate('disclosure', 'select, insert');
grant update (recipient, what, purpose) on disclosure to quietroom_app; -- new keys, and a record that loses its name
call app.narrow('disclosure', 'select',
  $own$client_id = (select nullif(current_setting('app.client_id', true), '')::uuid)$own$);
