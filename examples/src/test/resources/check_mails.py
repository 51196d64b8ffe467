"""Reads the mails of the shop demo with Python's own parser and compares them with the customer master.

Usage: check_mails.py CUSTOMERS_CSV FOLDER_OF_EML. Prints the number of mails, or the first differences.
"""
import csv
import email
import email.policy
import html
import pathlib
import sys

customers = {}
with open(sys.argv[1], encoding="cp932", newline="") as file:
    for row in csv.DictReader(file):
        customers[row["メールアドレス"]] = row

OFFER = {
    "ゴールド": "<strong>ゴールド会員の{0}様には、全品20%引きでご用意しております。</strong>",
    "会員": "<p>会員の{0}様には、全品15%引きでご用意しております。</p>",
    "一般": "<p>はじめての会員登録で、全品10%引きになります。</p>",
}
faults = []
seen = set()
thanks = 0


def expect(what, path, actual, wanted):
    if actual != wanted:
        faults.append(f"{path.name}: {what} is {actual!r}, not {wanted!r}")


def expect_in(what, path, text, wanted):
    if wanted not in text:
        faults.append(f"{path.name}: {what} lacks {wanted!r}")


for path in sorted(pathlib.Path(sys.argv[2]).glob("*.eml")):
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    page = mail.get_body(("html",)).get_content()
    text = mail.get_body(("plain",)).get_content()
    to = mail["To"].addresses[0]
    row = customers[to.addr_spec]
    name, prefecture = row["氏名"], row["都道府県"]
    if mail.defects or any(part.defects for part in mail.walk()):
        faults.append(f"{path.name}: the parser found defects")
    for part, what in ((mail["Subject"], "subject"), (page, "HTML"), (text, "text")):
        if "{{" in part or "{%" in part or "}}" in part:
            faults.append(f"{path.name}: a raw placeholder in the {what}")
    expect("To", path, to.display_name, name)
    expect("From", path, str(mail["From"]), "鳩の店 <news@shop.example>")
    expect_in("HTML", path, page, f"<p>{html.escape(name)} 様</p>")
    expect_in("text", path, text, f"{name} 様")
    if mail["Subject"].startswith("ご注文"):
        thanks += 1
        expect("subject", path, mail["Subject"], "ご注文ありがとうございます（1042）")
        expect_in("HTML", path, page, "<td>鳩ぽっぽ変奏曲 &lt;LP&gt;</td>")
        expect_in("HTML", path, page, "<td>Blue &amp; Green</td>")
        expect_in("text", path, text, "鳩ぽっぽ変奏曲 <LP>")
        continue
    if to.addr_spec in seen:
        faults.append(f"{path.name}: a second mail to customer {row['顧客番号']}")
    seen.add(to.addr_spec)
    _, month, day = row["生年月日"].split("/")
    expect("subject", path, mail["Subject"], f"{name} 様へ、{prefecture}のお客様限定のご案内")
    expect_in("HTML", path, page, OFFER[row["会員区分"]].format(html.escape(name)))
    expect_in("HTML", path, page, f"お誕生日（{int(month)}月{int(day)}日）")
    expect_in("HTML", path, page, f"&amp;id={row['顧客番号']}\"")
    expect_in("text", path, text, f"お誕生日（{int(month)}月{int(day)}日）")
    if row["メール配信"] != "希望する":
        faults.append(f"{path.name}: customer {row['顧客番号']} did not want mail")

if thanks != 1:
    faults.append(f"{thanks} thank-you mails, not 1")
if faults:
    print(f"{len(faults)} differences")
    print("\n".join(faults[:10]))
    sys.exit(1)
print(len(seen) + thanks)
