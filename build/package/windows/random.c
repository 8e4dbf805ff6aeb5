// Debian's Wine lacks one library that each Go program wants at its start: it gives random bytes. This
// stands in for it in the test. It is in no package.
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
  return RtlGenRandom(data, (ULONG)length);
}
