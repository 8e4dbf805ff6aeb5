// Package bustest gives tests a D-Bus of their own. The program never imports it.
package bustest
