-- What a studio does about an offer to the waitlist that would have to be answered in somebody's quiet hours (ec-I6, NOTIF-10): its clock rests
-- until they are over, nobody is asked before then, or an hour is an hour by day and by night.
create type offer_quiet_rule as enum ('pause', 'wait', 'none');
alter table tenant add column offer_quiet_rule offer_quiet_rule not null default 'pause';

-- Nobody is asked about an hour before then, since it is night where all those left in line are.
alter table opening add column quiet_until timestamptz(3);
