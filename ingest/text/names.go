package text

// MaxName is how many bytes of a display name are kept.
const MaxName = 200

// Pronouns are those that people write behind their names.
var Pronouns = Lazily(`\s*[(\[（【]\s*\pL{1,7}(?:\s*/\s*\pL{1,7}){1,3}\s*[)\]）】]|[\s,|·–-]+(?i:she/her|he/him|they/them)(?:/\pL+)?$`)
