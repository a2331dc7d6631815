-- What a practitioner practises by (ADM-03, ADM-04). Nobody books them on a date after which none of these holds any more, but past an
-- override; whoever has none on record is booked as before. Numbers stand in public registers, and are in clear.
create table practitioner_licence (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  practitioner_id uuid not null,
  title varchar(60) not null check (title <> ''),  -- the credential: LCSW, BCBA
  number varchar(40) not null check (number <> ''),
  state varchar(60) not null check (state <> ''),  -- or country, in the studio's words
  expires_on date not null,  -- the last date on which it holds
  version integer not null default 1,
  primary key (tenant_id, id),
  constraint practitioner_licence_once unique (tenant_id, practitioner_id, title, number, state),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id)
);
call app.isolate('practitioner_licence', 'select, insert, update, delete');
