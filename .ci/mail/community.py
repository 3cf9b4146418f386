"""Writes what an invented community wrote on a day, as two mailboxes of lists and the feed of a planet, and 200 readers.

    python3 community.py DIR DAY     DAY as YYYY-MM-DD
"""
import datetime, email.utils, os, sys
from xml.sax.saxutils import escape

folder, day = sys.argv[1], datetime.date.fromisoformat(sys.argv[2])
os.makedirs(os.path.join(folder, "archives"), exist_ok=True)
lists = {
    "dev-1": [
        ("Sluice 3.1 released", [
            ("Ann Lee", "Sluice 3.1 is out, with gates that close by themselves when the water rises. Thanks to all who tested it in the spring floods."),
            ("Bob Ray", "The packages for Debian are built and wait in the queue. They should be there by Friday."),
            ("Eve Fox", "It runs on our lock since this morning. The gates closed twice and opened twice, as they should."),
        ]),
        ("Drop the old gauge format?", [
            ("Dan Oak", "I would like to drop the gauge format of 2019 in the next release. Nobody has written a file of it for two years."),
            ("Cyd Elm", "Our archive has eleven thousand of these files. Please keep a reader, even if it is slow."),
            ("Dan Oak", "Then the reader stays and the writer goes. I will send a patch for the documentation tonight."),
        ]),
    ],
    "users": [
        ("How do I calibrate a float?", [
            ("Gus Ash", "My new float shows four centimetres too much. How do I calibrate it without draining the basin?"),
            ("Ann Lee", "Write the difference into offset and restart the gauge. There is no need to drain anything."),
            ("Gus Ash", "That works, thank you. It shows the same as the staff gauge now."),
        ]),
    ],
}
n = 0
for name, threads in lists.items():
    with open(os.path.join(folder, "archives", name + ".mbox"), "w") as box:
        for hour, (subject, mails) in enumerate(threads, 9):
            first = None
            for minute, (who, text) in enumerate(mails):
                n += 1
                at = datetime.datetime(day.year, day.month, day.day, hour, minute * 7, tzinfo=datetime.timezone.utc)
                first = first or f"<{n}@lists.example.com>"
                box.write(f"From x@example.com {at:%a %b %d %H:%M:%S %Y}\nFrom: {who} <{who.split()[0].lower()}@example.com>\nDate: {email.utils.format_datetime(at)}\n"
                          f"Message-ID: <{n}@lists.example.com>\n{f'In-Reply-To: {first}' + chr(10) if minute else ''}Subject: {'Re: ' if minute else ''}{subject}\n\n{text}\n\n")
with open(os.path.join(folder, "atom.xml"), "w") as feed:
    feed.write(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title><id>planet</id><updated>{day}T12:00:00Z</updated>')
    for i, (who, title, text) in enumerate([
        ("Hal Yew", "A winter at the lock", "The ice came late this year and left early. The log of the gates shows forty days without a boat."),
        ("Ida Fir", "Painting gauges", "Enamel holds longer than lacquer, and it can be cleaned with sand. Here is what it cost us."),
    ]):
        feed.write(f'<entry><id>planet-{i}</id><title>{escape(title)}</title><link href="https://planet.example.com/{i}"/><updated>{day}T1{i}:00:00Z</updated>'
                   f'<author><name>{who}</name></author><content type="text">{escape(text)}</content></entry>')
    feed.write("</feed>")
with open(os.path.join(folder, "readers.csv"), "w") as readers:
    readers.write("email\n" + "".join(f"reader{i:03}@example.net\n" for i in range(200)))
