package preprocess

import (
	"cmp"
	"context"
	"fmt"
	"hash/maphash"
	"iter"
	"math"
	"slices"

	"jobdeck/backend/job"
)

// Survey looks over the whole list, in order, and finds which rows repeat an earlier one: a valid
// row with the same domain, or, for a row without a domain, a valid row with the same name.
//
// It keeps 64-bit hashes of domains and names instead of themselves. That two different ones of a
// million have the same hash happens in one of ten million lists. While it looks it needs 22 bytes
// a row and 16 for a name in doubt, afterwards 12 bytes a duplicate.
func (p *Processor) Survey(ctx context.Context, items iter.Seq2[*job.Item, error]) error {
	if err := p.Count(ctx, items); err != nil {
		return err
	}
	return p.duplicates.nameFirsts(ctx, items)
}

// Count is a survey for the number of duplicates alone: it looks over the list once, and knows no names of the rows that
// others repeat.
func (p *Processor) Count(ctx context.Context, items iter.Seq2[*job.Item, error]) error {
	if p.settings.duplicates == off {
		return nil
	}
	survey := survey{seed: maphash.MakeSeed(), names: p.settings.duplicates == byDomainOrName}
	for item, err := range items {
		if err != nil {
			return fmt.Errorf("look for duplicates: %w", err)
		}
		if survey.count()%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row, err := readRow(item)
		if err != nil {
			return fmt.Errorf("look for duplicates: %w", err)
		}
		if err := survey.add(item, p.clean(row), p.identityOf(item.List)); err != nil {
			return fmt.Errorf("look for duplicates: %w", err)
		}
	}
	p.duplicates = survey.find()
	return ctx.Err()
}

// nothing stands for a key that a row does not have.
const nothing = 0

// survey holds what is needed of each row until its duplicates are found. Rows are named by their
// index, from 0.
type survey struct {
	seed    maphash.Seed
	names   bool // rows without a domain are compared by name
	domains column
	keys    column
	doubts  []doubt
	signs   column // of the rows, when the list has columns that tell companies apart
	places  []place
}

// place says where an index is in the list and in the file. It holds for the indices up to the
// next place, each of which is one further.
type place struct {
	index, seq, row uint32
}

func (s *survey) count() int { return s.domains.length }

func (s *survey) add(item *job.Item, account account, identity *identity) error {
	index := s.count()
	if item.Seq > math.MaxUint32 || item.Row > math.MaxUint32 || index >= math.MaxUint32 {
		return fmt.Errorf("the list has more than %d rows", uint32(math.MaxUint32))
	}
	here := place{uint32(index), uint32(item.Seq), uint32(item.Row)}
	if index == 0 || s.placeOf(here.index) != here {
		s.places = append(s.places, here)
	}
	domain, key := uint64(nothing), uint64(nothing)
	if account.problem == "" {
		if account.domain != "" {
			domain = s.hash(account.domain)
		}
		if s.names {
			name := keysOf(account.name)
			key = s.keyOf(name)
			if name.without != nil {
				s.doubts = append(s.doubts, doubt{here.index, s.keyOf(*name.without)})
			}
		}
	}
	s.domains.append(domain)
	if !s.names {
		return nil
	}
	s.keys.append(key)
	if !identity.tells() {
		return nil
	}
	signs, err := identity.signsOf(item, s.seed)
	s.signs.append(uint64(signs))
	return err
}

// The parts of a name's hash: the upper half is of the loose key, then comes the exact one, and the kind of the
// legal form.
const (
	kindBits  = 0xff
	looseBits = 0xffffffff << 32
)

func (s *survey) keyOf(name keys) uint64 {
	return max(s.hash(name.loose)&looseBits|s.hash(name.exact)&^looseBits&^kindBits, kindBits+1) | uint64(name.kind)
}

func (s *survey) hash(text string) uint64 {
	return max(maphash.String(s.seed, text), nothing+1)
}

// placeOf gives the place of one index.
func (s *survey) placeOf(index uint32) place {
	after, found := slices.BinarySearchFunc(s.places, index, func(p place, index uint32) int {
		return cmp.Compare(p.index, index)
	})
	if found {
		return s.places[after]
	}
	p := s.places[after-1]
	further := index - p.index
	return place{index, p.seq + further, p.row + further}
}

// find compares all rows with the earlier ones.
func (s *survey) find() *duplicates {
	found := &duplicates{}
	add := func(index, first uint32, byName bool) {
		found.bySeq = append(found.bySeq, duplicate{s.placeOf(index).seq, s.placeOf(first).row, byName})
	}
	slots := newSlots(s.count())
	for index := range uint32(s.count()) {
		hash := s.domains.at(index)
		if hash == nothing {
			continue
		}
		if first := slots.first(&s.domains, hash, index, everyBit); first != index {
			add(index, first, false)
		}
	}
	if s.names {
		s.settleDoubts(slots)
		s.findByName(slots, func(index, first uint32) { add(index, first, true) })
	}
	slices.SortFunc(found.bySeq, func(a, b duplicate) int { return cmp.Compare(a.seq, b.seq) })
	found.bySeq = slices.Clip(found.bySeq)
	if s.names {
		s.findNear(slots, found)
	}
	return found
}

// findByName finds the rows without a domain that have the name of an earlier one, and nothing against it.
func (s *survey) findByName(slots slots, add func(index, first uint32)) {
	slots.clear()
	var namesakes []namesake
	for index := range uint32(s.count()) {
		hash := s.keys.at(index)
		if hash == nothing {
			continue
		}
		if first := slots.first(&s.keys, hash, index, ^uint64(kindBits)); first != index {
			namesakes = append(namesakes, namesake{first, index})
		}
	}
	slices.SortFunc(namesakes, func(a, b namesake) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.index, b.index))
	})
	for begin := 0; begin < len(namesakes); {
		end := begin
		for end < len(namesakes) && namesakes[end].first == namesakes[begin].first {
			end++
		}
		s.findAmong(namesakes[begin:end], add)
		begin = end
	}
}

// findNear finds the rows that repeat none, and have a name much like that of an earlier row.
func (s *survey) findNear(slots slots, found *duplicates) {
	slots.clear()
	for index := range uint32(s.count()) {
		hash := s.keys.at(index)
		if hash == nothing {
			continue
		}
		first := slots.first(&s.keys, hash, index, looseBits)
		if first == index {
			continue
		}
		seq := s.placeOf(index).seq
		if _, repeats := find(found.bySeq, int64(seq)); !repeats {
			found.near = append(found.near, duplicate{seq, s.placeOf(first).row, true})
		}
	}
	found.near = slices.Clip(found.near)
}

// duplicates are the rows that repeat an earlier one. Nil has none.
type duplicates struct {
	bySeq []duplicate
	// near are the rows with a name much like that of an earlier one.
	near []duplicate
	// names are those of the rows that others repeat by name or are much like, by their rows in the file.
	names map[uint32]string
}

// mostNames bounds the memory for names; of further rows only the number is told.
const mostNames = 50_000

// nameFirsts looks up what the rows are called that others repeat by name.
func (d *duplicates) nameFirsts(ctx context.Context, items iter.Seq2[*job.Item, error]) error {
	if d == nil {
		return nil
	}
	d.names = make(map[uint32]string)
	for _, rows := range [][]duplicate{d.bySeq, d.near} {
		for _, found := range rows {
			if found.byName && len(d.names) < mostNames {
				d.names[found.first] = ""
			}
		}
	}
	if len(d.names) == 0 {
		return nil
	}
	left := len(d.names)
	for item, err := range items {
		if err != nil {
			return fmt.Errorf("look up the names of duplicates: %w", err)
		}
		if known, wanted := d.names[uint32(item.Row)]; !wanted || known != "" {
			continue
		}
		row, err := readRow(item)
		if err != nil {
			return fmt.Errorf("look up the names of duplicates: %w", err)
		}
		d.names[uint32(item.Row)] = tidy(row.name)
		if left--; left == 0 {
			break
		}
	}
	return ctx.Err()
}

// duplicate is a row and the first row that it repeats.
type duplicate struct {
	seq    uint32
	first  uint32 // the first one's row number in the file
	byName bool
}

func (d *duplicates) find(seq int64) (duplicate, bool) {
	if d == nil {
		return duplicate{}, false
	}
	return find(d.bySeq, seq)
}

func find(rows []duplicate, seq int64) (duplicate, bool) {
	i, found := slices.BinarySearchFunc(rows, seq, func(d duplicate, seq int64) int {
		return cmp.Compare(int64(d.seq), seq)
	})
	if !found {
		return duplicate{}, false
	}
	return rows[i], true
}

// like says which earlier row's name an account's is much like, or is empty. Hashes of strangers may be
// equal: the names say.
func (d *duplicates) like(seq int64, name string) string {
	if d == nil || len(d.near) == 0 {
		return ""
	}
	near, found := find(d.near, seq)
	if !found {
		return ""
	}
	if first := d.names[near.first]; first != "" && keysOf(first).loose == keysOf(name).loose {
		return fmt.Sprintf("much like %s, row %d of the file", first, near.first)
	}
	return ""
}

// Duplicates is how many rows the survey found to repeat an earlier one.
func (p *Processor) Duplicates() int {
	if p.duplicates == nil {
		return 0
	}
	return len(p.duplicates.bySeq)
}

// Near is how many further rows the survey found to have a name much like that of an earlier one.
func (p *Processor) Near() int {
	if p.duplicates == nil {
		return 0
	}
	return len(p.duplicates.near)
}
