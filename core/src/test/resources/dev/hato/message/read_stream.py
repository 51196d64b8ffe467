"""Reads mails from standard input with Python's email package and writes what it finds to standard output.

A batch is a count and so many mails; each mail and each answer has its length before it, all numbers in four octets.
The answer is subject, name in From, the same as email.header reads it, file name, and text, in UTF-8.

ISO-2022-JP is decoded here, from its definition: Python's own codec lacks what NEC and IBM added to JIS X 0208. Rows and
cells are turned into the octets of Shift_JIS, which Python's cp932 knows. With the argument "stock" Python's own codec
decodes.
"""
import codecs
import email
import email.header
import email.headerregistry
import email.policy
import email.utils
import encodings.iso2022_jp
import functools
import gc
import struct
import sys


def decode(octets, errors="strict"):
    octets, text, kanji, at = bytes(octets), [], False, 0
    while at < len(octets):
        if octets[at] == 0x1B:
            sequence = octets[at:at + 3]
            if sequence not in (b"\x1b$B", b"\x1b(B"):
                raise ValueError(f"escape sequence {sequence!r} is not one of Hato's")
            kanji, at = sequence == b"\x1b$B", at + 3
        elif kanji:
            row, cell = octets[at] - 0x21, octets[at + 1] - 0x21
            if not (0 <= row < 94 and 0 <= cell < 94):
                raise ValueError(f"{octets[at:at + 2]!r} is no pair")
            lead = (row >> 1) + (0x81 if row < 62 else 0xC1)
            trail = cell + (0x9F if row & 1 else 0x40 if cell < 63 else 0x41)
            text.append(bytes((lead, trail)).decode("cp932"))
            at += 2
        else:
            text.append(octets[at:at + 1].decode("ascii"))
            at += 1
    if kanji:
        raise ValueError("does not end in ASCII")
    return "".join(text), len(octets)


if sys.argv[1:] != ["stock"]:
    own = codecs.CodecInfo(name="iso2022_jp", encode=encodings.iso2022_jp.Codec().encode, decode=decode)
    encodings.iso2022_jp.getregentry = lambda: own


def legacy(header):
    return "".join(
        part if isinstance(part, str) else part.decode(charset or "ascii")
        for part, charset in email.header.decode_header(header))


# The parser of today, which parses a header anew each time it is asked for it: here once for each text.
# Garbage with cycles is collected between batches.
gc.disable()
registry = email.headerregistry.HeaderRegistry
registry.__getitem__ = functools.lru_cache(maxsize=64)(registry.__getitem__)
policy = email.policy.default.clone(header_factory=functools.lru_cache(maxsize=64)(registry()))


def raw(mail, name):
    return next((value for key, value in mail.raw_items() if key == name), "")


def fields(octets):
    mail = email.message_from_bytes(octets, policy=policy)
    text, file_name = "", ""
    for part in mail.iter_parts() if mail.is_multipart() else [mail]:
        disposition = part["Content-Disposition"]
        if disposition is not None:
            file_name = disposition.params["filename"]
        else:
            charset = part["Content-Type"].params["charset"]
            body = part.get_payload(decode=True)
            text = body.decode(charset)
            if charset == "ISO-2022-JP":
                for line in body.split(b"\r\n"):
                    line.decode(charset)
    phrase = raw(mail, "From").rpartition("<")[0].strip("\r\n ")
    return [
        str(mail["Subject"]),
        mail["From"].addresses[0].display_name,
        legacy(phrase) if "=?" in phrase else email.utils.unquote(phrase),
        file_name,
        text,
    ]


def number(stream):
    octets = stream.read(4)
    return struct.unpack(">I", octets)[0] if len(octets) == 4 else None


count = number(sys.stdin.buffer)
while count is not None:
    mails = [sys.stdin.buffer.read(number(sys.stdin.buffer)) for _ in range(count)]
    out = bytearray()
    for mail in mails:
        for field in fields(mail):
            octets = field.encode("utf-8", "backslashreplace")
            out += struct.pack(">I", len(octets)) + octets
    sys.stdout.buffer.write(out)
    sys.stdout.buffer.flush()
    gc.collect()
    count = number(sys.stdin.buffer)
