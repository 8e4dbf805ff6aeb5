package preprocess

// namesake is a row that has the name of an earlier one, the first of that name.
type namesake struct{ first, index uint32 }

// particulars are what may tell a row from others of its name: the kind of its legal form, and its signs.
type particulars struct {
	kind  formKind
	signs signs
}

// contradict says whether two rows of one name are other companies.
func (p particulars) contradict(other particulars) bool {
	return p.kind != noForm && other.kind != noForm && p.kind != other.kind || p.signs.contradict(other.signs)
}

func (s *survey) particularsOf(index uint32) particulars {
	p := particulars{kind: formKind(s.keys.at(index) & kindBits)}
	if s.signs.length > 0 {
		p.signs = signs(s.signs.at(index))
	}
	return p
}

// mostParticulars bounds how many different ones of a name are compared with each other. Beyond it rows are one
// company only when they are alike.
const mostParticulars = 100

// findAmong finds the duplicates among the rows of one name. Other legal forms, countries and numbers of a register
// are other companies. A row that leaves something open is the one that it can be; when it can be several that
// contradict each other, nobody knows which, and it repeats only rows that say no more than itself. The order of
// the rows changes nothing of that.
func (s *survey) findAmong(rows []namesake, add func(index, first uint32)) {
	firsts := make(map[particulars]uint32, 2)
	var kinds []particulars
	note := func(index uint32) {
		p := s.particularsOf(index)
		if _, known := firsts[p]; !known {
			firsts[p] = index
			kinds = append(kinds, p)
		}
	}
	note(rows[0].first)
	for _, row := range rows {
		note(row.index)
	}
	company := companies(kinds, firsts)
	for _, row := range rows {
		first := company[s.particularsOf(row.index)]
		if first != row.index && s.domains.at(row.index) == nothing {
			add(row.index, first)
		}
	}
}

// companies gives the first row of the company that rows with given particulars are. Of those that leave nothing
// open, or not more than one company, what does not contradict is one.
func companies(kinds []particulars, firsts map[particulars]uint32) map[particulars]uint32 {
	company := make(map[particulars]uint32, len(kinds))
	if len(kinds) > mostParticulars {
		return firsts
	}
	var settled []particulars
	for _, p := range kinds {
		if company[p] = firsts[p]; !isOpen(p, kinds) {
			settled = append(settled, p)
		}
	}
	for _, p := range settled {
		for _, other := range settled {
			if !p.contradict(other) {
				company[p] = min(company[p], firsts[other])
			}
		}
	}
	return company
}

// isOpen says whether a row can be several companies that contradict each other.
func isOpen(p particulars, kinds []particulars) bool {
	var same []particulars
	for _, other := range kinds {
		if p.contradict(other) {
			continue
		}
		for _, one := range same {
			if one.contradict(other) {
				return true
			}
		}
		same = append(same, other)
	}
	return false
}
