"""Verifies or signs the mails 0.eml, 1.eml, ... of a folder with dkimpy.

verify: prints a line for each mail with a word for each signature: pass or fail.
sign: writes 0.signed.eml, ... in turn with each algorithm and pair of canonicalizations, every fifth with l=.
"""

import pathlib
import re
import sys

import dkim

folder = pathlib.Path(sys.argv[2])
count = int(sys.argv[3])


def records():
    found = {}
    for line in (folder / "records.tsv").read_text("ascii").splitlines():
        name, text = line.split("\t")
        found[name + "."] = text
    return found


def verify():
    known = records()

    def txt(name, timeout=5):
        return known.get(name.decode("ascii"), "").encode("ascii")

    for i in range(count):
        octets = (folder / f"{i}.eml").read_bytes()
        head = octets.split(b"\r\n\r\n", 1)[0]
        signatures = len(re.findall(rb"(?im)^dkim-signature:", head))
        words = []
        for index in range(signatures):
            try:
                passed = dkim.DKIM(octets).verify(idx=index, dnsfunc=txt)
            except dkim.DKIMException as problem:
                print(i, index, problem, file=sys.stderr)
                passed = False
            words.append("pass" if passed else "fail")
        print(" ".join(words))


def sign():
    rsa = (folder / "rsa.pem").read_bytes()
    ed25519 = (folder / "ed25519.seed").read_bytes()
    forms = [b"relaxed", b"simple"]
    for i in range(count):
        octets = (folder / f"{i}.eml").read_bytes()
        use_rsa = i % 2 == 0
        header = dkim.sign(
            octets,
            b"rsa1" if use_rsa else b"ed1",
            b"shop.example",
            rsa if use_rsa else ed25519,
            canonicalize=(forms[i // 2 % 2], forms[i // 4 % 2]),
            signature_algorithm=b"rsa-sha256" if use_rsa else b"ed25519-sha256",
            include_headers=[b"from", b"subject", b"to", b"from", b"subject"],
            length=i % 5 == 4,
        )
        (folder / f"{i}.signed.eml").write_bytes(header + octets)


{"verify": verify, "sign": sign}[sys.argv[1]]()
