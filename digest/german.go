package digest

var german = func() *language { g := *english; g.Tag = "de"; g.function = map[string]bool{}; return &g }()
