package language

var german = Language{Phrases: Phrases{Tag: "de"}}
