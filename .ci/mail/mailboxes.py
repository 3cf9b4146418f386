"""Demands that each address of a CSV file has one newsletter in its Maildir, which Python's email package reads without a defect, and prints what it found.

    python3 mailboxes.py DIR READERS     DIR/ADDRESS/new
"""
import csv, email, email.policy, os, sys

wrong, seen, subjects, links = [], 0, set(), set()
for row in csv.DictReader(open(sys.argv[2])):
    to = row["email"]
    new = os.path.join(sys.argv[1], to, "new")
    files = os.listdir(new) if os.path.isdir(new) else []
    if len(files) != 1:
        wrong.append(f"{to} has {len(files)} mails")
        continue
    raw = open(os.path.join(new, files[0]), "rb").read()
    m = email.message_from_bytes(raw, policy=email.policy.default)
    parts = list(m.walk())
    defects = [d for p in parts for d in p.defects] + [d for h in m.values() for d in getattr(h, "defects", [])]
    kinds = [p.get_content_type() for p in parts]
    leave = str(m["List-Unsubscribe"])
    if defects or kinds != ["multipart/alternative", "text/plain", "text/html"] or str(m["To"]) != to or max(raw) > 126:
        wrong.append(f"the mail to {to}: to {m['To']}, {kinds}, {defects}")
    if leave in links or m["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click" or any(leave.strip("<>") not in p.get_content() for p in parts[1:]):
        wrong.append(f"the mail to {to} cannot be left by a link of its own: {leave}")
    links.add(leave)
    subjects.add(str(m["Subject"]))
    seen += 1
if len(subjects) > 1:
    wrong.append(f"there are several subjects: {subjects}")
print(f"{seen} mailboxes have one newsletter each: {', '.join(subjects)}")
if wrong:
    sys.exit("\n".join(wrong[:10]))
