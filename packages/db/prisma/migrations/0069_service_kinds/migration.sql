-- How a studio sorts what it offers (SCHED-07): a word of its own, and one of the colors that the calendar can show. Nothing: unsorted, and no color.
alter table service
  add column category varchar(60) not null default '',
  add column color varchar(10)
    check (color = 'blue' or color = 'amber' or color = 'violet' or color = 'green' or color = 'teal' or color = 'red');
