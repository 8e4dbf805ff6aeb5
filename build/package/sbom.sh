#!/usr/bin/env bash
# Says what each package is made of, as CycloneDX lists: the Go modules of the programs that were
# built, and the packages of the window. Then sums up all packages in SHA256SUMS.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=build/package/version.sh
source build/package/version.sh
: "${TOOLS:?is set by make}"

# modules NAME PROGRAM: lists the modules of a program, with their licences.
modules() {
  "$TOOLS/cyclonedx-gomod" bin -json -licenses -noserial -version "$VERSION" -output "build/dist/$1.cdx.json" "$2" 2>build/dist/sbom.log || {
    cat build/dist/sbom.log >&2
    return 1
  }
  rm build/dist/sbom.log
}

modules "jobdeck-$version-linux-$(dpkg --print-architecture)" build/bin/jobdeck
if [ -f build/bin/windows/jobdeck-window.exe ]; then
  modules "jobdeck-$version-windows-amd64" build/bin/windows/jobdeck-window.exe
fi
(cd frontend && npm sbom --sbom-format cyclonedx --sbom-type application --omit dev --package-lock-only --loglevel=error) \
  >"build/dist/jobdeck-$version-window.cdx.json"

cd build/dist
rm -f SHA256SUMS
sha256sum -- * >"$OLDPWD/build/bin/SHA256SUMS"
mv "$OLDPWD/build/bin/SHA256SUMS" SHA256SUMS
