package ingest

// ParserVersion is the version of what turns received bytes into posts. Raise it by one with each change by which stored bytes give another post: databases of an
// older version then have their posts read again from the bytes that they keep, without a source being asked.
const ParserVersion = 3
