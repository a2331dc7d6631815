-- What a studio may ask of its people beyond what holds for everyone: of their passwords, of the hours they sign in at; and where they work.

-- Off unless an admin turns them on (AUTH-02, AUTH-03).
alter table tenant
  add column password_composition text[] not null default '{}'
    check (password_composition <@ array['lower', 'upper', 'digit', 'other']),
  add column password_history smallint not null default 0 check (password_history between 0 and 24),
  add column password_max_age_days smallint check (password_max_age_days between 30 and 730);

-- Nobody knows how old the passwords are that stand already: they count from today on, so that they are not all over at once.
alter table staff_user add column password_set_at timestamptz(3) not null default now();

-- A session that began with a password that is over: it opens nothing until there is another.
alter table session add column password_expired boolean not null default false;

-- Passwords that somebody had before the present one: hashes, as many as the studio's rule asks for, none without a rule.
create table former_password (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  staff_user_id uuid not null,
  password_hash text not null check (password_hash like '$argon2id$%'),
  ended_at timestamptz(3) not null default clock_timestamp(),
  primary key (tenant_id, id),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id)
);
create index former_password_by_person on former_password (tenant_id, staff_user_id, ended_at);
call app.isolate('former_password', 'select, insert, delete');

-- When people usually sign in, on the studio's wall clock; nothing listed means that no hour is unusual (AUTH-44).
create table sign_in_hours (
  tenant_id uuid not null references tenant (id),
  weekday smallint not null check (weekday between 0 and 6), -- 0 = Sunday
  from_time varchar(5) not null check (from_time ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  until_time varchar(5) not null check (until_time ~ '^([01]\d|2[0-3]):[0-5]\d$'), -- not after from_time: on the next day
  primary key (tenant_id, weekday)
);
call app.isolate('sign_in_hours', 'select, insert, delete');

-- Where somebody works (AUTH-04). Nobody listed works everywhere, also at places that are added later.
create table staff_location (
  tenant_id uuid not null references tenant (id),
  staff_user_id uuid not null,
  location_id uuid not null,
  primary key (tenant_id, staff_user_id, location_id),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);
create index staff_location_by_place on staff_location (tenant_id, location_id);
call app.isolate('staff_location', 'select, insert, delete');

create table invitation_location (
  tenant_id uuid not null references tenant (id),
  invitation_id uuid not null,
  location_id uuid not null,
  primary key (tenant_id, invitation_id, location_id),
  foreign key (tenant_id, invitation_id) references invitation (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);
create index invitation_location_by_place on invitation_location (tenant_id, location_id);
call app.isolate('invitation_location', 'select, insert');
