package main

import (
	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
)

// dateFlag reads the value of the flag --name; an empty one is the zero Date.
func dateFlag(name, value string) (config.Date, error) {
	var d config.Date
	if value == "" {
		return d, nil
	}
	if err := d.UnmarshalText([]byte(value)); err != nil {
		return d, console.Usage("--%s: %w", name, err)
	}
	return d, nil
}
