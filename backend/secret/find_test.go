package secret

import (
	"slices"
	"strings"
	"testing"
)

// keysIn gives the texts that are taken for keys.
func keysIn(text string) []string {
	keys := []string{}
	for _, f := range Find(text) {
		keys = append(keys, text[f.From:f.To])
	}
	return keys
}

func TestAKeyIsFoundByItsNameAndByItsShape(t *testing.T) {
	t.Parallel()
	const hubToken = "ghp_" + "R7hw3vKqLz0TnXy2BdM5cGpJ8fWs1aEu4Z9o" // made up
	for text, want := range map[string][]string{
		// By name, in an environment.
		"OPENAI_API_KEY=whatever-it-is":       {"whatever-it-is"},
		"DB_PASSWORD=hunter two!":             {"hunter two!"},
		"export GITHUB_TOKEN = 'abc def'":     {"'abc def'"},
		"apiKey=8Fz":                          {"8Fz"},
		"LANG=de\nSECRET_KEY_BASE=77ab\nX=1":  {"77ab"},
		"PGPASSWORD=s3cret\r\nPGUSER=ada":     {"s3cret"},
		"CLIENT_SECRET=a=b&c":                 {"a=b&c"},
		"NOTE=this line says nothing secret":  {},
		"KEYBOARD=us\nMONKEY=1\nAUTHOR=ada":   {},
		"TOKEN=secret:HUB\nTOKEN=$HUB":        {},
		"KEY_FILE=/etc/key\nSSH_KEY=~/.ssh/x": {},
		"USE_AUTH=true\nPASS=\nRETRY_KEY=3":   {},
		// By name, in a command line.
		"curl -H 'Authorization: Bearer abc.def-123' https://x.example":      {"abc.def-123"},
		"curl -u ada:pa55 https://x.example":                                 {"ada:pa55"},
		"curl https://ada:pa55w@x.example/a":                                 {"pa55w"},
		"curl 'https://x.example/a?q=1&api_key=Zz9&page=2'":                  {"Zz9"},
		"tool --api-key=Zz9x --verbose":                                      {"Zz9x"},
		"tool --token Zz9x --verbose":                                        {"Zz9x"},
		"tool --token --verbose --password \"a b\"":                          {"\"a b\""},
		"API_TOKEN=Zz9x python3 ask.py":                                      {"Zz9x python3 ask.py"},
		"A=1 API_TOKEN=Zz9x python3 ask.py":                                  {"Zz9x"},
		"curl -H \"X-Api-Key: Zz9x\" -d '{\"client_secret\": \"Yy8w\"}' u.x": {"Zz9x", "Yy8w"},
		"python3 enrich.py --key-column domain --passes 3":                   {},
		"sh -c 'echo $TOKEN; cat ~/tokens'":                                  {},
		// By shape, whatever it is called.
		"python3 ask.py " + hubToken: {hubToken},
		"HUB=" + hubToken:            {hubToken},
		"python3 enrich.py https://hooks.slack.com/services/T00000000/B00000000/Xq2mZ8vKpL4tRw9sYd6fGh1j": {"https://hooks.slack.com/services/T00000000/B00000000/Xq2mZ8vKpL4tRw9sYd6fGh1j"},
		"": {},
	} {
		if got := keysIn(text); !slices.Equal(got, want) {
			t.Errorf("in %q the keys are %q, want %q", text, got, want)
		}
	}
}

func TestEachShapeOfAKeyCanBeRead(t *testing.T) {
	t.Parallel()
	all := shapes()
	if len(all) < 200 {
		t.Fatalf("there are %d shapes", len(all))
	}
	for _, s := range all {
		if s.compiled() == nil || s.compiled().NumSubexp() < s.group {
			t.Errorf("%s has no group %d", s.name, s.group)
		}
		for _, word := range s.words {
			if word != strings.ToLower(word) {
				t.Errorf("%s: %q would never be found", s.name, word)
			}
		}
	}
}

func TestAMaskedTextComesBackWholeHoweverItWasChanged(t *testing.T) {
	t.Parallel()
	const before = "LANG=de\nA_TOKEN=first\nB_TOKEN=second\nAGAIN_TOKEN=first"
	shown := Mask(before)
	for _, key := range []string{"first", "second"} {
		if strings.Contains(shown, key) {
			t.Errorf("%q shows %s", shown, key)
		}
	}
	if Mask(shown) != shown {
		t.Errorf("masked twice it is %q, and once %q", Mask(shown), shown)
	}
	lines := strings.Split(shown, "\n")
	for changed, want := range map[string]string{
		shown: before,
		strings.Join([]string{lines[2], "NEW=1", lines[1]}, "\n"): "B_TOKEN=second\nNEW=1\nA_TOKEN=first",
		strings.Replace(lines[1], "A_TOKEN", "OTHER_TOKEN", 1):    "OTHER_TOKEN=first",
		"LANG=fr":                      "LANG=fr",
		lines[1] + "\nC_TOKEN=another": "A_TOKEN=first\nC_TOKEN=another",
	} {
		if got, err := Unmask(changed, before); err != nil || got != want {
			t.Errorf("%q comes back as %q, %v, want %q", changed, got, err, want)
		}
	}
	if _, err := Unmask(lines[2], "LANG=de"); err == nil || !strings.Contains(err.Error(), "secret:KEY") {
		t.Errorf("a key that is not known: %v", err)
	}
}
