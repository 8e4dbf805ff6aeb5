package preprocess

// doubt is a row whose last word may be its legal form, and its key if it is.
type doubt struct {
	index   uint32
	without uint64
}

// exactBits are those of the exact key alone, of whatever kind.
const exactBits = ^uint64(looseBits | kindBits)

// settleDoubts reads the last words that may be a legal form or not by the other names of the list: "FERRARI SPA" is
// "Ferrari SpA" where that is in it, and "HILTON SPA" is "Hilton Spa". Where both are, or none is, the row stays alone.
func (s *survey) settleDoubts(slots slots) {
	if len(s.doubts) == 0 {
		return
	}
	isWord := s.others(slots, ^uint64(kindBits), func(d doubt) uint64 { return s.keys.at(d.index) })
	isForm := s.others(slots, everyBit, func(d doubt) uint64 { return d.without })
	for i, doubt := range s.doubts {
		switch {
		case isWord[i] && isForm[i]:
			s.keys.set(doubt.index, s.keys.at(doubt.index)^exactBits)
		case isForm[i]:
			s.keys.set(doubt.index, doubt.without)
		}
	}
}

// others says of each doubt whether a row that is in none has its key, by the bits of a mask.
func (s *survey) others(slots slots, mask uint64, key func(doubt) uint64) []bool {
	slots.clear()
	next := 0
	for index := range uint32(s.count()) {
		if next < len(s.doubts) && s.doubts[next].index == index {
			next++
			continue
		}
		if hash := s.keys.at(index); hash != nothing {
			slots.first(&s.keys, hash, index, mask)
		}
	}
	found := make([]bool, len(s.doubts))
	for i, doubt := range s.doubts {
		found[i] = slots.has(&s.keys, key(doubt), mask)
	}
	return found
}
