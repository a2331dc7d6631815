-- Quietroom's PostgreSQL roles and database-level grants. Run it as an administrator, connected to Quietroom's own database:
--
--   createdb --template template0 --encoding UTF8 --locale-provider builtin --builtin-locale C.UTF-8 --locale C quietroom
--   PGOPTIONS="-c quietroom.owner_password=… -c quietroom.app_password=…" \
--     psql --dbname quietroom --set ON_ERROR_STOP=1 --file infra/postgres/roles.sql
--
-- Needs PostgreSQL 18. Safe to run again at any time: a role that exists keeps everything but the attributes fixed here, and a
-- password that is not given is left alone (a role without one signs in by certificate or cloud identity, or not at all).
-- Passwords travel as settings of the session, so they appear in no process list and in no statement log.
-- Passwords may not contain blanks or backslashes, because PGOPTIONS splits on them.

begin;
-- Two runs at once in one database would fail on each other's catalogue rows.
select pg_advisory_xact_lock(hashtext('quietroom.roles'));

do $$
declare
  password text;
begin
  -- Owns the schema and runs migrations. Forced row security binds it too.
  if not exists (select from pg_roles where rolname = 'quietroom_owner') then
    create role quietroom_owner login;
  end if;
  -- What the product connects as: owns nothing, bypasses nothing.
  if not exists (select from pg_roles where rolname = 'quietroom_app') then
    create role quietroom_app login;
  end if;
  -- What the product becomes for one transaction of one client: nobody signs in as it, and it sees that client's own rows only.
  if not exists (select from pg_roles where rolname = 'quietroom_client') then
    create role quietroom_client nologin;
  end if;

  -- Asked first, because only a superuser may even repeat these words.
  if exists (
    select from pg_roles where rolname in ('quietroom_owner', 'quietroom_app')
      and (not rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
  ) then
    alter role quietroom_owner login nosuperuser nobypassrls nocreaterole nocreatedb noreplication;
    alter role quietroom_app login nosuperuser nobypassrls nocreaterole nocreatedb noreplication;
  end if;
  if exists (
    select from pg_roles where rolname = 'quietroom_client'
      and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
  ) then
    alter role quietroom_client nologin nosuperuser nobypassrls nocreaterole nocreatedb noreplication;
  end if;
  -- To become it, and to have nothing of it before that.
  grant quietroom_client to quietroom_app with set true, inherit false, admin false;

  password := nullif(current_setting('quietroom.owner_password', true), '');
  if password is not null then
    execute format('alter role quietroom_owner password %L', password);
  end if;
  password := nullif(current_setting('quietroom.app_password', true), '');
  if password is not null then
    execute format('alter role quietroom_app password %L', password);
  end if;

  if pg_has_role('quietroom_app', 'quietroom_owner', 'member') then
    raise exception 'quietroom_app is a member of quietroom_owner, which would let it past row security'
      using hint = 'revoke quietroom_owner from quietroom_app, directly or from the role in between';
  end if;
  if exists (select from pg_auth_members where member = 'quietroom_client'::regrole) then
    raise exception 'quietroom_client is a member of another role, so a client''s transaction could be more than a client''s'
      using hint = 'revoke from quietroom_client whatever it was granted';
  end if;

  -- A managed server's administrator is no superuser and must be a member of a role to hand a database over to it.
  if not pg_has_role(current_user, 'quietroom_owner', 'set') then
    execute format('grant quietroom_owner to %I', current_user);
  end if;
  execute format('alter database %I owner to quietroom_owner', current_database());
  execute format('revoke all on database %I from public', current_database());
  execute format('revoke all on database %I from quietroom_app', current_database());
  execute format('grant connect on database %I to quietroom_app', current_database());
end
$$;

-- For exclusion constraints that mix equality (tenant, practitioner) with overlap (time).
create extension if not exists btree_gist;

-- PostgreSQL gives PUBLIC usage of schema public and execution of every new function; here each is a grant in a migration.
-- The owner of the database owns schema public through pg_database_owner, so migrations may create in it and nobody else.
revoke all on schema public from public;
grant usage on schema public to quietroom_app, quietroom_client;
alter default privileges for role quietroom_owner revoke execute on functions from public;

-- What PostgreSQL opens to everybody and knows no studio: what other sessions of the same role are asking, and large objects.
-- Only a superuser may close them; a managed server's administrator asks its provider, or lives with ids in others' statements.
do $$
declare
  opened regprocedure;
begin
  if (select rolsuper from pg_roles where rolname = current_user) then
    revoke select on pg_catalog.pg_stat_activity from public;
    for opened in
      select oid from pg_proc
      where pronamespace = 'pg_catalog'::regnamespace
        and (proname ~ '^lo_' or proname in ('loread', 'lowrite', 'pg_stat_get_activity'))
    loop
      execute format('revoke execute on function %s from public', opened);
    end loop;
  end if;
end
$$;

commit;
