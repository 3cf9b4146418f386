package ingest

// maxName is how many bytes of a display name are kept.
const maxName = 200

// pronouns are those that people write behind their names.
var pronouns = lazily(`\s*[(\[（【]\s*\pL{1,7}(?:\s*/\s*\pL{1,7}){1,3}\s*[)\]）】]|[\s,|·–-]+(?i:she/her|he/him|they/them)(?:/\pL+)?$`)
