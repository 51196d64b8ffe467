-- Every mail is a row with a unique key (source, step, contact, occurrence); contact is empty where the key has none.
-- The codes are those of PostgreSQL's file. open_kind is the kind while something is to come, and null afterwards.
create sequence if not exists ${schema}${prefix}outbox_fence increment by 10000;
create table if not exists ${schema}${prefix}outbox (
    source      varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    step        varchar(200) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    contact     varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    occurrence  varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    at          bigint       not null,
    due         bigint       not null,
    fence       bigint,
    lease_until bigint,
    lease_skew  bigint,
    attempts    integer      not null default 0,
    kind        smallint     not null,
    open_kind   smallint as (case when state < 10 then kind end) persistent,
    state       smallint     not null,
    reason      smallint,
    uncertain   boolean      not null default false,
    started     boolean      not null default false,
    recipient   varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin,
    fingerprint blob         not null,
    owner       text         character set utf8mb4 collate utf8mb4_nopad_bin,
    detail      mediumtext   character set utf8mb4 not null,
    content     longblob,
    primary key (source, step, contact, occurrence),
    key ${prefix}outbox_open (open_kind, source, at),
    key ${prefix}outbox_recipient (recipient)
) engine = InnoDB;
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 4, cast(unix_timestamp(sysdate(6)) * 1000000 as signed) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 4);
