package preprocess

import "math/bits"

// column is a growing row of hashes. It grows by chunks, so that growing copies nothing and leaves
// nothing behind.
type column struct {
	chunks [][]uint64
	length int
}

const chunk = 1 << 14

func (c *column) append(hash uint64) {
	if c.length%chunk == 0 {
		c.chunks = append(c.chunks, make([]uint64, chunk))
	}
	c.chunks[c.length/chunk][c.length%chunk] = hash
	c.length++
}

func (c *column) at(index uint32) uint64 { return c.chunks[index/chunk][index%chunk] }

func (c *column) set(index uint32, hash uint64) { c.chunks[index/chunk][index%chunk] = hash }

// slots find the first index of each hash in a column. It is a hash table that keeps indices only:
// the hashes themselves stand in the column.
type slots []uint32 // index+1, 0 is free

func newSlots(count int) slots { return make(slots, count+count/2+1) }

func (s slots) clear() { clear(s) }

// everyBit compares whole hashes.
const everyBit = ^uint64(0)

// first gives the first index that was asked for with this hash, which is index itself the first time. Only the bits of
// a mask are compared.
func (s slots) first(column *column, hash uint64, index uint32, mask uint64) uint32 {
	at := s.find(column, hash, mask)
	if s[at] == 0 {
		s[at] = index + 1
	}
	return s[at] - 1
}

// has says whether this hash was asked for.
func (s slots) has(column *column, hash, mask uint64) bool { return s[s.find(column, hash, mask)] != 0 }

// find gives the place of a hash, which is free when it was not asked for yet.
func (s slots) find(column *column, hash, mask uint64) int {
	for at := s.begin(hash & mask); ; at = s.next(at) {
		if taken := s[at]; taken == 0 || (column.at(taken-1)^hash)&mask == 0 {
			return at
		}
	}
}

func (s slots) begin(hash uint64) int {
	high, _ := bits.Mul64(hash, uint64(len(s)))
	return int(high)
}

func (s slots) next(at int) int {
	if at++; at == len(s) {
		return 0
	}
	return at
}
