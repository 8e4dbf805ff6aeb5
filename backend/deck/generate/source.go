package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// module is how the import paths of our packages begin.
const module = "jobdeck/"

// source is what reflection does not know: comments, and constants.
type source struct {
	root     string
	packages map[string]*written // by import path
}

// written is what stands in the source of a package.
type written struct {
	docs      map[string]string   // of "Type", "Type.Field" and variables
	constants map[string][]string // values of string constants by the name of their type
}

// read reads the package of the questions; others are read when something of them is asked for.
func read(root string) (*source, error) {
	s := &source{root: root, packages: make(map[string]*written)}
	_, err := s.of(module + "backend/deck")
	return s, err
}

func (s *source) of(path string) (*written, error) {
	if known := s.packages[path]; known != nil {
		return known, nil
	}
	w := &written{docs: make(map[string]string), constants: make(map[string][]string)}
	paths, err := filepath.Glob(filepath.Join(s.root, filepath.FromSlash(strings.TrimPrefix(path, module)), "*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range paths {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		for _, declared := range file.Decls {
			if group, is := declared.(*ast.GenDecl); is {
				w.read(group)
			}
		}
	}
	s.packages[path] = w
	return w, nil
}

func (w *written) read(group *ast.GenDecl) {
	for _, spec := range group.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			doc := spec.Doc
			if doc == nil && len(group.Specs) == 1 {
				doc = group.Doc
			}
			w.docs[spec.Name.Name] = doc.Text()
			if structure, is := spec.Type.(*ast.StructType); is {
				w.readFields(spec.Name.Name, structure)
			}
		case *ast.ValueSpec:
			w.docs[spec.Names[0].Name] = spec.Doc.Text()
			if of, is := spec.Type.(*ast.Ident); is && group.Tok == token.CONST {
				for _, value := range spec.Values {
					if literal, is := value.(*ast.BasicLit); is && literal.Kind == token.STRING {
						text, _ := strconv.Unquote(literal.Value)
						w.constants[of.Name] = append(w.constants[of.Name], text)
					}
				}
			}
		}
	}
}

// readFields reads the comments above fields and behind them.
func (w *written) readFields(name string, structure *ast.StructType) {
	for _, field := range structure.Fields.List {
		doc := field.Doc.Text() + field.Comment.Text()
		for _, ident := range field.Names {
			w.docs[name+"."+ident.Name] = doc
		}
	}
}

// question is the comment of a question.
func (s *source) question(name string) string { return s.packages[module+"backend/deck"].docs[name] }

// doc is the comment of a type, or of one of its fields.
func (s *source) doc(of reflect.Type, field string) (string, error) {
	w, err := s.of(of.PkgPath())
	if err != nil {
		return "", err
	}
	name := of.Name()
	if field != "" {
		name += "." + field
	}
	return w.docs[name], nil
}
