package form

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
)

func TestAValueIsReadInOneWayWhoeverFillsItIn(t *testing.T) {
	t.Parallel()
	number := Field{Kind: Number, Min: 1, Max: 31, Unit: "days", Default: "7"}
	decimals := Field{Kind: Number, Min: 1, Max: 120, Decimals: true}
	onOff := Field{Kind: Switch, Default: "false"}
	way := Field{Kind: Choice, Choices: []string{"fast", "slow"}, Default: "fast"}
	limit := Field{Kind: Duration, Max: 7200, Default: "5m"}
	for _, test := range []struct {
		field             Field
		value, clean, why string
	}{
		{number, " 07 ", "7", ""},
		{number, "", "7", ""},
		{number, "0", "", `N is "0": it must be a whole number of days from 1 to 31`},
		{number, "1.5", "", "a whole number"},
		{number, "1e1", "", "a whole number"},
		{number, "99999999999999999999", "", "a whole number"},
		{Field{Kind: Number}, "-3", "-3", ""},
		{Field{Kind: Number}, "99999999999999999999", "", "it must be a whole number"},
		{decimals, "2.5", "2.5", ""},
		{decimals, "NaN", "", "a number from 1 to 120"},
		{decimals, "0.5", "", "a number from 1 to 120"},
		{onOff, "Yes", "true", ""},
		{onOff, "0", "false", ""},
		{onOff, "", "false", ""},
		{onOff, "perhaps", "", "true or false, yes or no, on or off"},
		{way, "SLOW", "slow", ""},
		{way, "", "fast", ""},
		{way, "long", "", "it must be one of fast, slow"},
		{limit, "90", "90", ""},
		{limit, "3h", "", "it must be at most 2 hours"},
		{limit, "0s", "", "it must be more than 0"},
		{limit, "1e300", "", "it must be at most 2 hours"},
		{limit, "-1e300", "", "it must be more than 0"},
		{limit, "soon", "", "it must be a length of time"},
		{Field{Kind: Text, Required: true}, " \t", "", "N is needed"},
		{Field{Kind: Text}, " a b ", "a b", ""},
		{Field{Kind: Folder}, "/a ", "/a ", ""},
		{Field{Kind: Folder, Valid: WholePath}, "a", "", `N is "a": it must be a whole path`},
		{Field{Kind: LongText}, " a\n b\n", " a\n b\n", ""},
		{Field{Kind: LongText, Valid: func(string) error { return errors.New("no") }}, "a\nb", "", "N can't be taken: no"},
		{Field{Kind: Text, Private: true, Valid: func(string) error { return errors.New("no") }}, "hunter2", "", "N can't be taken: no"},
		{Field{Kind: Text}, strings.Repeat("x", 100_001), "", "N can't be taken: it is 100001 bytes long: at most 100000"},
	} {
		test.field.Key, test.field.Label = "n", "N"
		clean, err := test.field.Clean(test.value)
		if test.why == "" {
			require.NoError(t, err, "%s %q", test.field.Kind, test.value)
			require.Equal(t, test.clean, clean, "%s %q", test.field.Kind, test.value)
			continue
		}
		require.ErrorContains(t, err, test.why, "%s %q", test.field.Kind, test.value)
		require.NotContains(t, err.Error(), "hunter2")
		usage, ok := errors.AsType[*job.UsageError](err)
		require.True(t, ok)
		require.Equal(t, "n", usage.Field)
	}
}

var fields = []Field{
	{Key: "folder", Label: "Folder", Kind: Folder, Required: true, OnlyIf: "source=newest|each"},
	{Key: "source", Label: "List", Kind: Choice, Choices: []string{"file", "newest", "each"}, Default: "file"},
	{Key: "loud", Label: "Loud", Kind: Switch, Default: "true"},
	{Key: "limit", Label: "Limit", Kind: Duration, Default: "90s"},
	{Key: "often", Label: "Often", Kind: Number, Default: "3"},
	{Key: "rest", Label: "Rest", Kind: Number, Decimals: true, Default: "0.5"},
}

func TestAFieldIsAskedForOnlyWhereItCounts(t *testing.T) {
	t.Parallel()
	_, err := Clean(fields, map[string]string{"source": "file"})
	require.NoError(t, err)
	_, err = Clean(fields, map[string]string{"source": "EACH"})
	require.EqualError(t, err, "Folder is needed", "a choice counts as it is kept, not as it is spelled")
}

func TestWhatIsLeftOutIsTheDefaultAndAllIsReadByItsKind(t *testing.T) {
	t.Parallel()
	values, err := Clean(fields, map[string]string{"loud": "off"})
	require.NoError(t, err)
	require.Equal(t, Values{"folder": "", "source": "file", "loud": "false", "limit": "90s", "often": "3", "rest": "0.5"}, values)
	require.False(t, values.Switch("loud"))
	require.Equal(t, 90*time.Second, values.Duration("limit"))
	require.EqualValues(t, 3, values.Number("often"))
	require.Equal(t, 500*time.Millisecond, values.Seconds("rest"))
	require.Equal(t, map[string]string{"loud": "false"}, values.Only(map[string]string{"loud": "off"}))
	require.Panics(t, func() { values.Number("source") }, "who reads what was not checked is told")
}

func TestAKeyThatThereIsNoFieldForIsToldThoseThereAre(t *testing.T) {
	t.Parallel()
	_, err := Clean(fields[1:3], map[string]string{"sauce": "file"})
	require.EqualError(t, err, `there is no "sauce" here: there is source, loud`)
	_, err = Clean(nil, map[string]string{"sauce": "file"})
	require.EqualError(t, err, `there is no "sauce" here: there is nothing to fill in`)
}
