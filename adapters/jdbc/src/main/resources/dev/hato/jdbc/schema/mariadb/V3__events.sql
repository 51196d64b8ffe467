create table if not exists ${schema}${prefix}event (
    id         varchar(200) character set utf8mb4 collate utf8mb4_nopad_bin not null primary key,
    contact    varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    type       varchar(200) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    at         bigint not null,
    properties json
);
create index if not exists ${prefix}event_type on ${schema}${prefix}event (type, contact, at);
create index if not exists ${prefix}event_contact on ${schema}${prefix}event (contact, at);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 3, cast(unix_timestamp(sysdate(6)) * 1000000 as signed) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 3);
