package filemanager

const opener = "open"

func reveal(path string) []string { return []string{opener, "-R", path} }
