# shellcheck shell=bash
# Says one version in the words of each system. It is sourced, with VERSION from the Makefile:
#
#   VERSION                git's word      version          debian_version     windows_version
#   v1.2.3                 a release       1.2.3            1.2.3-1            1.2.3.0
#   v1.3.0-rc.1            before one      1.3.0-rc.1       1.3.0~rc.1-1       1.3.0.0
#   v1.2.3-5-gabc0123      5 commits on    1.2.3+5.gabc0123 1.2.3+5.gabc0123-1 1.2.3.5
#   dev-abc0123            no tag yet      0.0.0+dev.…      0.0.0+dev.…-1      0.0.0.0
#
# Each sorts after what was built before it, so that an upgrade is one.
: "${VERSION:?is set by make}"

words=${VERSION#v} changes=''
case $words in
  *-dirty) words=${words%-dirty} changes=.changed ;;
esac
commits=0
if [[ $words =~ ^(.*)-([0-9]+)-(g[0-9a-f]+)$ ]]; then
  commits=${BASH_REMATCH[2]}
  words=${BASH_REMATCH[1]}+$commits.${BASH_REMATCH[3]}
elif [[ ! $words =~ ^[0-9]+\.[0-9]+\.[0-9]+ ]]; then
  words=0.0.0+dev.$(git rev-list --count HEAD 2>/dev/null || echo 0).${words#dev-}
fi
if [ -n "$changes" ] && [[ $words != *+* ]]; then changes=+changed; fi
version=$words$changes
# In Debian a tilde sorts before the end: a candidate before its release.
release=${version%%+*}
debian_version=${release/-/\~}${version#"$release"}-1
windows_version=${release%%-*}.$commits
export version debian_version windows_version

if [[ ! $windows_version =~ ^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  echo "The version $VERSION can't be packaged: tag releases as v1.2.3 or v1.2.3-rc.1" >&2
  exit 1
fi

# Files carry the time of the last commit, so that the same sources give the same packages.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
