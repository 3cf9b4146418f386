package main

// dateFlag reads the value of the flag --name; an empty one is the zero Date.
func dateFlag(name, value string) (Date, error) {
	var d Date
	if value == "" {
		return d, nil
	}
	if err := d.UnmarshalText([]byte(value)); err != nil {
		return d, usage("--%s: %w", name, err)
	}
	return d, nil
}
