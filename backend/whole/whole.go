// Package whole makes values whole before they go to somebody who knows no nil: lists and maps that are nil become empty
// ones. It never changes what it is given, which others may read meanwhile.
package whole

import (
	"reflect"
	"sync"
)

// Of gives a value in which no list and no map is nil.
func Of[T any](value T) T {
	from := reflect.ValueOf(&value).Elem()
	if !lists(from.Type()) {
		return value
	}
	var to T
	fill(reflect.ValueOf(&to).Elem(), from)
	return to
}

// fill puts into a new value what another holds.
func fill(to, from reflect.Value) {
	to.Set(from)
	if !lists(from.Type()) {
		return
	}
	switch from.Kind() {
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			fill(to.Elem(), from.Elem())
		}
	case reflect.Slice:
		if from.IsNil() || lists(from.Type().Elem()) {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		}
		for i := 0; lists(from.Type().Elem()) && i < from.Len(); i++ {
			fill(to.Index(i), from.Index(i))
		}
	case reflect.Map:
		if from.IsNil() || lists(from.Type().Elem()) {
			to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
		}
		for entries := from.MapRange(); lists(from.Type().Elem()) && entries.Next(); {
			value := reflect.New(from.Type().Elem()).Elem()
			fill(value, entries.Value())
			to.SetMapIndex(entries.Key(), value)
		}
	case reflect.Struct:
		for i := range from.NumField() {
			if from.Type().Field(i).IsExported() {
				fill(to.Field(i), from.Field(i))
			}
		}
	}
}

// known says of types whether there are lists in them.
var known sync.Map

// lists says whether there may be a list or a map in a value of a type.
func lists(of reflect.Type) bool {
	if found, is := known.Load(of); is {
		return found.(bool)
	}
	found := false
	switch of.Kind() {
	case reflect.Slice, reflect.Map:
		found = true
	case reflect.Pointer:
		found = lists(of.Elem())
	case reflect.Struct:
		for field := range of.Fields() {
			if field.IsExported() && lists(field.Type) {
				found = true
				break
			}
		}
	}
	known.Store(of, found)
	return found
}
