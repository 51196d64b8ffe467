-- Who has which coupon. own_code is the code where it is nobody else's, else null.
create table if not exists ${schema}${prefix}coupon (
    offer     varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    contact   varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    code      varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    own_code  varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin,
    issued_at bigint not null,
    primary key (offer, contact)
) engine = InnoDB;
create unique index if not exists ${prefix}coupon_code on ${schema}${prefix}coupon (own_code);
create index if not exists ${prefix}coupon_contact on ${schema}${prefix}coupon (contact);
-- What coupons were used for. The uses of a code in an offer are numbered from 1 on without a gap, which holds its
-- limit.
create table if not exists ${schema}${prefix}coupon_use (
    code      varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    ordinal   bigint not null,
    order_ref varchar(150) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    offer     varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin not null,
    contact   varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin,
    used_at   bigint not null,
    primary key (code, offer, ordinal)
) engine = InnoDB;
create unique index if not exists ${prefix}coupon_use_order on ${schema}${prefix}coupon_use (code, offer, order_ref);
create index if not exists ${prefix}coupon_use_contact on ${schema}${prefix}coupon_use (contact, code);
create index if not exists ${prefix}coupon_use_offer on ${schema}${prefix}coupon_use (offer, contact);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 8, cast(unix_timestamp(sysdate(6)) * 1000000 as signed) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 8);
