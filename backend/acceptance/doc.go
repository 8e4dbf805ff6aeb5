// Package acceptance holds Jobdeck to what it promises, from outside: its tests build the real
// program and start it as processes of their own, on real files, with real signals, full disks and
// kill -9. It holds no code of the product and knows nothing of its inside: what it asks, it asks
// on the command line or through the socket that every command uses.
//
// With -short it leaves out what takes long: the list of a million rows and most of the kills.
package acceptance
