create table if not exists ${schema}${prefix}schema_version (
    version     integer not null primary key,
    migrated_at bigint  not null
);
-- The typed columns of declared attributes (kind 'contact') and event properties (kind 'event').
create table if not exists ${schema}${prefix}typed_column (
    kind        varchar(10) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    name        varchar(128) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    type        varchar(20) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    column_name varchar(60) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    filled      boolean not null,
    primary key (kind, name, type),
    unique (kind, column_name)
);
-- address_key is the address as addresses are compared; attributes holds what has no column of its own.
create table if not exists ${schema}${prefix}contact (
    id          varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null primary key,
    address     varchar(300) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    address_key varchar(300) character set utf8mb4 collate utf8mb4_nopad_bin not null unique,
    attributes  json
);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 1, cast(unix_timestamp(sysdate(6)) * 1000000 as signed) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 1);
