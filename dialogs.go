package main

import "github.com/wailsapp/wails/v2/pkg/runtime"

// ChooseList asks for a list with the system's dialog; empty means that none was chosen.
func (a *App) ChooseList() (string, error) {
	return runtime.OpenFileDialog(a.ctx, runtime.OpenDialogOptions{
		Title: "Choose a list",
		Filters: []runtime.FileFilter{
			{DisplayName: "Lists (CSV, TSV, XLSX, JSON Lines)", Pattern: "*.csv;*.tsv;*.tab;*.txt;*.xlsx;*.xlsm;*.jsonl;*.ndjson;*.json"},
			{DisplayName: "All files", Pattern: "*"},
		},
	})
}

// ChooseFile asks for a file of any kind; empty means that none was chosen.
func (a *App) ChooseFile(title string) (string, error) {
	return runtime.OpenFileDialog(a.ctx, runtime.OpenDialogOptions{Title: title})
}

// ChooseFolder asks for a folder; empty means that none was chosen.
func (a *App) ChooseFolder(title string) (string, error) {
	return runtime.OpenDirectoryDialog(a.ctx, runtime.OpenDialogOptions{Title: title, CanCreateDirectories: true})
}

// ChooseExport asks where to write a file; empty means that no place was chosen.
func (a *App) ChooseExport(name string) (string, error) {
	return runtime.SaveFileDialog(a.ctx, runtime.SaveDialogOptions{Title: "Export", DefaultFilename: name, CanCreateDirectories: true})
}
