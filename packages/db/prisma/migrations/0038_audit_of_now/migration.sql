-- A row of the audit is of the moment in which it is written. Who may add rows, the application and whoever has its password, may not
-- date them: a row of last week that is put in before the next seal would be sealed like any other.

create function app.not_of_now() returns trigger language plpgsql as $$
begin
  raise exception 'a row of the audit is of the moment in which it is written' using errcode = 'insufficient_privilege';
end
$$;

-- The moment is the transaction's, by the server's own clock, and no transaction is kept open to write about long ago: none of ours lasts
-- a minute. The id carries a moment as well, by which rows are read in their order. For everybody, as append_only is.
create trigger of_now before insert on audit_event for each row
  when (new.at is distinct from now()::timestamptz(3)
    or new.at < clock_timestamp() - interval '10 minutes'
    or (uuid_extract_timestamp(new.id) between now() - interval '1 minute' and clock_timestamp() + interval '1 minute') is not true)
  execute function app.not_of_now();
