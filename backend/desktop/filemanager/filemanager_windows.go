package filemanager

const opener = "explorer"

func reveal(path string) []string { return []string{opener, "/select," + path} }
