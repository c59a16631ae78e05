#!/bin/sh
# Prints every event of Dunlin's feed, one page of JSON a line, and goes on where it stopped. See README.md.
set -eu
: "${DUNLIN_URL:?Set DUNLIN_URL; README.md says to what.}" "${DUNLIN_KEY:?Set DUNLIN_KEY; README.md says to what.}"
position=${POSITION_FILE:-./feed.position}

while :; do
  after=$(cat "$position" 2>/dev/null || echo 0)
  # The key goes in through the standard input: the arguments of a command are seen by everybody on the machine.
  page=$(printf 'header = "Authorization: Bearer %s"\n' "$DUNLIN_KEY" |
    curl --config - --silent --show-error --fail --max-time 60 \
      "$DUNLIN_URL/v1/events?after=$after&limit=100&wait=30") || { sleep 5; continue; }
  last=$(printf '%s' "$page" | sed -n 's/.*"lastSequence":\([0-9][0-9]*\).*/\1/p')
  # Nothing came. Where too many wait already, Dunlin answers at once.
  [ "$last" != "$after" ] || { sleep 1; continue; }
  # Here is the place for your own program. Only when it has taken the page does the position move on.
  printf '%s\n' "$page"
  echo "$last" >"$position.new" && mv "$position.new" "$position"
done
