-- Every mail is a row with a unique key (source, step, contact, occurrence); contact is empty where the key has none.
-- The codes are those of PostgreSQL's file. open_kind is the kind while something is to come, and null afterwards.
create sequence if not exists ${schema}${prefix}outbox_fence increment by 10000;
create table if not exists ${schema}${prefix}outbox (
    at          bigint       not null,
    due         bigint       not null,
    fence       bigint,
    lease_until bigint,
    lease_skew  bigint,
    attempts    integer      default 0 not null,
    kind        smallint     not null,
    open_kind   smallint generated always as (case when state < 10 then kind end),
    state       smallint     not null,
    reason      smallint,
    uncertain   boolean      default false not null,
    started     boolean      default false not null,
    source      varchar(100) not null,
    step        varchar(200) not null,
    contact     varchar(100) not null,
    occurrence  varchar(100) not null,
    recipient   varchar(100),
    fingerprint varbinary    not null,
    owner       varchar,
    detail      varchar      default '' not null,
    content     varbinary,
    primary key (source, step, contact, occurrence)
);
create index if not exists ${schema}${prefix}outbox_open on ${schema}${prefix}outbox (open_kind, source, at);
create index if not exists ${schema}${prefix}outbox_recipient on ${schema}${prefix}outbox (recipient);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 4, datediff(microsecond, timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp(6)) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 4);
