"""Reads N.eml of a folder with Python's email package and prints the parts as base64, tab-separated."""
import base64
import email
import email.policy
import pathlib
import sys

folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])


def b64(text):
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


for number in range(count):
    mail = email.message_from_bytes((folder / f"{number}.eml").read_bytes(), policy=email.policy.default)
    texts, file_name = {}, ""
    for part in mail.walk():
        if part.is_multipart():
            continue
        if part.get_filename() is not None:
            file_name = part.get_filename()
        else:
            texts[part.get_content_type()] = part.get_payload(decode=True).decode("utf-8")
    print("\t".join(map(b64, [
        str(mail["subject"]),
        mail["from"].addresses[0].display_name,
        texts.get("text/plain", ""),
        texts.get("text/html", ""),
        file_name,
    ])))
