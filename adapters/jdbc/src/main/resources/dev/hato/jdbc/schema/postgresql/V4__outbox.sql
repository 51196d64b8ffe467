-- Every mail is a row with a unique key (source, step, contact, occurrence); contact is empty where the key has none.
--
-- kind:   10 TRANSACTIONAL, 20 TRIGGER, 30 STEP, 40 SPOT, 50 GROUP; the smaller goes first
-- state:  1 PLANNED, 2 DEFERRED; 11 HANDED_OVER, 12 BOUNCED, 13 EXCLUDED, 14 UNKNOWN. Below 10 something is to come.
--         A row with a fence is CLAIMED, whatever its state was.
-- reason: 1 NOT_SUBSCRIBED, 2 STOPPED, 3 BANNED, 4 PENDING, 5 ADDRESS_ERROR, 6 COMPLAINED, 7 SUPPRESSED,
--         8 CONTACT_REMOVED, 9 MISSING_FIELD, 10 NOT_RENDERED, 11 CANCELLED, 12 DELIVERY_FAILED,
--         13 ERASED
-- at:     when it is due while something is to come, when it ended afterwards; all times are microseconds since 1970 UTC
-- lease_until: by the database's clock; lease_skew: what that clock was ahead of the claiming node's
--
-- fingerprint: 1 and the octets of a hexadecimal number, or 0 and any other text
--
-- What does not change stands behind what does, so that a change writes little to the log. A claim and a start change no
-- indexed column, and pages are filled to a third: both stay on the row's page (HOT). An end is another entry in the key's
-- index, which has room for it: a full page would be searched for dead entries first.
create sequence if not exists ${schema}${prefix}outbox_fence;
create table if not exists ${schema}${prefix}outbox (
    due         bigint       not null,
    at          bigint       not null,
    fence       bigint,
    lease_until bigint,
    lease_skew  bigint,
    attempts    integer      not null default 0,
    state       smallint     not null,
    reason      smallint,
    uncertain   boolean      not null default false,
    started     boolean      not null default false,
    owner       varchar,
    detail      varchar      not null default '',
    kind        smallint     not null,
    source      varchar(100) collate "C" not null,
    step        varchar(200) collate "C" not null,
    contact     varchar(100) collate "C" not null,
    occurrence  varchar(100) collate "C" not null,
    recipient   varchar(100) collate "C",
    fingerprint bytea        not null,
    content     bytea,
    primary key (source, step, contact, occurrence) with (fillfactor = 45)
) with (fillfactor = 30, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);
create index if not exists ${prefix}outbox_open on ${schema}${prefix}outbox (kind, source, at) where state < 10;
create index if not exists ${prefix}outbox_recipient on ${schema}${prefix}outbox (recipient) where recipient is not null;
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 4, cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)
where not exists (select 1 from ${schema}${prefix}schema_version where version = 4);
