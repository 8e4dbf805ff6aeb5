// A program for the test of the Windows package: it takes its time over a row, and says how long the
// row was.
#include <stdio.h>
#include <windows.h>

int main(void) {
  static char row[65536];
  size_t length = fread(row, 1, sizeof row, stdin);
  Sleep(200);
  printf("{\"length\": %u}\n", (unsigned)length);
  return 0;
}
