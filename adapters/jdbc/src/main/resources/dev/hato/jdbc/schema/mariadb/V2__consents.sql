create table if not exists ${schema}${prefix}subscription (
    list     varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    contact  varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    status   varchar(10) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    since    bigint not null,
    origin   varchar(10) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    method   longtext character set utf8mb4 collate utf8mb4_nopad_bin not null,
    source   longtext character set utf8mb4 collate utf8mb4_nopad_bin not null,
    wording  longtext character set utf8mb4 collate utf8mb4_nopad_bin,
    given_at bigint,
    primary key (list, contact)
);
create index if not exists ${prefix}subscription_contact on ${schema}${prefix}subscription (contact);
-- Every subscription there ever was, in the order of the changes.
create table if not exists ${schema}${prefix}subscription_history (
    number   bigint not null auto_increment primary key,
    list     varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    contact  varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    status   varchar(10) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    since    bigint not null,
    origin   varchar(10) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    method   longtext character set utf8mb4 collate utf8mb4_nopad_bin not null,
    source   longtext character set utf8mb4 collate utf8mb4_nopad_bin not null,
    wording  longtext character set utf8mb4 collate utf8mb4_nopad_bin,
    given_at bigint
);
create index if not exists ${prefix}subscription_history_contact
    on ${schema}${prefix}subscription_history (contact, number);
create table if not exists ${schema}${prefix}address_status (
    address_key varchar(300) character set utf8mb4 collate utf8mb4_nopad_bin not null primary key,
    address     varchar(300) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    status      varchar(10) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    since       bigint not null,
    reason      longtext character set utf8mb4 collate utf8mb4_nopad_bin not null
);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 2, cast(unix_timestamp(sysdate(6)) * 1000000 as signed) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 2);
